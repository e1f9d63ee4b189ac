"""How long one keystroke of the contact search takes: `python -m tests.benchmarks.contact_search [contacts]`.

Builds an address book with names distributed as unevenly as real ones, then types queries letter by letter and prints
median and 95th percentile in milliseconds for each kind of query. Numbers come from ranges reserved for fiction.
"""

from __future__ import annotations

import asyncio
import random
import statistics
import sys
import tempfile
import time
from pathlib import Path
from typing import TYPE_CHECKING

from acefone_desktop.adapters.storage.contacts.contact_book import SqliteContactBook
from acefone_desktop.adapters.storage.contacts.contact_reader import SqliteContactReader
from acefone_desktop.adapters.storage.database import Database
from acefone_desktop.domain.contacts import Contact, ContactNumber

if TYPE_CHECKING:
    from collections.abc import Sequence

# fmt: off
FIRST = ["James", "Mary", "John", "Sarah", "Michael", "Emma", "David", "Olivia", "Tom", "Priya", "Zoë", "Łukasz",
         "Anjali", "Jean-Luc", "Siobhán", "Björn"]
LAST = ["Smith", "Jones", "Patel", "Williams", "Brown", "Taylor", "Khan", "Singh", "O'Neill", "Müller", "García",
        "Nowak", "Field", "Shah", "Li", "Ivanov"]
COMPANY = ["Example Ltd", "Northern Rail Supplies", "Blue Door Bakery", "Patel & Sons", "Acme", "Harbour Dental", ""]
# fmt: on
SYLLABLES = [consonant + vowel for consonant in "bklmrst" for vowel in "aeio"]
ROUNDS = 20
SHOWN = 50


def uneven(chance: random.Random, words: Sequence[str]) -> str:
    """One of the words, the first ones far more often than the last; now and then a rare made-up one."""
    if chance.random() < 0.2:
        return "".join(chance.choices(SYLLABLES, k=3)).title()
    return chance.choices(words, [1 / (place + 1) for place in range(len(words))])[0]


def contact(chance: random.Random) -> Contact:
    """A contact with one or two numbers, one in two hundred a favourite."""
    kinds = (f"+447700900{chance.randrange(1000):03}", f"+442079460{chance.randrange(1000):03}")
    odd = (
        f"+91{chance.randrange(10**9, 10**10)}"  # spread out, as the reserved ranges alone are too few to be told apart
    )
    numbers = chance.sample([*kinds, odd], chance.choice([1, 1, 2]))
    return Contact(
        name=f"{uneven(chance, FIRST)} {uneven(chance, LAST)}",
        company=uneven(chance, COMPANY),
        numbers=tuple(ContactNumber(number, "work") for number in numbers),
        favourite=chance.random() < 0.005,
    )


def typed(text: str) -> list[str]:
    """What the field holds after each keystroke."""
    return [text[:length] for length in range(1, len(text) + 1) if text[length - 1] != " "]


QUERIES = {
    "one letter": list("abcdefghijklmnopqrstuvwxyz"),
    "two letters": ["ja", "jo", "sm", "pa", "ma", "ta", "sa", "ex", "no", "zo", "lu", "qx"],
    "names": [*typed("james smith"), *typed("siobhan"), *typed("müller"), *typed("o'neill")],
    "company": [*typed("example ltd"), *typed("patel & sons")],
    "several words": ["j s", "s j", "smith ja", "j s ex", "pa pr", "z i", "mary jones blue", "x y z", "li la lo"],
    "digits": [*typed("07700900123"), *typed("+44 20 7946 0"), *typed("900123"), *typed("84477"), "0", "9", "99"],
    "name and digits": ["james 900", "smith 0123", "mary 7946"],
    "nothing there": ["zzzz", "smith zzzz", "00000000", "'\"*(", "james zz jones"],
}


async def fill(folder: Path, count: int) -> float:
    """Writes that many contacts; returns the seconds it took."""
    chance = random.Random(7)  # noqa: S311 (a repeatable address book, no secret)
    everybody = [contact(chance) for _ in range(count)]
    database = Database(folder)
    book = SqliteContactBook(database)
    began = time.perf_counter()
    for start in range(0, count, 2000):
        await book.merge(everybody[start : start + 2000])
    took = time.perf_counter() - began
    database.close(60)
    return took


def main() -> None:
    """Fills, searches, prints."""
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 100_000
    with tempfile.TemporaryDirectory() as temporary:
        folder = Path(temporary)
        took = asyncio.run(fill(folder, count))
        database = Database(folder)
        reader = SqliteContactReader(database.reader())
        size = database.path.stat().st_size / 1e6
        print(f"{reader.count()} contacts written in {took:.1f} s, {size:.0f} MB")
        everything: list[float] = []
        for kind, queries in QUERIES.items():
            times = [seconds(reader, query) for _ in range(ROUNDS) for query in queries]
            slowest = max(queries, key=lambda query: statistics.median(seconds(reader, query) for _ in range(5)))
            everything += times
            report(kind, times, f"slowest: {slowest!r}")
        report("all", everything, "")
        database.close()


def seconds(reader: SqliteContactReader, query: str) -> float:
    """Time of one search as the window runs it."""
    began = time.perf_counter()
    reader.search(query, SHOWN)
    return time.perf_counter() - began


def report(kind: str, times: list[float], note: str) -> None:
    """One line of the table."""
    p95 = statistics.quantiles(times, n=20)[-1]
    print(f"{kind:16} median {statistics.median(times) * 1e3:6.2f} ms   p95 {p95 * 1e3:6.2f} ms   {note}")


if __name__ == "__main__":
    main()
