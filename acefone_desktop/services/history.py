"""The calls of the past and the present, as lists."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

    from acefone_desktop.domain.calls import Call
    from acefone_desktop.services.ports import HistoryReader

_PAGE = 100


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
