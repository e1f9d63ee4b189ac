from __future__ import annotations

import pytest
from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt
from PySide6.QtGui import QAccessible, QDropEvent, QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QComboBox, QLabel, QLineEdit, QPushButton, QSpinBox, QWidget
from pytestqt.qtbot import QtBot

from acefone_desktop.domain.dial_wishes import Origin
from acefone_desktop.domain.errors import NotSetUpError
from acefone_desktop.ui.dial.dial_pad import LONG_PRESS_MS, DialPad, PadKey
from acefone_desktop.ui.dial.dial_page import DialPage
from acefone_desktop.ui.dial.more_panel import MorePanel
from acefone_desktop.ui.dial.suggestion_list import SuggestionList
from acefone_desktop.ui.parts.choice_box import ChoiceBox
from tests.qt.scene import CALLER_IDS, OVER, Scene

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")


@pytest.fixture
def page(dial_page: DialPage) -> DialPage:
    return dial_page


def the_button(page: QWidget, text: str) -> QPushButton:
    return next(b for b in page.findChildren(QPushButton) if b.text() == text)


def the_key(page: DialPage, character: str) -> PadKey:
    return next(key for key in page.findChildren(PadKey) if key.character == character)


def accessible_name(widget: QWidget) -> str:
    interface = QAccessible.queryAccessibleInterface(widget)
    return interface.text(QAccessible.Text.Name) if interface else ""


def words(page: QWidget) -> str:
    return " | ".join(label.text() for label in page.findChildren(QLabel) if label.isVisible() and label.text())


def digits_sent(page: DialPage) -> QLineEdit:
    return next(e for e in page.findChildren(QLineEdit) if e.accessibleName() == "Digits sent")


def test_typing_formats_without_losing_the_cursor(page: DialPage) -> None:
    QTest.keyClicks(page.field, "07700900123")
    assert page.field.text() == "07700 900123"
    page.field.setCursorPosition(2)
    QTest.keyClicks(page.field, "5")
    assert page.field.text().replace(" ", "") == "075700900123"
    assert page.field.text()[: page.field.cursorPosition()].replace(" ", "") == "075"


def test_backspace_deletes_the_digit_before_a_space(page: DialPage, scene: Scene) -> None:
    scene.dial.set_text("07700900123")
    page.field.setCursorPosition(6)
    QTest.keyClick(page.field, Qt.Key.Key_Backspace)
    assert page.field.text().replace(" ", "") == "0770900123"


def test_escape_clears_and_enter_calls(page: DialPage, scene: Scene) -> None:
    QTest.keyClicks(page.field, "0770")
    QTest.keyClick(page.field, Qt.Key.Key_Escape)
    assert page.field.text() == ""
    QTest.keyClicks(page.field, "07700900123")
    QTest.keyClick(page.field, Qt.Key.Key_Return)
    assert [r.digits for r in scene.submitted] == ["447700900123"]


@pytest.mark.parametrize(
    "text", ["Call Tom on +44 7700 900123 (mobile)", "\n07700\u00a0900\u2011123 \n", "tel: 07700 900123"]
)
def test_a_paste_finds_the_number_in_its_text(page: DialPage, text: str) -> None:
    QGuiApplication.clipboard().setText(text)
    QTest.keyClick(page.field, Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier)
    assert page.field.text() == "07700 900123"


def test_a_dropped_text_finds_its_number(page: DialPage) -> None:
    data = QMimeData()
    data.setText("ring +44 7700 900123 today")
    event = QDropEvent(
        QPointF(5, 5), Qt.DropAction.CopyAction, data, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    )
    page.field.dropEvent(event)
    assert page.field.text() == "07700 900123"


def test_a_text_dropped_beside_the_field_counts_too(page: DialPage) -> None:
    data = QMimeData()
    data.setText("ring +44 7700 900123 today")
    event = QDropEvent(
        QPointF(200, 300), Qt.DropAction.CopyAction, data, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    )
    page.dropEvent(event)
    assert page.field.text() == "07700 900123"
    assert event.isAccepted()


