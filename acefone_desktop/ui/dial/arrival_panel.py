"""A quiet strip that says how many links wait, and their list to choose from."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QWidget

from acefone_desktop.bridge.dialing.candidate_model import CandidateModel
from acefone_desktop.ui.look import tokens
from acefone_desktop.ui.parts.layouts import column
from acefone_desktop.ui.parts.strip import Strip

if TYPE_CHECKING:
    from acefone_desktop.bridge.dialing.arrival_store import ArrivalsState, ArrivalStore
    from acefone_desktop.bridge.dialing.dial_store import DialStore
    from acefone_desktop.ui.dial.candidate_list import CandidateList
    from acefone_desktop.ui.look.theme import Theme

_MOST_ROWS = 4
_PAGE_WITHOUT_ROWS = 340


class ArrivalPanel(QWidget):
    """Hidden while nothing waits. `picked` gives the number that a person chose; `left` is Esc."""

    picked = Signal(object)
    left = Signal()
    resized = Signal()  # it needs more room, or less

    def __init__(self, arrivals: ArrivalStore, dial: DialStore, theme: Theme) -> None:
        super().__init__()
        self._arrivals, self._theme = arrivals, theme
        self._model = CandidateModel(dial.contact_of)
        self._strip: Strip | None = None
        self._list: CandidateList | None = None
        self._room = _MOST_ROWS
        self._column = column(self, spacing=tokens.SPACE_XS)
        arrivals.changed.connect(self.render_state)
        self.render_state(arrivals.state)

    @property
    def is_unfolded(self) -> bool:
        """Whether the list is shown."""
        return self._list is not None and self._list.isVisibleTo(self)

    def render_state(self, state: ArrivalsState) -> None:
        """Draws the count; the list stays as it is, folded or not, with what it held in sight."""
        self._model.set_numbers(state.numbers)
        if len(state.numbers) <= 1 and self._list is not None:
            self._list.hide()
        if state.numbers:
            self._made_strip().say("plain", self._sentence(state), self._deed(state))
        self.setVisible(bool(state.numbers))
        self._fit()
        self.resized.emit()

    def fit_into(self, page_height: int) -> None:
        """In a low window fewer rows are shown at once, so that field and call button keep their room."""
        self._room = min(_MOST_ROWS, max(1, (page_height - _PAGE_WITHOUT_ROWS) // tokens.ROW_HEIGHT))
        self._fit()

    def _sentence(self, state: ArrivalsState) -> str:
        if state.count == 1:
            (only,) = state.numbers
            extension = self.tr(", extension {0}").format(only.extension) if only.extension else ""
            return self.tr("Another link arrived: {0}").format(only.display + extension)
        listed = len(state.numbers)
        rest = self.tr(" The last {0} are listed.").format(listed) if listed < state.count else ""
        return self.tr("{0} more links arrived.").format(state.count) + rest

    def _deed(self, state: ArrivalsState) -> str:
        if len(state.numbers) == 1:
            return self.tr("Use")
        return self.tr("Hide") if self.is_unfolded else self.tr("Show")

    @Slot()
    def _act(self) -> None:
        numbers = self._arrivals.state.numbers
        if len(numbers) == 1:
            self.picked.emit(numbers[0])
        elif self.is_unfolded:
            self._leave()
        else:
            self._unfold()

    def _unfold(self) -> None:
        view = self._made_list()
        view.show()
        view.mark(0)
        self.render_state(self._arrivals.state)
        view.setFocus(Qt.FocusReason.OtherFocusReason)

    @Slot()
    def _leave(self) -> None:
        if self._list is not None:
            self._list.hide()
        self.render_state(self._arrivals.state)
        self.left.emit()

    @Slot(int)
    def _pick(self, row: int) -> None:
        candidate = self._model.candidate(row)
        if candidate is not None:
            self.picked.emit(candidate.number)

    @Slot()
    def _dismiss(self) -> None:
        self._arrivals.dismiss()
        self.left.emit()

    def _made_strip(self) -> Strip:
        """Made with the first link that waits: most never do."""
        if self._strip is None:
            self._strip = Strip(self._theme)
            self._strip.acted.connect(self._act)
            self._strip.closed.connect(self._dismiss)
            self._column.insertWidget(0, self._strip)
        return self._strip

    def _made_list(self) -> CandidateList:
        if self._list is None:
            from acefone_desktop.ui.dial.candidate_list import CandidateList  # noqa: PLC0415 (the numbering plans)

            self._list = CandidateList(self._model, self._theme, self.tr("Numbers of links"))
            self._list.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
            self._list.picked.connect(self._pick)
            self._list.left.connect(self._leave)
            self._column.addWidget(self._list)
        return self._list

    def _fit(self) -> None:
        if self._list is not None:
            self._list.setFixedHeight(min(self._model.rowCount(), self._room) * tokens.ROW_HEIGHT)
