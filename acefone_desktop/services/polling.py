"""Asks the provider how the calls that are watched are doing, and turns the answers into evidence."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING

from acefone_desktop.domain.call_watch import Pace, needs_live, needs_record
from acefone_desktop.domain.evidence import Evidence, Fact, Source
from acefone_desktop.domain.matching.correlation import names_of
from acefone_desktop.domain.report_evidence import from_call_record, from_live_call, from_vanished

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from datetime import datetime

    from acefone_desktop.domain.calls import Call
    from acefone_desktop.domain.matching.call_sorting import Name
    from acefone_desktop.domain.reports import LiveCall
    from acefone_desktop.services.ports import Clock, Telephony

MOST_PAGES = 5
LONGEST_BACK_OFF_S = 30.0
LONGEST_AGO = timedelta(hours=6)
"""A call that came in is dated by the provider alone, and a stamp may be wrong."""

LOOK_BACK = timedelta(minutes=5)
"""How far before a request its record may be stamped: clocks differ."""


SOON_AFTER = timedelta(minutes=10)
"""How long after a dial without a reply the provider's clock still tells when that was."""


class StatusPoller:
    """One look at `live_calls` and, where it helps, at `call/records`. Raises what `Telephony` raises."""

    def __init__(self, telephony: Telephony, clock: Clock, pace: Pace) -> None:
        self._telephony = telephony
        self._clock = clock
        self._pace = pace
        self._dated: set[str] = set()
        self.on_rows: Callable[[tuple[LiveCall, ...], datetime], None] | None = None
        """Hears of the whole account's rows whenever they are looked at."""

    async def look_at_clock(self, watched: Sequence[Call]) -> list[Evidence]:
        """When dials whose reply is lost were asked for by the provider's clock, which that reply would have told.

        One more request for such a dial, and only soon after it: the clock here may be set in between.
        """
        asked_at = self._clock.now()
        self._dated.intersection_update(call.intent_id for call in watched if call.intent_id)
        undated = [
            item
            for call in watched
            if (item := _undated(call)) is not None
            and item.intent_id not in self._dated
            and timedelta() <= asked_at - item.told_at <= SOON_AFTER
        ]
        if not undated:
            return []
        theirs = await self._telephony.server_time()
        self._dated.update(item.intent_id for item in undated)
        if theirs is None:
            return []
        ahead = asked_at + (self._clock.now() - asked_at) / 2 - theirs
        return [replace(item, taken_at=item.told_at - ahead) for item in undated]

    async def look_at_live_calls(
        self, watched: Sequence[Call], concerns_us: Callable[[Name], bool], is_call_to_us: Callable[[Evidence], bool]
    ) -> list[Evidence]:
        """What the rows of our calls say, and which of them are gone. Other people's rows are dropped."""
        if not any(map(needs_live, watched)):
            return []
        asked_at = self._clock.now()
        rows = await self._telephony.live_calls()
        if self.on_rows is not None:
            self.on_rows(rows, asked_at)
        return self.read_rows(rows, asked_at, watched, concerns_us, is_call_to_us)

    @staticmethod
    def read_rows(
        rows: Sequence[LiveCall],
        asked_at: datetime,
        watched: Sequence[Call],
        concerns_us: Callable[[Name], bool],
        is_call_to_us: Callable[[Evidence], bool],
    ) -> list[Evidence]:
        """The same of rows that somebody else has asked for."""
        told = [e for row in rows for e in from_live_call(row, asked_at)]
        seen = [e for e in told if any(map(concerns_us, names_of(e))) or is_call_to_us(e)]
        present = {row.call_id for row in rows}
        return seen + [from_vanished(last, asked_at) for call in watched for last in _missing(call, present)]

    async def look_at_records(self, watched: Sequence[Call], concerns_us: Callable[[Name], bool]) -> list[Evidence]:
        """What the records of our calls say, newest page first, until all pages or enough of them are read."""
        now = self._clock.now()
        wanting = [call for call in watched if needs_record(call, now, self._pace)]
        if not wanting:
            return []
        since = max(min(call.requested_at or call.started_at or now for call in wanting), now - LONGEST_AGO) - LOOK_BACK
        told: list[Evidence] = []
        read = 0
        for number in range(1, MOST_PAGES + 1):
            page = await self._telephony.call_records(since, now + LOOK_BACK, page=number)
            read += len(page.records)
            told += [e for r in page.records for e in from_call_record(r, now) if any(map(concerns_us, names_of(e)))]
            if not page.records or read >= page.total or _all_told(wanting, told):
                break
        return told


def _undated(call: Call) -> Evidence | None:
    """The request of a dial that is known to have lost its reply, and has not been found by an identifier."""
    if call.call_id or not any(e.fact is Fact.OUTCOME_UNKNOWN for e in call.evidence):
        return None
    if any(e.taken_at for e in call.evidence):
        return None
    return next((e for e in call.evidence if e.fact is Fact.REQUESTED), None)


def _missing(call: Call, present: set[str]) -> Iterator[Evidence]:
    """The last sighting of an open call, and of each call that may be it, whose row is not there any more."""
    last: dict[str, Evidence] = {}
    told = sorted(call.contested | (call.evidence if call.is_open else frozenset()), key=lambda e: e.told_at)
    for item in told:
        if item.source is Source.LIVE_CALLS and item.call_id:
            last[item.call_id] = item
    return (item for call_id, item in last.items() if call_id not in present and item.fact is not Fact.VANISHED)


def _all_told(wanting: Sequence[Call], told: Sequence[Evidence]) -> bool:
    ids = {e.call_id for e in told}
    return all(call.call_id in ids for call in wanting)


def back_off(failures: int, retry_after: timedelta | None, pace_s: float) -> float:
    """Seconds to wait after so many failures in a row; never less than the provider asked for."""
    waited = min(pace_s * 2.0 ** min(failures, 10), LONGEST_BACK_OFF_S)
    return max(waited, retry_after.total_seconds() if retry_after else 0.0)
