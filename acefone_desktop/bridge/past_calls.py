"""What was last spoken about with whoever is calling."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Slot

from acefone_desktop.domain.errors import StorageError
from acefone_desktop.domain.numbering.number_text import comparable

if TYPE_CHECKING:
    from acefone_desktop.bridge.call_note_store import CallNoteStore
    from acefone_desktop.domain.calls import Call, CallKey
    from acefone_desktop.services.ports import HistoryReader

_LOOKED_AT = 6
MOST_REMEMBERED = 100


@dataclass(frozen=True, slots=True)
class PastCall:
    """An earlier call with the same person, and the newest note on any of the last ones."""

    call: Call
    note: str = ""


class PastCalls(QObject):
    """Reads history once for each call that is shown; history that cannot be read tells nothing here."""

    def __init__(self, history: HistoryReader, notes: CallNoteStore) -> None:
        super().__init__()
        self._history, self._notes = history, notes
        self._known: dict[CallKey, PastCall | None] = {}

    def before(self, call: Call) -> PastCall | None:
        """The last call with this customer before this one; None where there was none."""
        if call.key not in self._known:
            if len(self._known) >= MOST_REMEMBERED:
                self._known.clear()
            self._known[call.key] = self._read(call)
        return self._known[call.key]

    @Slot()
    def forget(self) -> None:
        """The past has changed: a note was written, a call has come to its end."""
        self._known.clear()

    def _read(self, call: Call) -> PastCall | None:
        number = comparable(call.customer)
        if not number:
            return None
        try:
            found = self._history.page(None, _LOOKED_AT, number)
            earlier = [one for one in found if one.key != call.key and comparable(one.customer) == number]
            notes = (self._notes.note(one).text for one in earlier)
            return PastCall(earlier[0], next(filter(None, notes), "")) if earlier else None
        except StorageError:
            return None
