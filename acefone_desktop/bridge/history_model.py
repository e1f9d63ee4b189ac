"""Calls, newest first, as a list that loads as it is scrolled."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt, Slot

from acefone_desktop.bridge.paged_model import Index, PagedModel

if TYPE_CHECKING:
    from collections.abc import Callable

    from acefone_desktop.domain.calls import Call, CallKey
    from acefone_desktop.services.ports import HistoryReader

CALL_ROLE = int(Qt.ItemDataRole.UserRole) + 1


class HistoryModel(PagedModel["Call"]):
    """All calls, or those that a text fits."""

    def __init__(self, reader: HistoryReader) -> None:
        super().__init__(self._page)
        self._reader = reader
        self._text = ""
        self._describe: Callable[[Call], str] | None = None

    def describe_with(self, describe: Callable[[Call], str]) -> None:
        """How a row is read out; without it, by the customer's digits alone."""
        self._describe = describe

    @property
    def text(self) -> str:
        """What is being searched for; empty for all calls."""
        return self._text

    @Slot(str)
    def set_text(self, text: str) -> None:
        """Another text in the search field."""
        if text.strip() != self._text:
            self._text = text.strip()
            self.refresh()

    @Slot()
    def refresh(self) -> None:
        """Reads again, after calls have moved on; about as many rows as were loaded before."""
        size = self.loaded_size
        found = self._page(None, size)
        if list(found) != self._rows:
            self.show(found, complete=len(found) < size)
        elif found:  # the same calls, whose names may have changed
            self.dataChanged.emit(self.index(0), self.index(len(self._rows) - 1))

    def call(self, row: int) -> Call | None:
        """The row's call; None outside the rows."""
        return self.at(row)

    def row_of(self, key: CallKey) -> int:
        """The loaded row of a call; -1 where it is not loaded."""
        return next((row for row, call in enumerate(self._rows) if call.key == key), -1)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        call = self.at(index.row()) if index.isValid() else None
        if call is None:
            return None
        if role == Qt.ItemDataRole.DisplayRole:
            return call.customer
        if role == Qt.ItemDataRole.AccessibleTextRole and self._describe is not None:
            return self._describe(call)
        return call if role == CALL_ROLE else None

    def _page(self, after: Call | None, size: int) -> tuple[Call, ...]:
        return self._reader.page(after, size, self._text)
