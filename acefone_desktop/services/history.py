"""The calls of the past and the present, as lists."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from datetime import datetime

    from acefone_desktop.domain.calls import Call
    from acefone_desktop.services.ports import Clock, HistoryReader

_PAGE = 100
TAKEN_UP: Final = timedelta(hours=6)
"""So long ago a call may have been heard of last to be followed on; the tracker takes up none that is older."""


class CurrentHistory:
    """Fills `HistoryReader` over another one, with what is kept of a call read as it is today.

    A call that was going on, or was looked for, when it was last heard of is not so for ever: where nobody follows
    calls any more (`is_followed`), or none as old, it reads as given up then. What is kept is not changed.
    """

    def __init__(self, reader: HistoryReader, clock: Clock, is_followed: Callable[[], bool]) -> None:
        self._reader, self._clock, self._is_followed = reader, clock, is_followed

    def page(self, after: Call | None, size: int, text: str = "") -> tuple[Call, ...]:
        """See `HistoryReader.page`."""
        return self._as_they_are(self._reader.page(after, size, text))

    def recent_numbers(self, limit: int) -> tuple[Call, ...]:
        """See `HistoryReader.recent_numbers`."""
        return self._as_they_are(self._reader.recent_numbers(limit))

    def _as_they_are(self, calls: tuple[Call, ...]) -> tuple[Call, ...]:
        if not any(map(_is_unfinished, calls)):
            return calls
        now, followed = self._clock.now(), self._is_followed()
        return tuple(_given_up(call) if _is_left(call, now, followed=followed) else call for call in calls)


def _is_unfinished(call: Call) -> bool:
    return call.is_open or (call.intent_id is not None and not call.is_settled)


def _is_left(call: Call, now: datetime, *, followed: bool) -> bool:
    return _is_unfinished(call) and not (followed and _last_heard_of(call) >= now - TAKEN_UP)


def _given_up(call: Call) -> Call:
    from acefone_desktop.domain.calls import Call  # noqa: PLC0415 (loaded by whoever read the call)
    from acefone_desktop.domain.evidence import Evidence, Fact, Source  # noqa: PLC0415

    last = _last_heard_of(call)
    told = Evidence(source=Source.LIVE_CALLS, told_at=last, fact=Fact.GIVEN_UP, intent_id=call.intent_id or "")
    return call | Call.of([told])


def _last_heard_of(call: Call) -> datetime:
    return max(told.told_at for told in call.evidence)


class History:
    """Reads calls, newest first. Raises `StorageError`."""

    def __init__(self, reader: HistoryReader) -> None:
        self._reader = reader

    def calls(self, limit: int | None = None, text: str = "") -> Iterator[Call]:
        """The newest calls, with a text those it is found in; read page by page as they are asked for."""
        left, last = limit, None
        while left is None or left > 0:
            page = self._reader.page(last, _PAGE if left is None else min(left, _PAGE), text)
            yield from page
            if not page:
                return
            last = page[-1]
            left = None if left is None else left - len(page)