def test_calling_again_dials_but_not_where_the_last_call_may_have_gone_out(page: DialPage, scene: Scene) -> None:
    page.call_again(OVER["unknown"])
    assert page.field.text() == "07700 900123"
    assert scene.submitted == []
    page.call_again(OVER["customer-missed"])
    assert [(r.digits, r.origin) for r in scene.submitted] == [("447700900123", Origin.HISTORY)]


def test_a_screen_reader_meets_every_control_by_name(page: DialPage, scene: Scene) -> None:
    scene.dial.set_text("999")
    names = {accessible_name(widget) for widget in page.findChildren(QWidget) if widget.isVisibleTo(page)}
    expected = {"Name or number to call", "Delete the last digit", "2 ABC", "Star", "Account default", "More", "Call"}
    assert expected <= names
    assert any("Emergency numbers cannot be called" in name for name in names)
    choice = page.findChild(ChoiceBox)
    assert choice is not None
    box = QAccessible.queryAccessibleInterface(choice)
    labels = [
        other.text(QAccessible.Text.Name) for other, kind in box.relations() if kind == QAccessible.RelationFlag.Label
    ]
    assert labels == ["Caller ID"]


def test_the_pad_types_by_mouse_and_keeps_the_focus_in_the_field(page: DialPage) -> None:
    for character in "07#*":
        QTest.mouseClick(the_key(page, character), Qt.MouseButton.LeftButton)
    assert page.field.text() == "07#*"
    assert page.field.hasFocus()


def test_holding_zero_gives_a_plus_and_no_zero(qtbot: QtBot, page: DialPage) -> None:
    zero = the_key(page, "0")
    with qtbot.waitSignal(zero.entered, timeout=LONG_PRESS_MS * 4) as entered:
        QTest.mousePress(zero, Qt.MouseButton.LeftButton)
    QTest.mouseRelease(zero, Qt.MouseButton.LeftButton)
    assert entered.args == ["+"]
    assert page.field.text() == "+"
    QTest.mouseClick(zero, Qt.MouseButton.LeftButton)
    assert page.field.text() == "+0"


def test_digits_typed_anywhere_on_the_page_reach_the_field(page: DialPage) -> None:
    box = page.findChild(ChoiceBox)
    assert box is not None
    button = the_button(page, "More")
    button.setFocus()
    QTest.keyClicks(button, "+44")
    assert page.field.text() == "+44"
    assert page.field.hasFocus()
    button.setFocus()
    QTest.keyClick(button, Qt.Key.Key_Backspace)
    assert page.field.text() == "+4"


def test_one_key_of_the_pad_is_in_the_tab_order_and_arrows_reach_the_rest(page: DialPage) -> None:
    pad = page.findChild(DialPad)
    assert pad is not None
    stops = [key for key in pad.keys if key.focusPolicy() & Qt.FocusPolicy.TabFocus]
    assert stops == [pad.keys[0]]
    pad.keys[0].setFocus(Qt.FocusReason.TabFocusReason)
    for key, expected in (
        (Qt.Key.Key_Down, "4"),
        (Qt.Key.Key_Right, "5"),
        (Qt.Key.Key_Up, "2"),
        (Qt.Key.Key_Left, "1"),
    ):
        QTest.keyClick(page.focusWidget(), key)
        focused = page.focusWidget()
        assert isinstance(focused, PadKey)
        assert focused.character == expected
    QTest.keyClick(page.focusWidget(), Qt.Key.Key_Space)
    assert page.field.text() == "1"


def test_every_control_can_be_reached_with_the_tab_key(page: DialPage, scene: Scene) -> None:
    scene.dial.set_text("07700 900123")
    page.show_more(shown=True)
    reached = set()
    for _ in range(12):
        focused = page.focusWidget()
        reached.add(type(focused).__name__ + (f" {focused.text()}" if isinstance(focused, QPushButton) else ""))
        QTest.keyClick(focused, Qt.Key.Key_Tab)
    assert {"NumberField", "ChoiceBox", "QPushButton More", "QSpinBox", "QLineEdit", "CallButton Call"} <= reached


def test_arrows_mark_a_suggestion_and_enter_takes_it_without_calling(page: DialPage, scene: Scene) -> None:
    QTest.keyClicks(page.field, "0770")
    QTest.keyClick(page.field, Qt.Key.Key_Down)
    QTest.keyClick(page.field, Qt.Key.Key_Down)
    QTest.keyClick(page.field, Qt.Key.Key_Up)
    QTest.keyClick(page.field, Qt.Key.Key_Return)
    assert page.field.text() == "07700 900123"
    assert scene.submitted == []


