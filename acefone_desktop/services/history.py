"""The calls of the past and the present, as lists."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime

    from acefone_desktop.domain.calls import Call
    from acefone_desktop.services.ports import HistoryReader

_PAGE = 100
TAKEN_UP: Final = timedelta(hours=6)
"""So long ago a call may have been heard of last to be followed on; the tracker takes up none that is older."""


def is_left(call: Call, now: datetime, *, followed: bool) -> bool:
    """Whether a call was not followed to its end: open by what is kept of it, which nobody brings up to date.

    `followed` says whether somebody follows calls at present. How such a call went is not known.
    """
    if not call.is_open:
        return False
    return not followed or max((told.told_at for told in call.evidence), default=now) < now - TAKEN_UP


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
