"""The power goes in the middle of a write: what was acknowledged is there, the rest wholly or not at all."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from dataclasses import dataclass
from typing import TYPE_CHECKING

import pytest_asyncio

from acefone_desktop.adapters.storage.database import FILE_NAME
from tests.faults.power_cuts import HEAD, LOG_NAME, Log, cuts, damages, left_behind
from tests.support.storage import a_call, a_contact, an_intent, evidence_of, opened

if TYPE_CHECKING:
    from collections.abc import Awaitable
    from pathlib import Path

    from tests.support.storage import Profile

DIALS = 2


@dataclass(frozen=True)
class Written:
    """A database whose program has just died, and how long its log was each time that something was acknowledged.

    A contact first; then of one dial after the other its intent, its evidence, call and end, and a note.
    """

    folder: Path
    log: Log
    acknowledged: tuple[int, ...]

    def known_after(self, length: int) -> int:
        """How much was acknowledged by the time the log was so long, and must be there."""
        return sum(each <= length for each in self.acknowledged)


@pytest_asyncio.fixture
async def written(tmp_path: Path) -> Written:
    folder = tmp_path / "profile"
    with opened(folder):
        pass  # what every start but the first finds
    with opened(folder) as profile:
        log = folder / LOG_NAME
        await profile.book.merge([a_contact("Anna", "+447700900123")])
        acknowledged = [log.stat().st_size]
        for number in range(DIALS):
            for step in steps(profile, number):
                await step
                acknowledged.append(log.stat().st_size)
        left_behind(folder, tmp_path / "dead", log.read_bytes())
    found = Log((tmp_path / "dead" / LOG_NAME).read_bytes())
    assert acknowledged == sorted(acknowledged), "the log has begun anew: too much was written for this test"
    return Written(tmp_path / "dead", found, tuple(acknowledged))


def steps(profile: Profile, number: int) -> tuple[Awaitable[object], ...]:
    name = f"dl-{number}"
    return (
        profile.journal.record_intent(an_intent(name)),
        profile.journal.record_news(evidence_of(name), [a_call(name)], [an_intent(name).id]),
        profile.notes.keep(a_call(name), f"all there is to say about {name}"),
    )


async def told_by(folder: Path) -> list[bool]:
    """What of each step is there, once the app's own storage has opened what was left and has written to it."""
    with closing(sqlite3.connect(folder / FILE_NAME)) as connection:
        assert connection.execute("PRAGMA integrity_check").fetchone()[0] == "ok"
    with opened(folder) as profile:
        await profile.journal.record_intent(an_intent("after"))
        open_dials = {intent.id for intent in await profile.journal.intents_without_reply()}
        assert "after" in open_dials
        told = {each.intent_id for each in await profile.journal.open_evidence(an_intent().requested_at)}
        history = {call.intent_id: call for call in profile.history.page(None, 100)}
        assert told == set(history), "of a call and its evidence one is there without the other"
        found = [bool(profile.contacts.search("Anna", 5))]
        for number in range(DIALS):
            name = f"dl-{number}"
            ended = name in history
            assert not (ended and name in open_dials), "a dial that has ended is open"
            noted = profile.noted.note(a_call(name))
            assert noted in {"", f"all there is to say about {name}"}
            found += [ended or name in open_dials, ended, bool(noted)]
        return found


async def assert_kept(written: Written, folder: Path, known: int) -> None:
    found = await told_by(folder)
    assert all(found[:known]), "what was acknowledged is gone"
    assert found == sorted(found, reverse=True), "something is there, and what was written before it is not"


async def test_a_log_that_ends_anywhere_keeps_all_that_was_acknowledged(written: Written, tmp_path: Path) -> None:
    for length in cuts(written.log):
        folder = left_behind(written.folder, tmp_path / "cut", written.log.whole[:length])
        await assert_kept(written, folder, written.known_after(length))


async def test_a_write_that_is_on_disk_in_part_is_as_if_it_had_not_been(written: Written, tmp_path: Path) -> None:
    """Of each write the power went in: sectors come to disk in any order, so that any of its frames may be missing."""
    for begin, end in zip((HEAD, *written.acknowledged), written.acknowledged, strict=False):
        for damaged in damages(Log(written.log.whole[:end]), begin):
            folder = left_behind(written.folder, tmp_path / "damaged", damaged)
            await assert_kept(written, folder, written.known_after(begin))


async def test_pages_that_were_being_copied_out_of_the_log_may_be_torn(written: Written, tmp_path: Path) -> None:
    folder = left_behind(written.folder, tmp_path / "copied", written.log.whole)
    pages = dict(written.log.pages())
    size = len(next(iter(pages.values())))
    with (folder / FILE_NAME).open("r+b") as file:
        for number, page in pages.items():
            file.seek((number - 1) * size)
            file.write(page[: size // 2] + bytes(size // 2))
    await assert_kept(written, folder, len(written.acknowledged))
