from __future__ import annotations

import asyncio
from dataclasses import replace
from datetime import date, datetime, timedelta
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QAbstractItemModelTester, QTest
from PySide6.QtWidgets import QLabel, QMenu, QPushButton, QToolButton, QWidget
from pytestqt.qtbot import QtBot

from acefone_desktop.bridge.history_model import HistoryModel
from acefone_desktop.domain.calls import Call
from acefone_desktop.domain.evidence import Fact
from acefone_desktop.ui.calls.call_words import Tone
from acefone_desktop.ui.history.history_page import HistoryPage
from acefone_desktop.ui.history.history_words import day_words, outcome_word
from acefone_desktop.ui.look.theme import Theme
from tests.qt.page_scene import PageScene, past_call
from tests.qt.scene import NOW, OVER, PEOPLE, RUNNING, Past, People
from tests.support.storage import opened

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")

KNOWN = past_call(
    "dl-1", "447700900123", timedelta(minutes=5), Fact.ACCEPTED, Fact.CUSTOMER_ANSWERED, Fact.ENDED, talk_s=187
)
STRANGER = past_call("dl-2", "12025550188", timedelta(days=1), Fact.REFUSED, message="Agent is not available")
NUMBERLESS = past_call("dl-3", "", timedelta(days=2), Fact.NOT_SENT)


class Shown:
    """The page over given calls."""

    def __init__(self, qtbot: QtBot, theme: Theme, *calls: Call, people: People | None = None) -> None:
        self.scene = PageScene(people=people or People(PEOPLE), past=Past(calls))
        self.model = self.scene.history
        QAbstractItemModelTester(self.model, QAbstractItemModelTester.FailureReportingMode.Fatal, self.model)
        self.page = self.scene.history_page(theme)
        self.page.resize(400, 616)
        qtbot.addWidget(self.page)
        with qtbot.waitExposed(self.page):
            self.page.show()
        self.page.activateWindow()
        self.page.setFocus()


@pytest.fixture
def shown(qtbot: QtBot, theme: Theme) -> Shown:
    return Shown(qtbot, theme, KNOWN, STRANGER, NUMBERLESS)


def words(parent: QWidget) -> str:
    return " | ".join(label.text() for label in parent.findChildren(QLabel) if label.isVisible() and label.text())


def the_sign(parent: QWidget, name: str) -> QToolButton:
    return next(b for b in parent.findChildren(QToolButton) if b.accessibleName() == name)


def the_button(parent: QWidget, text: str) -> QPushButton:
    return next(b for b in parent.findChildren(QPushButton) if b.text() == text)


def click(page: HistoryPage, row: int, *, twice: bool = False) -> None:
    view = page.list
    press = QTest.mouseDClick if twice else QTest.mouseClick
    press(view.viewport(), Qt.MouseButton.LeftButton, pos=view.visualRect(view.model().index(row, 0)).center())


def test_a_click_shows_what_happened_and_who_said_so(shown: Shown) -> None:
    click(shown.page, 0)
    text = words(shown.page.details)
    for part in (
        "Tom Field",
        "07700 900123",
        "Call ended",
        "talked 3:07",
        "caller ID Sales",
        "Call requested",
        "webhook",
    ):
        assert part in text


def test_a_long_name_leaves_room_for_what_happened(qtbot: QtBot, theme: Theme) -> None:
    tom = replace(PEOPLE[0], name="Tom " * 60)
    missed = past_call("dl-4", "447700900123", timedelta(minutes=5), Fact.ACCEPTED, Fact.CUSTOMER_MISSED)
    shown = Shown(qtbot, theme, missed, people=People((tom,)))
    click(shown.page, 0)
    assert "Tom Tom Tom Tom Tom Tom… did not answer" in words(shown.page.details)


def test_a_refused_call_gives_the_providers_words(shown: Shown) -> None:
    click(shown.page, 1)
    assert "Acefone refused the call. Acefone says: “Agent is not available”" in words(shown.page.details)