def test_enter_on_a_name_takes_the_best_match_and_enter_again_calls(page: DialPage, scene: Scene) -> None:
    QTest.keyClicks(page.field, "aisha")
    QTest.keyClick(page.field, Qt.Key.Key_Return)
    assert page.field.text() == "07700 900456"
    QTest.keyClick(page.field, Qt.Key.Key_Return)
    assert [(r.digits, r.caller_id) for r in scene.submitted] == [("447700900456", "442079460101")]


def test_a_doubtful_number_is_asked_about_in_the_page(page: DialPage, scene: Scene, no_double_click: None) -> None:
    QTest.keyClicks(page.field, "09098790123")
    QTest.keyClick(page.field, Qt.Key.Key_Return)
    anyway = the_button(page, "Call anyway")
    assert anyway.hasFocus()
    assert "Premium-rate number: the call can be expensive. Call anyway?" in words(page)
    QTest.qWait(2)  # the clock that tells a double click has a resolution of a millisecond
    QTest.keyClick(anyway, Qt.Key.Key_Return)
    assert [r.confirmed for r in scene.submitted] == [True]


def test_a_double_click_on_call_asks_and_does_not_answer(page: DialPage, scene: Scene) -> None:
    QTest.keyClicks(page.field, "09098790123")
    call = the_button(page, "Call")
    QTest.mouseClick(call, Qt.MouseButton.LeftButton)
    QTest.mouseClick(call, Qt.MouseButton.LeftButton)
    assert scene.dial.state.confirming
    assert scene.submitted == []


def test_escape_takes_the_question_back_first(page: DialPage, scene: Scene) -> None:
    QTest.keyClicks(page.field, "09098790123")
    QTest.keyClick(page.field, Qt.Key.Key_Return)
    QTest.keyClick(page.focusWidget(), Qt.Key.Key_Escape)
    assert not scene.dial.state.confirming
    assert page.field.text() == "0909 879 0123"
    assert page.field.hasFocus()


def test_a_refused_number_says_why_and_cannot_be_called(page: DialPage, scene: Scene) -> None:
    QTest.keyClicks(page.field, "999")
    call = the_button(page, "Call")
    assert not call.isEnabled()
    assert "Emergency numbers cannot be called" in words(page)
    assert "Emergency numbers cannot be called" in call.accessibleDescription()


def test_an_unfinished_number_is_scolded_only_when_it_is_called(page: DialPage) -> None:
    QTest.keyClicks(page.field, "0770")
    label = next(label for label in page.findChildren(QLabel) if "too short" in label.text())
    assert label.property("role") == "muted"
    QTest.keyClick(page.field, Qt.Key.Key_Return)
    assert label.property("role") == "danger"


def test_country_kind_and_local_time_stand_below_the_number(page: DialPage) -> None:
    QTest.keyClicks(page.field, "+12025550188")
    text = words(page)
    assert "United States" in text
    assert "there" in text


def test_an_extension_stands_apart(page: DialPage, scene: Scene) -> None:
    scene.dial.paste("020 7946 0777 ext. 1204")
    assert "Extension 1204" in words(page)
    page.show_more(shown=True)
    assert digits_sent(page).text() == "442079460777"


def test_more_is_whole_or_folded_where_a_tall_card_leaves_little_room(page: DialPage) -> None:
    page.show_more(shown=True)
    (more,) = page.findChildren(MorePanel)
    page.resize(400, 340)
    assert not more.isVisible()
    assert not the_button(page, "More").isEnabled()
    page.resize(400, 440)
    assert more.isVisible()
    assert more.height() >= more.minimumSizeHint().height()
    assert the_button(page, "More").isEnabled()


