"""The popup at the tray icon: type or pick, Enter, done."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

from PySide6.QtCore import QElapsedTimer, QEvent, QPoint, QRect, QSize, Qt, QTimer, Signal, Slot
from PySide6.QtGui import QCursor, QGuiApplication, QKeyEvent
from PySide6.QtWidgets import QApplication, QFrame, QLabel

from acefone_desktop.domain.dial_wishes import Origin
from acefone_desktop.ui.dial.number_choice import NumberChoice
from acefone_desktop.ui.dial.number_details import NumberDetails
from acefone_desktop.ui.dial.number_field import NumberField
from acefone_desktop.ui.dial.suggestion_list import SuggestionList
from acefone_desktop.ui.look import tokens
from acefone_desktop.ui.look.app_mark import app_icon
from acefone_desktop.ui.look.icons import Glyph, glyph_icon
from acefone_desktop.ui.look.theme import small_font
from acefone_desktop.ui.parts.layouts import button, column, dress, icon_button, row, sign_size
from acefone_desktop.ui.parts.strip import Strip
from acefone_desktop.ui.tray.taskbar import keep_off_taskbar

if TYPE_CHECKING:
    from collections.abc import Callable

    from acefone_desktop.bridge.dialing.dial_state import DialState
    from acefone_desktop.bridge.dialing.dial_store import DialStore
    from acefone_desktop.bridge.dialing.suggestion_model import Suggestion, SuggestionModel
    from acefone_desktop.ui.look.theme import Theme

_WIDTH = 360
_HEIGHT = 440
_GAP = 8
_SETTLING_MS = 400
"""For how long after it opened the desktop may still hand the keyboard about; nobody goes elsewhere that soon."""


def _now() -> datetime:
    return datetime.now(UTC)


class QuickDial(QFrame):
    """Takes the keyboard at once; Esc, or going elsewhere, closes it. Has a store and a model of its own."""

    open_wanted = Signal()

    def __init__(
        self,
        store: DialStore,
        suggestions: SuggestionModel,
        theme: Theme,
        now: Callable[[], datetime] = _now,
        *,
        settling_ms: int = _SETTLING_MS,
    ) -> None:
        super().__init__(
            None, Qt.WindowType.Tool | Qt.WindowType.FramelessWindowHint | Qt.WindowType.WindowStaysOnTopHint
        )
        self.setObjectName("quick")
        self.setWindowTitle(self.tr("Quick dial"))
        self.setWindowIcon(app_icon())
        self._store, self._suggestions = store, suggestions
        self._title = QLabel(self.tr("Quick dial"))
        self._title.setFont(small_font(self.font()))
        dress(self._title, "muted")
        self._open = icon_button(Glyph.ARROW_RIGHT_BOLD, self.tr("Open Acefone Desktop"))
        self._field = NumberField()
        self._details = NumberDetails(theme, now)
        self._list = SuggestionList(suggestions, theme, store.region)
        self._choice = NumberChoice(store, theme)
        self._nothing = QLabel(self.tr("No favourites or recent calls yet."), wordWrap=True)
        self._nothing.setAlignment(Qt.AlignmentFlag.AlignCenter)
        dress(self._nothing, "muted")
        self._question = Strip(theme)
        self._call = button(self.tr("Call"), "call")
        self._call.setIconSize(sign_size(20))
        self._asked = QElapsedTimer()
        self._opened = QElapsedTimer()
        self._settling_ms = settling_ms
        self._settled = QTimer(self, singleShot=True, interval=settling_ms)
        self._settled.timeout.connect(self._close_if_left)
        self._lay_out()
        self._connect()
        self.setFixedSize(_WIDTH, _HEIGHT)
        self.render_state(store.state)

    def open_at(self, anchor: tuple[int, int] | None, text: str = "") -> None:
        """Opens beside the tray icon's middle; where the tray does not tell it, at the pointer or a screen corner.

        `text` is a number to be filled in: a favourite or recent number from the tray's menu. It dials nothing.
        """
        self._store.clear()
        if text:
            self._store.fill_in(text, Origin.TRAY)
        self._suggestions.refresh()
        self.render_state(self._store.state)
        self.move(place_beside(QPoint(*anchor) if anchor else pointer_or_corner(), self.size()))
        if not self.isVisible():
            keep_off_taskbar(self)
            self._opened.start()
        self.show()
        self.raise_()
        self.activateWindow()
        self._field.setFocus(Qt.FocusReason.PopupFocusReason)

    def render_state(self, state: DialState) -> None:
        """The only method that writes to widgets."""
        self._field.show_text(state.text)
        self._suggestions.set_query(None if state.is_complete else state.text)
        self._details.render_state(state, has_matches=self._suggestions.rowCount() > 0)
        if state.number is None and state.text and self._list.chosen is None:
            self._list.step(1)
        empty = self._suggestions.rowCount() == 0 and not state.text
        self._nothing.setVisible(empty)
        self._choice.render_state(state)
        self._list.setVisible(not empty and not state.candidates)
        if state.error is not None:
            self._question.say("danger", state.error.explanation)
        elif state.confirming and state.verdict is not None:
            self._question.say("caution", self.tr("{0} Call anyway?").format(state.verdict.reason))
        else:
            self._question.hide()
        self._render_call(state)

    def changeEvent(self, event: QEvent) -> None:  # noqa: N802
        super().changeEvent(event)
        if event.type() != QEvent.Type.ActivationChange or self.isActiveWindow() or not self.isVisible():
            return
        if self._opened.hasExpired(self._settling_ms):
            self.close()
        else:
            self.activateWindow()
            self._settled.start()

    @Slot()
    def _close_if_left(self) -> None:
        """The desktop has not given the keyboard back: somebody else was meant to have it."""
        if self.isVisible() and not self.isActiveWindow():
            self.close()

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802
        if event.key() == Qt.Key.Key_Escape:
            self._escape()
        elif event.key() in {Qt.Key.Key_Down, Qt.Key.Key_Up}:
            self._step(1 if event.key() == Qt.Key.Key_Down else -1)
        elif (
            event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter} and self._call.hasFocus() and not event.isAutoRepeat()
        ):
            self._call.click()
        else:
            super().keyPressEvent(event)

    def _step(self, step: int) -> None:
        if self._store.state.candidates:
            self._store.mark_candidate(self._store.state.marked + step)
        else:
            self._list.step(step)

    def _render_call(self, state: DialState) -> None:
        self._call.setVisible(state.number is not None)
        self._call.setText(self.tr("Call anyway") if state.confirming else self.tr("Call"))
        dress(self._call, "caution" if state.confirming else "call", "kind")
        self._call.setIcon(glyph_icon(Glyph.PHONE_FILL, "#2b1b00" if state.confirming else "#ffffff"))
        self._call.setEnabled(state.can_dial)

    def _lay_out(self) -> None:
        column(
            self,
            row((self._title, 1), self._open),
            self._field,
            self._details,
            (self._nothing, 1),
            (self._list, 1),
            (self._choice, 1),
            self._question,
            self._call,
            margins=(tokens.SPACE_L, tokens.SPACE_S, tokens.SPACE_L, tokens.SPACE_L),
        )

    def _connect(self) -> None:
        self._store.changed.connect(self.render_state)
        self._field.typed.connect(self._store.set_text)
        self._field.pasted.connect(self._store.paste)
        self._field.cleared.connect(self._escape)
        self._field.returnPressed.connect(self._enter)
        self._list.picked.connect(self._pick)
        self._question.closed.connect(self._leave_question)
        self._call.clicked.connect(self._call_now)
        self._open.clicked.connect(self._go_to_window)

    @Slot()
    def _enter(self) -> None:
        chosen = self._list.chosen
        if self._store.state.candidates:
            self._store.settle_candidates()
        elif chosen is not None:
            self._pick(chosen)
        elif not self._store.state.confirming:
            self._call_now()

    @Slot()
    def _call_now(self) -> None:
        if not self._store.state.confirming:
            self._asked.start()
            self._dial(confirmed=False)
        elif self._asked.hasExpired(QApplication.doubleClickInterval()):
            self._dial(confirmed=True)

    def _dial(self, *, confirmed: bool) -> None:
        self._store.dial(confirmed=confirmed)
        if self._store.state.busy:
            self.close()
        elif self._store.state.confirming:
            self._call.setFocus(Qt.FocusReason.OtherFocusReason)

    @Slot(object)
    def _pick(self, suggestion: Suggestion) -> None:
        """Fills the number in: a call is one more Enter away, never an accident."""
        extension = f" ext. {suggestion.number.extension}" if suggestion.number.extension else ""
        self._store.fill_in(suggestion.number.number + extension, Origin.TRAY)
        self._field.setFocus(Qt.FocusReason.OtherFocusReason)

    @Slot()
    def _escape(self) -> None:
        if self._store.state.confirming:
            self._leave_question()
        elif self._store.state.candidates:
            self._store.settle_candidates()
        else:
            self.close()

    @Slot()
    def _leave_question(self) -> None:
        self._store.decline()
        self._store.dismiss_error()
        self._field.setFocus(Qt.FocusReason.OtherFocusReason)

    @Slot()
    def _go_to_window(self) -> None:
        self.close()
        self.open_wanted.emit()


def pointer_or_corner() -> QPoint:
    """The pointer, when it is near an edge where trays are; else the lower right corner of its screen."""
    pointer = QCursor.pos()
    screen = QGuiApplication.screenAt(pointer) or QGuiApplication.primaryScreen()
    whole, free = screen.geometry(), screen.availableGeometry()
    on_panel = whole.contains(pointer) and not free.contains(pointer)
    near_edge = min(pointer.y() - whole.top(), whole.bottom() - pointer.y()) < tokens.NAVIGATION_SIZE
    return pointer if on_panel or near_edge else free.bottomRight()


def place_beside(anchor: QPoint, size: QSize) -> QPoint:
    """Upper left corner of a popup of `size` at `anchor`, wholly on the anchor's screen."""
    screen = QGuiApplication.screenAt(anchor) or QGuiApplication.primaryScreen()
    free: QRect = screen.availableGeometry().adjusted(_GAP, _GAP, -_GAP, -_GAP)
    above = anchor.y() > free.center().y()
    left = anchor.x() - size.width() // 2
    top = anchor.y() - size.height() - _GAP if above else anchor.y() + _GAP
    return QPoint(
        max(free.left(), min(left, free.right() - size.width() + 1)),
        max(free.top(), min(top, free.bottom() - size.height() + 1)),
    )
