"""All benchmarks, one table: `python -m tests.benchmarks`. Takes about five minutes on an otherwise idle machine."""

from __future__ import annotations

import asyncio
import tempfile
from pathlib import Path

from acefone_desktop.adapters.storage.contacts.contact_reader import SqliteContactReader
from acefone_desktop.adapters.storage.database import Database
from tests.benchmarks import contact_search, link_to_number, links, memory, stalls, start_up
from tests.benchmarks.measures import Measure, bare_starts, table

CONTACTS = 100_000
SEARCH_AIM_MS = 10.0


def search() -> list[Measure]:
    """One keystroke of the contact search, over all kinds of queries, in milliseconds."""
    with tempfile.TemporaryDirectory() as temporary:
        asyncio.run(contact_search.fill(Path(temporary), CONTACTS))
        database = Database(Path(temporary))
        reader = SqliteContactReader(database.reader())
        queries = [query for kind in contact_search.QUERIES.values() for query in kind]
        times = tuple(
            contact_search.seconds(reader, query) * 1e3 for _ in range(contact_search.ROUNDS) for query in queries
        )
        database.close()
    return [Measure("Contact search per keystroke, 100,000 contacts", "ms", times, "p95", SEARCH_AIM_MS)]


def main() -> None:
    """Runs them one after the other and prints what came out."""
    bare = bare_starts()
    found = [bare, *start_up.measure(), *links.measure(), *link_to_number.measure(), *memory.measure(), *search()]
    found += stalls.measure()
    print(table(found, bare.median))


if __name__ == "__main__":
    main()
