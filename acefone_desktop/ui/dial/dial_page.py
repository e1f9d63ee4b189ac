"""The place where numbers are entered and called."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

from PySide6.QtCore import QElapsedTimer, QSize, Qt, Slot
from PySide6.QtGui import QDragEnterEvent, QDropEvent, QKeyEvent, QPalette, QResizeEvent
from PySide6.QtWidgets import QAbstractButton, QApplication, QLayout, QWidget

from acefone_desktop.bridge.dialing.arrival_store import ArrivalStore
from acefone_desktop.bridge.dialing.caller_id_model import CallerIdModel
from acefone_desktop.bridge.dialing.dial_state import CallerIdReason
from acefone_desktop.domain.dial_wishes import Origin
from acefone_desktop.ui.calls.call_faces import with_extension
from acefone_desktop.ui.dial.arrival_panel import ArrivalPanel
from acefone_desktop.ui.dial.call_button import CallButton
from acefone_desktop.ui.dial.dial_room import DialRoom
from acefone_desktop.ui.dial.number_details import NumberDetails
from acefone_desktop.ui.dial.number_field import NumberField
from acefone_desktop.ui.dial.pad_place import PadPlace
from acefone_desktop.ui.dial.press_guard import PressGuard
from acefone_desktop.ui.look import tokens
from acefone_desktop.ui.look.icons import Glyph, glyph_icon
from acefone_desktop.ui.parts.choice_box import ChoiceBox
from acefone_desktop.ui.parts.layouts import button, column, row, sign_size
from acefone_desktop.ui.parts.strip import Strip, announce

if TYPE_CHECKING:
    from collections.abc import Callable

    from acefone_desktop.bridge.dialing.dial_state import DialState
    from acefone_desktop.bridge.dialing.dial_store import DialStore
    from acefone_desktop.bridge.dialing.suggestion_model import Suggestion, SuggestionModel
    from acefone_desktop.domain.calls import Call
    from acefone_desktop.domain.numbers import PhoneNumber
    from acefone_desktop.ui.dial.more_panel import MorePanel
    from acefone_desktop.ui.dial.number_choice import NumberChoice
    from acefone_desktop.ui.dial.suggestion_list import SuggestionList
    from acefone_desktop.ui.look.theme import Theme

_MORE_HEIGHT = 133
_ROOM_FOR_LIST = 420
_LEAST_WIDTH, _LEAST_HEIGHT = 300, 244
_PAD_CHARACTERS = frozenset("0123456789+*#")


def _now() -> datetime:
    return datetime.now(UTC)


class DialPage(QWidget):
    """Number field, what is known about it, suggestions, pad, caller ID and the call button."""

    def __init__(
        self,
        store: DialStore,
        suggestions: SuggestionModel,
        theme: Theme,
        now: Callable[[], datetime] = _now,
        arrivals: ArrivalStore | None = None,
    ) -> None:
        super().__init__()
        self.setObjectName("page")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._store, self._suggestions, self._theme = store, suggestions, theme
        self.field = NumberField()
        self._details = NumberDetails(theme, now)
        self._arrivals = arrivals or ArrivalStore()
        self._waiting = ArrivalPanel(self._arrivals, store, theme)
        self._choice: NumberChoice | None = None
        self._list: SuggestionList | None = None
        self._list_room = QWidget()
        self._list_layout = column(self._list_room)
        self._pad_place = PadPlace(theme, self)
        self._caller_ids = CallerIdModel(store.region)
        self._caller_id = ChoiceBox(self.tr("Caller ID"), theme)
        self._caller_id.setModel(self._caller_ids)
        self._more_toggle = button(self.tr("More"), "quiet")
        self._more_toggle.setCheckable(True)
        self._more_toggle.setIcon(glyph_icon(Glyph.CARET_DOWN_BOLD, QPalette.ColorRole.PlaceholderText))
        self._more_toggle.setIconSize(sign_size(12))
        self._more_toggle.setLayoutDirection(Qt.LayoutDirection.RightToLeft)
        self._question = Strip(theme)
        self._asked = QElapsedTimer()
        self._guard = PressGuard()
        self._more: MorePanel | None = None
        self._call = CallButton()
        self._lay_out()
        self._connect()
        self.setFocusProxy(self.field)
        self.setAcceptDrops(True)
        self.render_state(store.state)

    def render_state(self, state: DialState) -> None:
        """The only method that writes to widgets."""
        if self.field.text() and not state.text:
            self._guard.see_emptied()
        self.field.show_text(state.text)
        self.field.show_dialling(busy=state.busy)
        if self._more is not None:
            self._more.render_state(state)
        self._render_choice(state)
        if self._list is not None:
            self._render_suggestions(self._list, state)
            self._render_caller_id(state)
        self._details.render_state(state, has_matches=self._suggestions.rowCount() > 0)
        self._render_question(state)
        self._call.render_state(state, self._details.reason)
        self._arrange()

    @Slot()
    def warm_up(self) -> None:
        """Loads the numbering plans, and shows what needs them. To be called once the window is painted."""
        from acefone_desktop.ui.dial import number_facts  # noqa: F401, PLC0415 (nobody shall wait for these)
        from acefone_desktop.ui.dial.suggestion_list import SuggestionList  # noqa: PLC0415

        if self._list is None:
            self._list = SuggestionList(self._suggestions, self._theme, self._store.region)
            self._list.picked.connect(self._pick)
            self._list_layout.addWidget(self._list)
        self.render_state(self._store.state)

    def show_more(self, *, shown: bool) -> None:
        """Unfolds what few calls need, or folds it."""
        self._more_toggle.setChecked(shown)

    def call_again(self, call: Call) -> None:
        """Calls the customer of an earlier call; where we don't know whether that one went out, only fills in."""
        self._store.fill_in(with_extension(f"+{call.customer}", call.extension), Origin.HISTORY)
        self.field.setFocus(Qt.FocusReason.OtherFocusReason)
        if call.outcome is not None and call.outcome.value != "unknown":
            self._ask_to_dial()

    @Slot()
    def call_or_pick(self) -> None:
        """Enter: takes the marked number or suggestion, else calls."""
        chosen = self._list.chosen if self._list else None
        if self._store.state.candidates:
            self._store.settle_candidates()
        elif chosen is not None:
            self._pick(chosen)
        elif not self._store.state.confirming and self._guard.has_been_seen:
            self._ask_to_dial()

    def wants(self, event: QKeyEvent) -> bool:
        """Whether the key belongs to a number, so that the field takes it wherever the focus is."""
        return bool(event.text()) and (event.text() in _PAD_CHARACTERS or self.field.is_plus(event))

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802
        """Keys that no control wanted: digits go to the field wherever the focus is."""
        if self.field.take_zero(event):
            self.field.setFocus(Qt.FocusReason.OtherFocusReason)
        elif event.text() and event.text() in _PAD_CHARACTERS:
            self.field.setFocus(Qt.FocusReason.OtherFocusReason)
            self.field.type_text(event.text())
        elif event.key() == Qt.Key.Key_Backspace:
            self.field.setFocus(Qt.FocusReason.OtherFocusReason)
            self.field.backspace_significant()
        elif event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter}:
            self._press_focused(event)
        elif event.key() == Qt.Key.Key_Escape:
            self._escape()
        elif event.key() in {Qt.Key.Key_Down, Qt.Key.Key_Up}:
            self._step(1 if event.key() == Qt.Key.Key_Down else -1)
        else:
            super().keyPressEvent(event)

    def _step(self, step: int) -> None:
        if self._store.state.candidates:
            self._store.mark_candidate(self._store.state.marked + step)
        elif self._list is not None:
            self._list.step(step)

    def _press_focused(self, event: QKeyEvent) -> None:
        """Enter presses the button that has the focus; held down, it does so once."""
        focused = self.focusWidget()
        if isinstance(focused, QAbstractButton) and not event.isAutoRepeat():
            focused.click()

    def minimumSizeHint(self) -> QSize:  # noqa: N802
        """Without the pad, which gives way."""
        return QSize(_LEAST_WIDTH, _LEAST_HEIGHT)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:  # noqa: N802
        if event.mimeData().hasText():
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:  # noqa: N802
        """Text dropped anywhere on the page; what is dropped into the field goes there by itself."""
        self._store.paste(event.mimeData().text())
        self.field.setFocus(Qt.FocusReason.OtherFocusReason)
        event.acceptProposedAction()

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802
        super().resizeEvent(event)
        self._arrange()

    def _lay_out(self) -> None:
        self._more_room = column(None)
        details = row((self._details, 1), self._pad_place.toggle, spacing=tokens.SPACE_XS)
        details.setAlignment(self._pad_place.toggle, Qt.AlignmentFlag.AlignTop)
        self._page = column(
            self,
            self.field,
            details,
            self._waiting,
            (self._list_room, 1),
            self._pad_place.pad,
            row((self._caller_id, 1), self._more_toggle),
            self._more_room,
            self._question,
            self._call,
        )
        self._page.setSizeConstraint(QLayout.SizeConstraint.SetNoConstraint)

    def _connect(self) -> None:
        self._store.changed.connect(self.render_state)
        self.field.typed.connect(self._store.set_text)
        self.field.pasted.connect(self._store.paste)
        self.field.cleared.connect(self._escape)
        self.field.returnPressed.connect(self.call_or_pick)
        self._pad_place.pad.entered.connect(self.field.type_text)
        self._pad_place.turned.connect(self._turn_pad)
        self._caller_id.activated.connect(self._choose_caller_id)
        self._more_toggle.toggled.connect(self._unfold)
        self._question.closed.connect(self._leave_question)
        self._call.pressed.connect(self._aim)
        self._call.clicked.connect(self._call_now)
        self._store.shown.connect(self._show_arrived)
        self._waiting.picked.connect(self._use_waiting)
        self._waiting.left.connect(self._return_to_field)
        self._waiting.resized.connect(self._arrange)

    def _arrange(self) -> None:
        """What there is no room for gives way: the pad, also while a name is typed, then what few calls need."""
        self._waiting.fit_into(self.height())
        room = DialRoom(self, self._details, (self._question, self._waiting))
        self._page.setContentsMargins(tokens.SPACE_L, room.margin, tokens.SPACE_L, room.margin)
        more_height = self._more.sizeHint().height() if self._more is not None else _MORE_HEIGHT
        fits = room.is_for(more_height)
        self._more_toggle.setEnabled(fits)
        self._more_toggle.setToolTip("" if fits else self.tr("Make the window taller, or close the call's card"))
        is_unfolded = fits and self._more_toggle.isChecked()
        crowded = bool(self._store.state.candidates) or self._waiting.is_unfolded
        is_pad_small = self._arrange_pad(room, more_height if is_unfolded else 0, crowded=crowded)
        if self._more is not None:
            self._more.setVisible(is_unfolded and not is_pad_small)
        if self._list is not None:
            self._list.setVisible(not crowded and not is_pad_small)
        has_row = self.height() >= _ROOM_FOR_LIST if crowded else room.is_for_caller_id
        for widget in (self._caller_id, self._more_toggle):  # whom to call is chosen first
            widget.setVisible(has_row and not is_pad_small)
        self._details.setVisible(room.is_for_details or not self._question.isVisibleTo(self))

    def _arrange_pad(self, room: DialRoom, more_height: int, *, crowded: bool) -> bool:
        """The pad takes what nothing else needs, or, where the person wants it, the place of list and caller ID."""
        letters = any(character.isalpha() for character in self.field.text()) and self._store.state.number is None
        return self._pad_place.arrange(
            has_room=room.is_for_pad(more_height),
            room_without_list=room.without_list - tokens.SPACE_S,
            gives_way=letters or crowded,
        )

    @Slot()
    def _turn_pad(self) -> None:
        self._arrange()
        self._return_to_field()

    def _render_choice(self, state: DialState) -> None:
        """Several numbers in one text: all of them, with the one that stands in the field marked."""
        if self._choice is None:
            if not state.candidates:
                return
            from acefone_desktop.ui.dial.number_choice import NumberChoice  # noqa: PLC0415 (the numbering plans)

            self._choice = NumberChoice(self._store, self._theme)
            self._choice.settled.connect(self._return_to_field)
            self._list_layout.addWidget(self._choice)
        self._choice.render_state(state)

    def _render_suggestions(self, suggestions: SuggestionList, state: DialState) -> None:
        """Nothing to suggest once the number is complete; the best match is marked while a name is typed."""
        self._suggestions.set_query(None if state.is_complete else state.text)
        if state.number is None and state.text and suggestions.chosen is None:
            suggestions.step(1)

    def _render_caller_id(self, state: DialState) -> None:
        self._caller_ids.set_caller_ids(state.caller_ids)
        self._caller_id.setCurrentIndex(self._caller_ids.row_of(state.caller_id))
        reasons = {
            CallerIdReason.LAST: self.tr("as last time"),
            CallerIdReason.CONTACT: self.tr("kept for this contact"),
        }
        self._caller_id.show_note(reasons.get(state.caller_id_reason, ""))

    def _render_question(self, state: DialState) -> None:
        if state.error is not None:
            self._question.say("danger", state.error.explanation)
        elif state.confirming and state.verdict is not None:
            self._question.say("caution", self.tr("{0} Call anyway?").format(state.verdict.reason))
        else:
            self._question.hide()

    @Slot()
    def _call_now(self) -> None:
        """A double click on “Call” must not answer the question that its first click raised.

        Nor must a press call a number that came under it: the one that was there when it began is the one meant.
        """
        if not self._guard.is_meant(self._store.state.number):
            return
        if self._store.state.confirming:
            if self._asked.hasExpired(QApplication.doubleClickInterval()):
                self._store.dial(confirmed=True)
        else:
            self._ask_to_dial()

    @Slot()
    def _aim(self) -> None:
        self._guard.aim(self._store.state.number)

    @Slot(bool)
    def _show_arrived(self, exchanged: bool) -> None:  # noqa: FBT001 (Qt's signal)
        """A link's number has come into the field by itself, in place of another or of one that was just called."""
        self._guard.see_arrival(exchanged=exchanged)
        announce(self, self.tr("Number from a link: {0}").format(self._store.state.text))

    @Slot(object)
    def _use_waiting(self, number: PhoneNumber) -> None:
        """Another link's number that stood there waits from now on; the person's own choice needs no second look."""
        before = self._store.state.number
        if before is not None and self._store.is_link:
            self._arrivals.add((before,))
        self._store.show_number(number, Origin.LINK)
        self._arrivals.remove(number)
        self._guard.see_choice()
        self._return_to_field()

    @Slot()
    def _return_to_field(self) -> None:
        self.field.setFocus(Qt.FocusReason.OtherFocusReason)

    def _ask_to_dial(self) -> None:
        self._asked.start()
        self._store.dial()
        verdict = self._store.state.verdict
        reason = verdict.reason if verdict is not None and self._store.state.insisted else self._details.reason
        if reason:
            announce(self, reason)
        if self._store.state.confirming:
            self._call.setFocus(Qt.FocusReason.OtherFocusReason)

    @Slot()
    def _escape(self) -> None:
        if self._store.state.confirming:
            self._leave_question()
        elif self._store.state.candidates:
            self._store.settle_candidates()
        else:
            self._store.clear()

    @Slot()
    def _leave_question(self) -> None:
        self._store.decline()
        self._store.dismiss_error()
        self.field.setFocus(Qt.FocusReason.OtherFocusReason)

    @Slot(object)
    def _pick(self, suggestion: Suggestion) -> None:
        extension = f" ext. {suggestion.number.extension}" if suggestion.number.extension else ""
        self._store.fill_in(suggestion.number.number + extension, Origin.CONTACT)
        self.field.setFocus(Qt.FocusReason.OtherFocusReason)

    @Slot(int)
    def _choose_caller_id(self, place: int) -> None:
        self._store.choose_caller_id(self._caller_ids.caller_id(place))

    @Slot(bool)
    def _unfold(self, shown: bool) -> None:  # noqa: FBT001 (Qt's signal)
        if self._more is None:
            from acefone_desktop.ui.dial.more_panel import MorePanel  # noqa: PLC0415 (few calls need it)

            self._more = MorePanel(self._store)
            self._more_room.addWidget(self._more)
            self._more.render_state(self._store.state)
        caret = Glyph.CARET_UP_BOLD if shown else Glyph.CARET_DOWN_BOLD
        self._more_toggle.setIcon(glyph_icon(caret, QPalette.ColorRole.PlaceholderText))
        self._arrange()
