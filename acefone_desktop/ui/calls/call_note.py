"""The note on a call: a quiet button opens a field that keeps what is written in it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QSignalBlocker, Qt, Signal, Slot
from PySide6.QtGui import QHideEvent, QTextCursor
from PySide6.QtWidgets import QLabel, QToolButton, QWidget

from acefone_desktop.ui.calls.call_note_field import CallNoteField
from acefone_desktop.ui.look.icons import Glyph
from acefone_desktop.ui.look.theme import small_font
from acefone_desktop.ui.parts.layouts import column, dress, icon_button
from acefone_desktop.ui.parts.strip import announce

if TYPE_CHECKING:
    from acefone_desktop.bridge.call_note_store import CallNoteStore
    from acefone_desktop.domain.calls import Call

_NEARLY_FULL = 200
"""From so few characters left on, they are counted."""
_COMES_BACK = frozenset({Qt.FocusReason.ActiveWindowFocusReason, Qt.FocusReason.PopupFocusReason})


class CallNoteBox(QWidget):
    """Shown while there is a note or somebody writes one. Everything written goes to the store as it is typed."""

    folded = Signal()  # or unfolded
    writing = Signal(bool)  # the field has got the keyboard, or lost it

    def __init__(self, notes: CallNoteStore, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._notes = notes
        self._call: Call | None = None
        self._openers: list[QToolButton] = []
        self._is_opened = self._was_edited = False
        self.field = CallNoteField()
        self.field.setPlaceholderText(self.tr("Note, kept on this computer"))
        self.field.setAccessibleName(self.tr("Note about this call"))
        self.status = QLabel()
        self.status.setAlignment(Qt.AlignmentFlag.AlignRight)
        self.status.setTextFormat(Qt.TextFormat.PlainText)
        self.status.setWordWrap(True)
        self.status.setFont(small_font(self.font()))
        column(self, self.field, self.status, spacing=2)
        self.hide()
        self.field.textChanged.connect(self._keep)
        self.field.left.connect(self._leave)
        self.field.entered.connect(self._enter)
        self.field.focus_lost.connect(self._rest)
        notes.changed.connect(self._hear)

    @property
    def is_writing(self) -> bool:
        """Whether the keyboard is in the field."""
        return self.field.hasFocus()

    def opener(self) -> QToolButton:
        """A button that opens the field, to be put where the call's other actions are."""
        sign = icon_button(Glyph.NOTE_PENCIL, self.tr("Note"))
        sign.clicked.connect(self.open)
        self._openers.append(sign)
        return sign

    def show_call(self, call: Call | None) -> None:
        """Draws this call's note. What is typed next never goes to another call than what was typed before."""
        before, self._call = self._call, call
        if not (before and call and _is_same(before, call)):
            self._is_opened = self._was_edited = False
            self.field.clearFocus()
            if before is not None:
                self._notes.flush()
        self._render()

    @Slot()
    def open(self) -> None:
        """Opens the field and gives it the keyboard, after what is written there."""
        self._is_opened = True
        self._render()
        self.field.setFocus(Qt.FocusReason.OtherFocusReason)
        self.field.moveCursor(QTextCursor.MoveOperation.End)

    def hideEvent(self, event: QHideEvent) -> None:  # noqa: N802
        super().hideEvent(event)
        self._notes.flush()

    def _render(self) -> None:
        if self._call is None:
            self._fold(folded=True)
            return
        note = self._notes.note(self._call)
        with QSignalBlocker(self.field):  # shown is not written
            self.field.show_text(note.text)
        self._render_status()
        self._fold(folded=not self._is_opened and note.is_blank)

    def _fold(self, *, folded: bool) -> None:
        if folded != self.isHidden():
            self.setHidden(folded)
            self.folded.emit()

    def _render_status(self) -> None:
        if self._call is None:
            return
        note, left = self._notes.note(self._call), self.field.left_over
        said = []
        if note.trouble is not None:
            said.append(self.tr("Not saved yet. {0}").format(note.trouble.explanation))
        elif self._was_edited:
            said.append(self.tr("Saved") if note.is_kept else self.tr("Saving…"))
        if left < _NEARLY_FULL:
            said.append(self.tr("{0} characters left").format(max(left, 0)))
        if note.trouble is not None and self.status.property("role") != "danger":
            announce(self, self.tr("The note could not be saved yet."))
        dress(self.status, "muted" if note.trouble is None else "danger")
        self.status.setText(" · ".join(said))
        self.status.setVisible(bool(said) or self.field.hasFocus())

    @Slot()
    def _keep(self) -> None:
        if self._call is not None:
            self._was_edited = True
            self._notes.write(self._call, self.field.toPlainText())
            self._render_status()

    @Slot()
    def _enter(self) -> None:
        self._is_opened = True
        self._render_status()
        self.writing.emit(self.is_writing)

    @Slot(object)
    def _rest(self, reason: Qt.FocusReason) -> None:
        """Without the keyboard an empty field folds, unless it gets it back with the window."""
        self._notes.flush()
        self.writing.emit(self.is_writing)
        if reason not in _COMES_BACK:
            self._is_opened = False
            self._render()

    @Slot()
    def _leave(self) -> None:
        """Back to the button that opens it; what was written stays."""
        opener = next((sign for sign in self._openers if sign.isVisible()), None)
        if opener is not None:
            opener.setFocus(Qt.FocusReason.OtherFocusReason)
        else:
            self.field.clearFocus()

    @Slot(object)
    def _hear(self, call: Call) -> None:
        if self._call is not None and call.key == self._call.key:
            self._render()


def _is_same(before: Call, after: Call) -> bool:
    """A call keeps its key, or goes into another with all that was told of it."""
    return before.key == after.key or (bool(before.evidence) and before.evidence <= after.evidence)