@pytest.mark.parametrize("way", ["double click", "enter", "button", "enter in the search box"])
def test_calling_again(shown: Shown, qtbot: QtBot, way: str) -> None:
    with qtbot.waitSignal(shown.page.dial_wanted) as dialled:
        if way == "double click":
            click(shown.page, 1)
            click(shown.page, 1, twice=True)
        elif way == "enter in the search box":
            QTest.keyClicks(shown.page.search, "0188")
            QTest.keyClick(shown.page.search, Qt.Key.Key_Return)
        else:
            click(shown.page, 1)
            if way == "enter":
                QTest.keyClick(shown.page.list, Qt.Key.Key_Return)
            else:
                the_button(shown.page.details, "Call again").click()
    assert dialled.args == ["+12025550188"]


def test_a_call_without_a_number_cannot_be_called_again(shown: Shown) -> None:
    dialled: list[str] = []
    shown.page.dial_wanted.connect(dialled.append)
    click(shown.page, 2)
    QTest.keyClick(shown.page.list, Qt.Key.Key_Return)
    assert dialled == []
    assert not the_button(shown.page.details, "Call again").isEnabled()
    assert "Number unknown" in words(shown.page.details)


def test_the_number_is_copied_as_a_person_reads_it(shown: Shown) -> None:
    click(shown.page, 0)
    the_sign(shown.page.details, "Copy number").click()
    assert QGuiApplication.clipboard().text() == "07700 900123"


def test_only_strangers_can_be_added_to_the_contacts(shown: Shown, qtbot: QtBot) -> None:
    click(shown.page, 0)
    assert not the_sign(shown.page.details, "Add to contacts").isVisible()
    click(shown.page, 1)
    with qtbot.waitSignal(shown.page.add_contact_wanted) as added:
        the_sign(shown.page.details, "Add to contacts").click()
    assert added.args == ["+12025550188"]


def test_a_new_contact_gives_its_calls_a_name(shown: Shown) -> None:
    click(shown.page, 1)
    contact = PEOPLE[0].__class__(name="Ines Gill", numbers=(PEOPLE[0].numbers[0].__class__("+12025550188"),))
    shown.scene.people.contacts += (contact,)
    shown.model.refresh()
    assert "Ines Gill" in words(shown.page.details)
    assert not the_sign(shown.page.details, "Add to contacts").isVisible()


def test_the_chosen_call_stays_chosen_when_newer_ones_come_in(shown: Shown) -> None:
    click(shown.page, 1)
    newer = past_call("dl-9", "447700900456", timedelta(0), Fact.ACCEPTED)
    shown.scene.past.calls = (newer, *shown.scene.past.calls)
    shown.model.refresh()
    assert shown.page.list.current == STRANGER
    assert "+1 202-555-0188" in words(shown.page.details)


def test_a_chosen_call_that_moves_on_is_drawn_anew(qtbot: QtBot, theme: Theme) -> None:
    before = past_call("dl-1", "447700900123", timedelta(minutes=1), Fact.ACCEPTED)
    shown = Shown(qtbot, theme, before)
    click(shown.page, 0)
    after = past_call("dl-1", "447700900123", timedelta(minutes=1), Fact.ACCEPTED, Fact.AGENT_MISSED)
    shown.scene.past.calls = (after,)
    shown.model.refresh()
    assert "You did not answer your phone" in words(shown.page.details)


def test_searching(shown: Shown) -> None:
    QTest.keyClicks(shown.page.search, "0188")
    assert shown.model.rowCount() == 1
    QTest.keyClicks(shown.page.search, "99")
    assert "No call matches “018899”." in words(shown.page)
    QTest.keyClick(shown.page.search, Qt.Key.Key_Escape)
    assert shown.model.rowCount() == 3


def test_an_empty_history_teaches(qtbot: QtBot, theme: Theme) -> None:
    shown = Shown(qtbot, theme)
    assert "No calls yet" in words(shown.page)
    assert not shown.page.list.isVisible()


