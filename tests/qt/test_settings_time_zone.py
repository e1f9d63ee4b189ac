"""The time zone of Acefone's times: what was found is said, and a person may choose."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QCheckBox, QLabel, QLineEdit

from acefone_desktop.domain.server_zone import FoundZone, FoundZones
from acefone_desktop.ui.settings.settings_time_zone import TimeZoneSection
from tests.qt.account_desk import AccountDesk, account_desk
from tests.qt.page_scene import ACCOUNT

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from pytestqt.qtbot import QtBot

    from acefone_desktop.ui.look.theme import Theme

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")

NOW = datetime(2026, 1, 15, 12, tzinfo=UTC)
KOLKATA = FoundZones(ACCOUNT.base_url, FoundZone("Asia/Kolkata", 3))


@pytest.fixture
def desk(home: Path) -> Iterator[AccountDesk]:
    with account_desk(home) as made:
        made.settings.change(account=ACCOUNT)
        yield made


@pytest.fixture
def section(qtbot: QtBot, desk: AccountDesk, theme: Theme) -> TimeZoneSection:
    made = TimeZoneSection(desk.settings, theme, lambda: NOW)
    qtbot.addWidget(made)
    with qtbot.waitExposed(made):
        made.show()
    return made


def words(section: TimeZoneSection) -> str:
    return " | ".join(label.text() for label in section.findChildren(QLabel) if label.isVisible() and label.text())


def field(section: TimeZoneSection) -> QLineEdit:
    return section.findChildren(QLineEdit)[0]


def choose_oneself(section: TimeZoneSection) -> None:
    QTest.mouseClick(section.findChildren(QCheckBox)[0], Qt.MouseButton.LeftButton)


def zone_on_disk(desk: AccountDesk) -> str:
    account = desk.disk.load().account
    return account.time_zone if account else "no account"


def test_what_is_found_is_said_with_how_many_calls_told_it(section: TimeZoneSection, desk: AccountDesk) -> None:
    assert "Read as UTC until your calls have told more." in words(section)
    desk.settings.take_over(desk.settings.state.changed_by(found_zones=KOLKATA))
    assert "Found from 3 calls: UTC+5:30 (Asia/Kolkata)" in words(section)
    nepal = replace(KOLKATA, account=FoundZone("UTC+05:45", 2))
    desk.settings.take_over(desk.settings.state.changed_by(found_zones=nepal))
    assert "Found from 2 calls: UTC+5:45" in words(section)
    single = replace(KOLKATA, account=FoundZone("UTC+05:45", 1))
    desk.settings.take_over(desk.settings.state.changed_by(found_zones=single))
    assert "Found from 1 call: UTC+5:45" in words(section)
    desk.settings.take_over(desk.settings.state.changed_by(found_zones=replace(KOLKATA, base_url="https://b.invalid")))
    assert "Found" not in words(section), "that was another account"


def test_a_zone_is_chosen_by_part_of_its_name_and_kept(
    section: TimeZoneSection, desk: AccountDesk, qtbot: QtBot
) -> None:
    choose_oneself(section)
    assert field(section).isVisible()
    qtbot.waitUntil(lambda: zone_on_disk(desk) == "UTC")
    field(section).selectAll()
    QTest.keyClicks(field(section), "kolk")
    completer = field(section).completer()
    offered = [completer.completionModel().index(row, 0).data() for row in range(completer.completionCount())]
    assert offered == ["Asia/Kolkata"]
    completer.activated.emit("Asia/Kolkata")
    qtbot.waitUntil(lambda: zone_on_disk(desk) == "Asia/Kolkata")
    assert "Read as UTC+5:30 (Asia/Kolkata)." in words(section)

    choose_oneself(section)
    qtbot.waitUntil(lambda: zone_on_disk(desk) == "")
    assert not field(section).isVisible()


def test_what_names_no_zone_is_put_back(section: TimeZoneSection, desk: AccountDesk) -> None:
    choose_oneself(section)
    field(section).setText("Atlantis")
    field(section).editingFinished.emit()
    assert field(section).text() == "UTC"
    field(section).setText("america/new york")
    field(section).editingFinished.emit()
    account = desk.settings.state.account
    assert account is not None
    assert account.time_zone == "America/New_York"


def test_a_choice_that_calls_contradict_is_doubted(section: TimeZoneSection, desk: AccountDesk) -> None:
    desk.settings.take_over(
        desk.settings.state.changed_by(account=replace(ACCOUNT, time_zone="Europe/London"), found_zones=KOLKATA)
    )
    assert "Going by 3 calls, Acefone's times look like UTC+5:30 (Asia/Kolkata)." in words(section)
    agreeing = replace(KOLKATA, account=FoundZone("UTC", 3))
    desk.settings.take_over(desk.settings.state.changed_by(found_zones=agreeing))
    assert "look like" not in words(section), "winter in London"
