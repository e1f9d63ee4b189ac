"""Requests are counted as they leave, over all processes of a profile, and across restarts."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from acefone_desktop.adapters.storage.request_counts import FILE_NAME, SqliteRequestCounts
from acefone_desktop.domain.errors import StorageError
from acefone_desktop.domain.polling_budget import RequestKind
from acefone_desktop.services.request_ledger import RequestLedger
from tests.support.tracking import StillClock

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from acefone_desktop.services.request_ledger import Minute, MinuteCounts

LIVE, RECORDS, DIAL = RequestKind.LIVE_CALLS, RequestKind.CALL_RECORDS, RequestKind.DIAL


class FullDisk:
    """Refuses everything."""

    def add(self, _: Mapping[tuple[Minute, RequestKind], int], since: Minute) -> MinuteCounts:  # noqa: ARG002
        raise StorageError


async def test_an_hour_later_nothing_counts_any_more() -> None:
    clock = StillClock()
    ledger = RequestLedger(clock)
    for kind in (LIVE, LIVE, RECORDS, DIAL):
        ledger.note(kind)
    assert ledger.use().counts == {LIVE: 2, RECORDS: 1, DIAL: 1}
    assert ledger.noted == 3

    await clock.advance(59 * 60)
    assert ledger.use().polling == 3
    await clock.advance(2 * 60)
    assert ledger.use().total == 0


async def test_two_processes_count_together_and_a_restart_forgets_nothing(tmp_path: Path) -> None:
    clock = StillClock()
    app, command = (RequestLedger(clock, SqliteRequestCounts(tmp_path)) for _ in range(2))
    for _ in range(5):
        app.note(LIVE)
    app.keep(at_once=True)
    command.note(RECORDS)
    command.keep(at_once=True)
    assert command.use().counts == {LIVE: 5, RECORDS: 1}
    app.note(LIVE)
    app.keep(at_once=True)
    assert app.use().counts == {LIVE: 6, RECORDS: 1}

    later = RequestLedger(clock, SqliteRequestCounts(tmp_path))
    later.keep()
    assert later.use().polling == 7
    await clock.advance(62 * 60)
    later.keep(at_once=True)
    assert later.use().total == 0
    assert SqliteRequestCounts(tmp_path).read(0) == {}, "what is older than an hour is not kept"


def test_a_dial_is_on_disk_before_it_leaves_and_what_waited_goes_with_it(tmp_path: Path) -> None:
    killed = RequestLedger(StillClock(), SqliteRequestCounts(tmp_path))
    killed.keep()
    killed.note(LIVE)
    assert sum(SqliteRequestCounts(tmp_path).read(0).values()) == 0
    for dials in (1, 2, 3):
        killed.note(DIAL)
        on_disk = {kind: count for (_, kind), count in SqliteRequestCounts(tmp_path).read(0).items()}
        assert on_disk == {LIVE: 1, DIAL: dials}, "nothing else is called: the process may be killed now"


def test_writing_is_rare_and_a_full_disk_loses_no_count() -> None:
    clock = StillClock()
    ledger = RequestLedger(clock, FullDisk())
    ledger.note(LIVE)
    ledger.keep()
    ledger.note(LIVE)
    ledger.keep()
    ledger.note(DIAL)
    assert ledger.use().counts == {LIVE: 2, DIAL: 1}


def test_a_damaged_file_is_begun_anew(tmp_path: Path) -> None:
    (tmp_path / FILE_NAME).write_bytes(b"no database at all, and long enough to be taken for one" * 40)
    ledger = RequestLedger(StillClock(), SqliteRequestCounts(tmp_path))
    ledger.note(LIVE)
    ledger.keep()
    assert ledger.use().polling == 1
    assert sum(SqliteRequestCounts(tmp_path).read(0).values()) == 1


def test_without_a_file_there_is_nothing_and_none_is_made(tmp_path: Path) -> None:
    assert SqliteRequestCounts(tmp_path).read(0) == {}
    assert not (tmp_path / FILE_NAME).exists()


def test_a_damaged_file_cannot_be_read(tmp_path: Path) -> None:
    (tmp_path / FILE_NAME).write_bytes(b"no database at all, and long enough to be taken for one" * 40)
    with pytest.raises(StorageError):
        SqliteRequestCounts(tmp_path).read(0)