def test_a_row_is_read_out_in_words(shown: Shown) -> None:
    def read(row: int) -> str:
        return str(shown.model.index(row).data(Qt.ItemDataRole.AccessibleTextRole))

    assert read(0).startswith("Tom Field, 07700 900123, Answered, ")
    assert read(0).endswith(", 3:07")
    assert read(1).startswith("+1 202-555-0188, Refused, ")


def test_the_menu_offers_what_fits(shown: Shown, qtbot: QtBot) -> None:
    shown.page.list.choose_row(1)
    shown.page.list.customContextMenuRequested.emit(shown.page.list.visualRect(shown.model.index(1)).center())
    (menu,) = [m for m in shown.page.findChildren(QMenu) if m.isVisible()]
    offered = {action.text(): action for action in menu.actions() if action.isVisible()}
    assert list(offered) == ["Call again", "Copy number", "Add to contacts"]
    with qtbot.waitSignal(shown.page.dial_wanted):
        offered["Call again"].trigger()
    menu.close()


@pytest.mark.parametrize(
    ("name", "word", "tone"),
    [
        ("answered", "Answered", Tone.GOOD),
        ("customer-missed", "No answer", Tone.BAD),
        ("agent-missed", "You did not answer", Tone.BAD),
        ("refused", "Refused", Tone.BAD),
        ("failed", "Not sent", Tone.BAD),
        ("unknown", "Outcome unknown", Tone.PERHAPS),
        ("unknown-settled", "Outcome unknown", Tone.PERHAPS),
    ],
)
def test_every_outcome_has_its_word(qtbot: QtBot, name: str, word: str, tone: Tone) -> None:
    assert outcome_word(OVER[name]) == (word, tone)


@pytest.mark.parametrize("name", RUNNING)
def test_a_running_call_is_in_progress(qtbot: QtBot, name: str) -> None:
    assert outcome_word(RUNNING[name]) == ("In progress", Tone.GOOD)


@pytest.mark.parametrize(
    ("day", "expected"),
    [
        (date(2026, 3, 10), ("Today", "10 Mar")),
        (date(2026, 3, 9), ("Mon", "9 Mar")),
        (date(2025, 12, 31), ("Wed", "31 Dec 25")),
        (date(2024, 12, 31), ("31 Dec", "2024")),
        (date(2099, 12, 31), ("31 Dec", "2099")),
    ],
)
def test_days_are_named_shortly(qtbot: QtBot, day: date, expected: tuple[str, str]) -> None:
    assert day_words(day, date(2026, 3, 10)) == expected


def test_calls_of_every_kind_are_painted(qtbot: QtBot, theme: Theme) -> None:
    """Whatever a source may have left out."""
    bare = [Call.of(()), past_call("dl-x", "", timedelta(0)), *OVER.values(), *RUNNING.values()]
    shown = Shown(qtbot, theme, *bare)
    for row in range(len(bare)):
        shown.page.list.choose_row(row)
        assert not shown.page.grab().isNull()


def test_a_long_history_loads_while_it_is_scrolled(qtbot: QtBot, theme: Theme, home: Path) -> None:
    with opened(home / "data") as profile:
        calls = [past_call(f"dl-{n}", f"4477009001{n:02}", timedelta(hours=n), Fact.ACCEPTED) for n in range(100)]
        asyncio.run(profile.journal.record_calls(calls))
        scene = PageScene()
        model = HistoryModel(profile.history)
        page = HistoryPage(model, scene.faces, scene.notes, theme, _now)
        qtbot.addWidget(page)
        with qtbot.waitExposed(page):
            page.show()
        assert model.rowCount() == 60
        page.list.scrollToBottom()
        qtbot.waitUntil(lambda: model.rowCount() == 100)
        assert model.row_of(calls[99].key) == 99


def _now() -> datetime:
    return NOW