def test_more_sets_length_and_identifier(page: DialPage, scene: Scene) -> None:
    scene.dial.set_text("07700 900123")
    page.show_more(shown=True)
    minutes, seconds = page.findChildren(QSpinBox)
    assert (minutes.value(), seconds.value()) == (0, 0)
    minutes.setFocus()
    minutes.selectAll()
    QTest.keyClicks(minutes, "15")
    QTest.keyClick(minutes, Qt.Key.Key_Return)
    identifier = next(e for e in page.findChildren(QLineEdit) if e.accessibleName() == "Custom identifier")
    identifier.setFocus()
    QTest.keyClicks(identifier, "ticket 7")
    assert scene.dial.state.max_length_s == 900
    assert scene.dial.state.custom_identifier == "ticket 7"
    assert page.field.text() == "07700 900123"


def test_the_caller_id_can_be_chosen_and_says_why_it_was_chosen(page: DialPage, scene: Scene) -> None:
    box = page.findChild(ChoiceBox)
    assert box is not None
    assert box.currentText() == "Account default"
    scene.dial.set_text("07700 900456")
    assert box.currentText() == "Support · 020 7946 0101"
    assert box.accessibleDescription() == "kept for this contact"
    box.setFocus()
    QTest.keyClick(box, Qt.Key.Key_Up)
    assert scene.dial.state.caller_id == CALLER_IDS[0]
    assert box.accessibleDescription() == ""


def test_the_choices_have_room_to_be_hit(page: DialPage, qtbot: QtBot) -> None:
    box = page.findChild(ChoiceBox)
    assert box is not None
    box.showPopup()
    qtbot.waitUntil(lambda: box.view().isVisible())
    assert box.view().sizeHintForRow(1) >= 36
    box.hidePopup()


def test_the_wheel_does_not_change_what_customers_see(page: DialPage, scene: Scene, qtbot: QtBot) -> None:
    box = page.findChild(ChoiceBox)
    assert box is not None
    QTest.wheelEvent(box.window().windowHandle(), QPointF(box.mapTo(page, QPoint(9, 9))), QPoint(0, -120))
    assert scene.dial.state.caller_id is None


def test_an_error_is_shown_with_its_remedy_and_can_be_dismissed(page: DialPage, scene: Scene) -> None:
    scene.dial.failed(NotSetUpError())
    assert "No account is set up yet." in words(page)
    dismiss = next(b for b in page.findChildren(QAbstractButton) if b.accessibleName() == "Dismiss")
    QTest.mouseClick(dismiss, Qt.MouseButton.LeftButton)
    assert "No account is set up yet." not in words(page)


def test_the_pad_gives_way_to_a_name_and_to_a_low_window(page: DialPage) -> None:
    pad = page.findChild(DialPad)
    assert pad is not None
    assert pad.isVisible()
    QTest.keyClicks(page.field, "tom")
    assert not pad.isVisible()
    QTest.keyClick(page.field, Qt.Key.Key_Escape)
    assert pad.isVisible()
    page.resize(400, 360)
    assert not pad.isVisible()


def test_long_numbers_shrink_instead_of_being_cut(page: DialPage, scene: Scene) -> None:
    large = page.field.font().pointSizeF()
    scene.dial.set_text("+44 7700 900123 4567 8901")
    metrics = page.field.fontMetrics()
    assert page.field.font().pointSizeF() < large
    assert metrics.horizontalAdvance(page.field.text()) < page.field.width() - 72
    scene.dial.clear()
    assert page.field.font().pointSizeF() == large


def test_every_control_has_a_name_and_texts_keep_theirs(page: DialPage) -> None:
    page.show_more(shown=True)
    for control in (widget for widget in page.findChildren(QWidget) if widget.isVisibleTo(page)):
        if isinstance(control, QAbstractButton | QComboBox | QSpinBox) or type(control) is QLineEdit:
            named = control.accessibleName() or (control.text() if isinstance(control, QAbstractButton) else "")
            inner = isinstance(control.parent(), QSpinBox)
            assert named or inner, f"{control} has no name"
        if isinstance(control, QLabel):
            assert control.accessibleName() == "", f"{control.text()} would be hidden from screen readers"


def test_suggestions_are_drawn_with_rows_of_one_height(page: DialPage) -> None:
    view = page.findChild(SuggestionList)
    assert view is not None
    assert view.uniformItemSizes()
    assert view.sizeHintForRow(0) > 0
    assert view.grab().toImage().pixelColor(30, 26).alpha() > 0
