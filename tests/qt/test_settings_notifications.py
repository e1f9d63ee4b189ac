"""Settings and tray menu: how much notifications say, and when they are quiet."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

import pytest
from PySide6.QtTest import QSignalSpy

from acefone_desktop.domain.notification_settings import NotificationSettings, Preview, QuietSpan
from acefone_desktop.ui.parts.choice_box import ChoiceBox
from acefone_desktop.ui.parts.quiet_words import quiet_words
from acefone_desktop.ui.parts.toggles import Switch
from acefone_desktop.ui.settings.settings_notifications import NotificationsSection
from acefone_desktop.ui.tray.tray_icon import Tray
from tests.qt.account_desk import account_desk

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from PySide6.QtGui import QAction
    from PySide6.QtWidgets import QMenu
    from pytestqt.qtbot import QtBot

    from acefone_desktop.ui.look.theme import Theme
    from tests.qt.account_desk import AccountDesk
    from tests.qt.scene import Scene

NOON = datetime.fromisoformat("2026-03-10T12:00+00:00")
QUIET = NotificationSettings(is_quiet=True)


@dataclass
class Shown:
    """The section over settings that are kept."""

    section: NotificationsSection
    desk: AccountDesk

    @property
    def notifying(self) -> NotificationSettings:
        return self.desk.settings.state.notifying

    def box(self, caption: str) -> ChoiceBox:
        return next(box for box in self.section.findChildren(ChoiceBox) if box.accessibleName() == caption)

    def choose(self, caption: str, row: str) -> None:
        """Chooses a row by its text."""
        box = self.box(caption)
        place = box.findText(row)
        assert place >= 0, [box.itemText(each) for each in range(box.count())]
        box.setCurrentIndex(place)
        box.activated.emit(place)


@pytest.fixture
def shown(qtbot: QtBot, theme: Theme, tmp_path: Path) -> Iterator[Shown]:
    with account_desk(tmp_path) as desk:
        section = NotificationsSection(desk.settings, theme)
        qtbot.addWidget(section)
        yield Shown(section, desk)


def test_what_is_shown_is_chosen_for_an_open_and_for_a_locked_screen(shown: Shown) -> None:
    assert shown.box("Notifications show").currentText() == "Name, else the number's last digits"
    assert shown.box("On a locked screen they show").currentText() == "Neither name nor number"
    shown.choose("Notifications show", "Name and number")
    shown.choose("On a locked screen they show", "Name only")
    assert (shown.notifying.preview, shown.notifying.locked_preview) == (Preview.NAME_AND_NUMBER, Preview.NAME)


def test_the_page_asks_for_quiet_and_says_how_it_is(shown: Shown) -> None:
    begun, ended = QSignalSpy(shown.section.quiet_wanted), QSignalSpy(shown.section.quiet_end_wanted)
    box = shown.box("Quiet: nothing pops up")
    assert box.currentText() == "Not quiet"
    shown.choose("Quiet: nothing pops up", "For an hour")
    assert begun.at(0) == [QuietSpan.HOUR]
    shown.desk.settings.change(notifying=QUIET)
    assert box.currentText() == "Quiet until switched off"
    shown.choose("Quiet: nothing pops up", "Notify again")
    assert ended.count() == 1


def test_without_notifications_there_is_nothing_else_to_choose(shown: Shown) -> None:
    shown.desk.settings.change(notifications=False)
    boxes = shown.section.findChildren(ChoiceBox)
    assert boxes
    assert not any(box.isEnabled() for box in boxes)
    assert [switch.isEnabled() for switch in shown.section.findChildren(Switch)] == [True, False]


@pytest.mark.parametrize(
    ("until", "words"),
    [
        (NOON + timedelta(hours=1), "Quiet until 13:00"),
        (NOON + timedelta(hours=18), "Quiet until tomorrow, 06:00"),
        (NOON, ""),
        (NOON + timedelta(days=30), ""),  # set before somebody put the clock right
        (None, "Quiet until switched off"),
    ],
)
def test_until_when_it_is_quiet_is_said_in_the_persons_time(until: datetime | None, words: str) -> None:
    said = quiet_words(replace(QUIET, quiet_until=until), NOON).replace("1:00 PM", "13:00").replace("6:00 AM", "06:00")
    assert said.replace("\u202f", " ") == words


@pytest.fixture
def tray(scene: Scene, qtbot: QtBot) -> Tray:
    tray = Tray(scene.calls, scene.faces, scene.people, scene.past)
    qtbot.addWidget(tray.menu)
    tray.refresh_menu()
    return tray


def action(menu: QMenu, text: str) -> QAction:
    return next(each for each in menu.actions() if each.text() == text)


def test_the_trays_menu_begins_and_ends_quiet(tray: Tray) -> None:
    begun, ended = QSignalSpy(tray.quiet_wanted), QSignalSpy(tray.quiet_end_wanted)
    spans = action(tray.menu, "Quiet").menu()
    action(spans, "Until tomorrow morning").trigger()  # type: ignore[arg-type]
    assert begun.at(0) == [QuietSpan.TOMORROW]
    tray.show_quiet(QUIET)
    assert not action(tray.menu, "Quiet until switched off").isEnabled()
    action(tray.menu, "Notify again").trigger()
    assert ended.count() == 1
    tray.show_quiet(NotificationSettings())
    assert "Notify again" not in [each.text() for each in tray.menu.actions()]
