"""Several numbers in one text: which of them is meant."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QWidget

from acefone_desktop.bridge.dialing.candidate_model import CandidateModel
from acefone_desktop.ui.dial.candidate_list import CandidateList
from acefone_desktop.ui.parts.layouts import column
from acefone_desktop.ui.parts.strip import announce

if TYPE_CHECKING:
    from acefone_desktop.bridge.dialing.dial_state import DialState
    from acefone_desktop.bridge.dialing.dial_store import DialStore
    from acefone_desktop.ui.look.theme import Theme


class NumberChoice(QWidget):
    """The numbers on offer, the one in the field marked. The number field keeps the focus and passes the keys on."""

    settled = Signal()

    def __init__(self, store: DialStore, theme: Theme) -> None:
        super().__init__()
        self._store = store
        self._model = CandidateModel(store.contact_of)
        self._view = CandidateList(self._model, theme, self.tr("Numbers found in the text"))
        self._view.picked.connect(self._pick)
        self._spoken = ""
        column(self, self._view)

    def render_state(self, state: DialState) -> None:
        """Draws the numbers; hides where there is nothing to choose."""
        self._model.set_numbers(state.candidates)
        self.setVisible(bool(state.candidates))
        marked = self._model.candidate(state.marked)
        spoken = marked.spoken if marked else ""
        if marked is not None:
            self._view.mark(state.marked)
            if spoken != self._spoken:
                announce(self, spoken)  # the focus stays in the field, so nothing else would say it
        self._spoken = spoken

    @Slot(int)
    def _pick(self, row: int) -> None:
        self._store.mark_candidate(row)
        self._store.settle_candidates()
        self.settled.emit()
