"""Many links, and links that meet a number field in use: nothing lost, nothing exchanged under a finger."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QPushButton

from acefone_desktop.app.desktop import link_desk
from acefone_desktop.app.desktop.window_run import take_message
from acefone_desktop.app.instance.instance_messages import Message
from acefone_desktop.bridge.dialing.arrival_store import MOST_LISTED
from acefone_desktop.domain.dial_wishes import Origin
from acefone_desktop.ui.dial import press_guard
from acefone_desktop.ui.dial.arrival_panel import ArrivalPanel
from acefone_desktop.ui.dial.candidate_list import CandidateList
from tests.qt.running_app import Desk, await_line, said

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from pytestqt.qtbot import QtBot

    from acefone_desktop.app.desktop.desktop_app import DesktopApp
    from acefone_desktop.simulator.thread import SimulatorThread
    from acefone_desktop.ui.look.theme import Theme

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support", "No such signal QPlatformNativeInterface")
STORM = 1_000


def link(number: int) -> str:
    """A number kept for fiction: the first thousand mobiles, then London."""
    return f"tel:+447700900{number:03}" if number < STORM else f"tel:+442079460{number - STORM:03}"


@pytest.fixture
def desk(theme: Theme, tmp_path: Path) -> Desk:
    return Desk(theme, tmp_path)


@contextmanager
def ready(desk: Desk, simulator: SimulatorThread, qtbot: QtBot, **wanted: object) -> Iterator[DesktopApp]:
    desk.set_up(simulator, **wanted)
    with desk.running() as app:
        await_line(qtbot, app)
        app.windows.main.dial_page.warm_up()
        yield app


def waiting(app: DesktopApp) -> list[str]:
    return [number.display for number in app.parts.arrivals.state.numbers]


def is_busy(app: DesktopApp) -> bool:
    """Whether a call is being placed from the window."""
    return app.parts.dial.state.busy


def press(app: DesktopApp, text: str) -> None:
    page = app.windows.main.dial_page
    found = next(b for b in page.findChildren(QPushButton) if b.text() == text and b.isVisible())
    QTest.mouseClick(found, Qt.MouseButton.LeftButton)


def settle(app: DesktopApp, qtbot: QtBot) -> None:
    desk = app._links
    qtbot.waitUntil(lambda: not desk._came and not desk._settling.isActive(), timeout=10_000)


def test_a_storm_shows_one_window_and_a_count(desk: Desk, simulator: SimulatorThread, qtbot: QtBot) -> None:
    raised: list[int] = []
    with ready(desk, simulator, qtbot) as app:
        app.windows.wanted.connect(lambda: raised.append(1))
        for number in range(STORM):
            app.show_link(link(number))
        settle(app, qtbot)
        assert app.parts.dial.state.text == "07700 900999", "what was clicked last is what is meant"
        assert app.parts.arrivals.state.count == STORM - 1
        assert waiting(app) == [f"07700 900{n:03}" for n in range(998, 998 - MOST_LISTED, -1)]
        assert "999 more links arrived. The last 100 are listed." in said(app)
        qtbot.waitUntil(lambda: not app._links._front._pause.isActive())
        assert 1 <= len(raised) <= 2 + 10_000 // link_desk.RAISE_EVERY_MS
        assert len(raised) <= STORM / 50
    assert simulator.dials() == []


def test_one_link_after_the_other_leaves_nothing_waiting_once_each_was_seen(
    desk: Desk, simulator: SimulatorThread, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    with ready(desk, simulator, qtbot) as app:
        app.show_link(link(1))
        settle(app, qtbot)
        app.show_link(link(2))
        assert app.parts.dial.state.text == "07700 900002", "shown at once"
        assert waiting(app) == ["07700 900001"], "it came a moment ago, and may not have been seen"
        settle(app, qtbot)
        monkeypatch.setattr(link_desk, "NOTICED_AFTER_MS", 1)
        QTest.qWait(5)
        app.show_link(link(3))
        assert waiting(app) == ["07700 900001"]
        app.show_link(link(1))
        settle(app, qtbot)
        assert app.parts.dial.state.text == "07700 900001"
        assert "07700 900001" not in waiting(app), "it is seen now"


def test_a_storm_of_links_that_dial_at_once_places_one_call(
    desk: Desk, simulator: SimulatorThread, qtbot: QtBot
) -> None:
    with ready(desk, simulator, qtbot, confirm_links=False) as app:
        for number in range(200, 240):
            app.show_link(link(number))
        settle(app, qtbot)
        qtbot.waitUntil(lambda: bool(app.parts.calls.state.calls) and not is_busy(app))
        qtbot.waitUntil(lambda: app.parts.dial.state.text == "07700 900239")
        settle(app, qtbot)
        assert app.parts.arrivals.state.count == 38
        assert [dial["destination_number"] for dial in simulator.dials()] == ["447700900200"]


def test_links_dial_at_once_no_more_often_than_a_person_can_follow(
    desk: Desk, simulator: SimulatorThread, qtbot: QtBot
) -> None:
    with ready(desk, simulator, qtbot, confirm_links=False) as app:
        app.show_link(link(200))
        qtbot.waitUntil(lambda: bool(simulator.dials()) and not is_busy(app))
        settle(app, qtbot)
        app.show_link(link(201))
        assert not is_busy(app)
        assert app.parts.dial.state.text == "07700 900201"
        settle(app, qtbot)
        qtbot.waitUntil(lambda: app._links._dialled.hasExpired(link_desk.AT_ONCE_EVERY_MS), timeout=10_000)
        app.show_link(link(202))
        assert is_busy(app)
        qtbot.waitUntil(lambda: not is_busy(app))
    assert len(simulator.dials()) == 2


@pytest.mark.parametrize("confirm_links", [True, False])
def test_a_number_being_typed_stays_and_the_link_can_be_used(
    desk: Desk, simulator: SimulatorThread, qtbot: QtBot, confirm_links: bool
) -> None:
    with ready(desk, simulator, qtbot, confirm_links=confirm_links) as app:
        field = app.windows.main.dial_page.field
        QTest.keyClicks(field, "0207")
        field.setCursorPosition(2)
        app.show_link(link(123))
        assert (field.text(), field.cursorPosition()) == ("020 7", 2)
        assert field.hasFocus()
        assert "Another link arrived: 07700 900123" in said(app)
        press(app, "Use")
        assert field.text() == "07700 900123"
        assert "link" not in said(app)
        assert field.hasFocus()
        QTest.keyClick(field, Qt.Key.Key_Return)
        assert is_busy(app), "who chose a number has seen it"
        qtbot.waitUntil(lambda: not is_busy(app))
    assert [dial["destination_number"] for dial in simulator.dials()] == ["447700900123"]


def test_a_number_that_is_asked_about_is_not_exchanged(desk: Desk, simulator: SimulatorThread, qtbot: QtBot) -> None:
    with ready(desk, simulator, qtbot) as app:
        app.show_link("tel:+449098790123")
        settle(app, qtbot)
        app.parts.dial.dial()
        app.show_link(link(124))
        assert app.parts.dial.state.confirming
        assert app.parts.dial.state.text == "0909 879 0123"
        assert waiting(app) == ["07700 900124"]


def test_numbers_to_choose_from_are_not_taken_away(desk: Desk, simulator: SimulatorThread, qtbot: QtBot) -> None:
    with ready(desk, simulator, qtbot) as app:
        app.parts.dial.fill_in("020 7946 0123 or 07700 900123", Origin.HOTKEY)
        app.show_link(link(124))
        assert len(app.parts.dial.state.candidates) == 2
        assert waiting(app) == ["07700 900124"]


def test_a_press_that_meets_a_changing_number_calls_nobody(
    desk: Desk, simulator: SimulatorThread, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    with ready(desk, simulator, qtbot) as app:
        page = app.windows.main.dial_page
        call = next(b for b in page.findChildren(QPushButton) if b.text() == "Call")
        app.show_link(link(1))
        settle(app, qtbot)
        monkeypatch.setattr(press_guard, "SEEN_AFTER_MS", 60_000)
        app.show_link(link(2))
        QTest.mouseClick(call, Qt.MouseButton.LeftButton)
        QTest.keyClick(page.field, Qt.Key.Key_Return)
        assert not is_busy(app), "nobody has read a number this fast"
        settle(app, qtbot)
        monkeypatch.setattr(press_guard, "SEEN_AFTER_MS", 0)
        QTest.mousePress(call, Qt.MouseButton.LeftButton)
        app.show_link(link(3))
        QTest.qWait(2)
        QTest.mouseRelease(call, Qt.MouseButton.LeftButton)
        assert not is_busy(app), "the press was meant for another number"
        QTest.mouseClick(call, Qt.MouseButton.LeftButton)
        assert is_busy(app)
        qtbot.waitUntil(lambda: not is_busy(app))
    assert [dial["destination_number"] for dial in simulator.dials()] == ["447700900003"]


def test_a_number_that_came_into_an_empty_field_is_called_as_soon_as_somebody_wants(
    desk: Desk, simulator: SimulatorThread, qtbot: QtBot
) -> None:
    with ready(desk, simulator, qtbot) as app:
        field = app.windows.main.dial_page.field
        app.show_link(link(123))
        QTest.keyClick(field, Qt.Key.Key_Return)
        assert is_busy(app)
        app.show_link(link(124))
        qtbot.waitUntil(lambda: field.text() == "07700 900124")
        QTest.keyClick(field, Qt.Key.Key_Return)
        assert not is_busy(app), "a second press on Enter was meant for the first number"
    assert [dial["destination_number"] for dial in simulator.dials()] == ["447700900123"]


def test_the_list_of_waiting_links_is_chosen_from_with_the_keyboard(
    desk: Desk, simulator: SimulatorThread, qtbot: QtBot
) -> None:
    with ready(desk, simulator, qtbot) as app:
        for number in range(1, 5):
            app.show_link(link(number))
        settle(app, qtbot)
        page = app.windows.main.dial_page
        show = next(b for b in page.findChildren(QPushButton) if b.text() == "Show" and b.isVisible())
        assert show.focusPolicy() & Qt.FocusPolicy.TabFocus
        show.setFocus()
        QTest.keyClick(show, Qt.Key.Key_Return)
        (view,) = page.findChildren(CandidateList)
        assert view.hasFocus()
        assert view.currentIndex().row() == 0, "the first is chosen already"
        QTest.keyClick(view, Qt.Key.Key_Escape)
        assert not view.isVisible()
        assert page.field.hasFocus()
        press(app, "Show")
        QTest.keyClick(view, Qt.Key.Key_Down)
        QTest.keyClick(view, Qt.Key.Key_Return)
        assert page.field.text() == "07700 900002"
        assert waiting(app) == ["07700 900004", "07700 900003", "07700 900001"], "what it took the place of waits now"
        panel = page.findChild(ArrivalPanel)
        assert panel is not None
        cross = next(b for b in panel.findChildren(QAbstractButton) if b.accessibleName() == "Dismiss")
        QTest.mouseClick(cross, Qt.MouseButton.LeftButton)
        assert not panel.isVisible()
        assert waiting(app) == []
        assert page.field.text() == "07700 900002"
    assert simulator.dials() == []


@pytest.mark.parametrize("away", ["minimised", "hidden"])
def test_a_link_brings_the_window_back_wherever_it_was(
    desk: Desk, simulator: SimulatorThread, qtbot: QtBot, away: str
) -> None:
    with ready(desk, simulator, qtbot) as app:
        window = app.windows.main
        window.showMinimized() if away == "minimised" else window.hide()
        app.show_link(link(123))
        assert window.isVisible()
        assert not window.isMinimized()
        assert window.dial_page.field.text() == "07700 900123"


def test_what_is_raised_later_is_raised_in_the_name_of_the_last_click(
    desk: Desk, simulator: SimulatorThread, qtbot: QtBot
) -> None:
    with ready(desk, simulator, qtbot) as app:
        tokens: list[str] = []
        app.windows.wanted.connect(lambda: tokens.append(app.windows.raising.token))
        for number, token in enumerate(("first", "", "second", "")):
            take_message(app, Message("link", link(number), token))
        qtbot.waitUntil(lambda: len(tokens) == 2)
        qtbot.waitUntil(lambda: not app._links._front._pause.isActive())
        assert tokens == ["first", "second"]
        assert app.windows.raising.token == ""


def test_many_links_without_a_number_are_one_sentence(desk: Desk, simulator: SimulatorThread, qtbot: QtBot) -> None:
    with ready(desk, simulator, qtbot) as app:
        for _ in range(50):
            app.show_link("tel:nobody")
        assert said(app).count("This link holds no phone number.") == 1
