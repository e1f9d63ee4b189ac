from __future__ import annotations

import asyncio
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QCheckBox, QComboBox, QLabel, QLineEdit, QRadioButton, QSpinBox, QWidget
from pytestqt.qtbot import QtBot

from acefone_desktop.adapters.listener.limits import PATH
from acefone_desktop.bridge.account_store import AccountState, Line
from acefone_desktop.domain.errors import LinkHandlerError, StorageError, TokenRefusedError
from acefone_desktop.domain.public_address import HOOK_PATH
from acefone_desktop.domain.settings import ListenerSettings, Settings
from acefone_desktop.ui.look.theme import Theme
from acefone_desktop.ui.parts.elided_label import ElidedLabel
from acefone_desktop.ui.settings.settings_calls import countries
from acefone_desktop.ui.settings.settings_page import SettingsPage
from acefone_desktop.ui.settings.settings_system import LinkHandling, SystemSettings, SystemState
from tests.qt.account_desk import AccountDesk, LockedVault, account_desk
from tests.qt.page_scene import ACCOUNT

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")


class Shown:
    """The page over settings on disk."""

    def __init__(self, qtbot: QtBot, theme: Theme, desk: AccountDesk, system: SystemState | None = None) -> None:
        self.desk, self.system = desk, SystemSettings(system or SystemState(links=LinkHandling.OTHERS, autostart=False))
        self.looks: list[None] = []
        self.system.look_wanted.connect(lambda: self.looks.append(None))
        self.page = SettingsPage(desk.settings, desk.account, theme, self.system, desk.webhooks, desk.polling)
        self.page.resize(400, 616)
        qtbot.addWidget(self.page)
        with qtbot.waitExposed(self.page):
            self.page.show()
        self._qtbot = qtbot

    def switch(self, title: str) -> QCheckBox:
        return next(s for s in self.page.findChildren(QCheckBox) if s.text() == title)

    def button(self, text: str) -> QAbstractButton:
        return next(b for b in self.page.findChildren(QAbstractButton) if b.text() == text and b.isVisible())

    def words(self) -> str:
        return " | ".join(w.text() for w in self.page.findChildren(QLabel) if w.isVisible() and w.text())

    def kept(self, wanted: Settings) -> None:
        """Waits until the disk holds these settings."""
        self._qtbot.waitUntil(lambda: self.desk.disk.load() == wanted)


@pytest.fixture
def desk(home: Path) -> Iterator[AccountDesk]:
    with account_desk(home) as desk:
        desk.disk.save(Settings(account=ACCOUNT))
        desk.settings.take_over(desk.disk.load())
        yield desk


@pytest.fixture
def shown(qtbot: QtBot, theme: Theme, desk: AccountDesk) -> Shown:
    return Shown(qtbot, theme, desk)


@pytest.mark.parametrize(
    ("title", "setting"),
    [
        ("Ask before a phone link is called", "confirm_links"),
        ("Ask Acefone while a call is on", "polling"),
        ("Keep running in the tray", "close_to_tray"),
        ("Notifications", "notifications"),
    ],
)
@pytest.mark.parametrize("way", ["mouse", "space"])
def test_a_switch_is_kept_at_once(shown: Shown, title: str, setting: str, way: str) -> None:
    before = shown.desk.settings.state
    switch = shown.switch(title)
    if way == "mouse":
        QTest.mouseClick(switch, Qt.MouseButton.LeftButton, pos=switch.rect().center())
    else:
        switch.setFocus()
        QTest.keyClick(switch, Qt.Key.Key_Space)
    wanted = before.changed_by(**{setting: not getattr(before, setting)})
    assert shown.desk.settings.state == wanted
    shown.kept(wanted)


def test_a_switch_follows_settings_changed_elsewhere(shown: Shown) -> None:
    shown.desk.settings.change(notifications=False)
    assert not shown.switch("Notifications").isChecked()


def test_the_country_is_chosen_by_name(shown: Shown) -> None:
    box = next(b for b in shown.page.findChildren(QComboBox) if b.itemData(0))
    assert box.currentText() == "United Kingdom (+44)"
    place = box.findData("IN")
    assert box.itemText(place) == "India (+91)"
    box.setCurrentIndex(place)
    box.activated.emit(place)
    shown.kept(shown.desk.settings.state.changed_by(phone_region="IN"))


def test_every_country_has_one_name(qtbot: QtBot) -> None:
    listed = countries()
    assert len({code for code, _ in listed}) == len(listed) > 200
    assert {("GB", "United Kingdom (+44)"), ("IN", "India (+91)"), ("US", "United States (+1)")} <= set(listed)
    assert [name for _, name in listed] == sorted((name for _, name in listed), key=str.casefold)


def test_the_appearance_takes_effect_at_once(shown: Shown, theme: Theme) -> None:
    try:
        QTest.mouseClick(shown.button("Dark"), Qt.MouseButton.LeftButton)
        assert theme.is_dark
        shown.kept(shown.desk.settings.state.changed_by(theme="dark"))
    finally:
        theme.choose("light")


def test_the_arrow_keys_move_through_the_appearances(shown: Shown, theme: Theme) -> None:
    try:
        chosen = next(b for b in shown.page.findChildren(QRadioButton) if b.isChecked())
        assert chosen.text() == "As the system"
        chosen.setFocus()
        QTest.keyClick(chosen, Qt.Key.Key_Right)
        assert shown.desk.settings.state.theme == "light"
    finally:
        theme.choose("light")


def test_the_listener_shows_its_address_and_how_to_reach_it(shown: Shown) -> None:
    assert "reverse proxy or tunnel" not in shown.words()
    shown.switch("Listen for webhooks").click()
    assert "reverse proxy or tunnel" in shown.words()
    port = shown.page.findChildren(QSpinBox)[0]
    port.setValue(9100)
    port.editingFinished.emit()
    shown.kept(shown.desk.settings.state.changed_by(listener=ListenerSettings(enabled=True, port=9100)))
    addresses = [f.text() for f in shown.page.findChildren(QLineEdit) if f.text().startswith("http://")]
    assert addresses == ["http://127.0.0.1:9100/hook/…"]


def test_the_copied_address_has_the_secret_and_the_screen_does_not(shown: Shown, qtbot: QtBot) -> None:
    shown.switch("Listen for webhooks").click()
    QGuiApplication.clipboard().clear()
    shown.button("Copy with secret").click()
    qtbot.waitUntil(lambda: QGuiApplication.clipboard().text() != "")
    assert QGuiApplication.clipboard().text() == "http://127.0.0.1:8765/hook/s3cret"
    assert asyncio.run(shown.desk.vault.read("listener")) == "s3cret"
    assert all("s3cret" not in f.text() for f in shown.page.findChildren(QLineEdit))
    assert "s3cret" not in shown.words()


def test_a_secret_that_the_keyring_does_not_give_is_said_where_it_was_asked_for(
    qtbot: QtBot, theme: Theme, home: Path
) -> None:
    with account_desk(home, LockedVault()) as desk:
        shown = Shown(qtbot, theme, desk)
        shown.switch("Listen for webhooks").click()
        shown.button("Copy with secret").click()
        qtbot.waitUntil(lambda: "keyring is locked" in shown.words())
        assert shown.words().count("keyring is locked") == 1


def test_the_listener_answers_at_the_path_that_is_shown() -> None:
    assert HOOK_PATH == PATH


def test_with_no_source_of_status_the_page_says_what_that_means(shown: Shown) -> None:
    assert "cannot tell how your calls go" not in shown.words()
    shown.switch("Ask Acefone while a call is on").click()
    assert "cannot tell how your calls go" in shown.words()


def test_who_is_signed_in(shown: Shown, qtbot: QtBot) -> None:
    assert "Priya Shah" in shown.words()
    assert "Acefone UK · API token · agent 0501234560001" in shown.words()
    with qtbot.waitSignal(shown.page.change_account_wanted):
        shown.button("Change…").click()


def test_a_broken_line_says_why(shown: Shown) -> None:
    shown.desk.account._publish(AccountState(line=Line.BROKEN, trouble=TokenRefusedError()))
    assert "The token was refused (401)." in shown.words()


def test_signing_out_is_asked_about_first(shown: Shown, qtbot: QtBot) -> None:
    shown.button("Sign out").click()
    assert "contacts and history stay" in shown.words()
    assert shown.desk.settings.state.account is not None
    answers = [b for b in shown.page.findChildren(QAbstractButton) if b.text() == "Sign out" and b.isVisible()]
    assert len(answers) == 2
    answers[1].click()
    qtbot.waitUntil(lambda: "No account is set up" in shown.words())
    assert shown.desk.disk.load().account is None
    assert shown.button("Sign in…").isEnabled()


def test_a_sign_out_that_fails_says_so(qtbot: QtBot, theme: Theme, home: Path) -> None:
    with account_desk(home, LockedVault()) as desk:
        desk.disk.save(Settings(account=ACCOUNT))
        desk.settings.take_over(desk.disk.load())
        shown = Shown(qtbot, theme, desk)
        shown.page._account._sign_out()
        qtbot.waitUntil(lambda: "keyring is locked" in shown.words())
        assert desk.settings.state.account is not None


def test_without_a_tray_the_switch_says_so(shown: Shown) -> None:
    shown.system.show(replace(shown.system.state, tray_available=False))
    switch = shown.switch("Keep running in the tray")
    assert not switch.isEnabled()
    assert not switch.isChecked()
    assert "no tray" in switch.accessibleDescription()
    assert shown.desk.settings.state.close_to_tray


@pytest.mark.parametrize(
    ("links", "text", "wanted"),
    [
        (LinkHandling.OTHERS, "Open links here", True),
        (LinkHandling.PARTLY_OURS, "Open links here", True),
        (LinkHandling.OUT_OF_DATE, "Register again", True),
        (LinkHandling.OURS, "Stop", False),
    ],
)
def test_phone_links(shown: Shown, qtbot: QtBot, links: LinkHandling, text: str, wanted: bool) -> None:
    shown.system.show(replace(shown.system.state, links=links))
    with qtbot.waitSignal(shown.system.links_wanted) as asked:
        shown.button(text).click()
    assert asked.args == [wanted]


@pytest.mark.parametrize(
    ("links", "page", "offered"),
    [
        (LinkHandling.OTHERS, True, True),
        (LinkHandling.PARTLY_OURS, True, True),
        (LinkHandling.PARTLY_OURS, False, False),
        (LinkHandling.OURS, True, False),
    ],
)
def test_the_systems_own_page_is_offered_where_there_is_one_and_links_open_elsewhere(
    shown: Shown, qtbot: QtBot, links: LinkHandling, page: bool, offered: bool
) -> None:
    shown.system.show(replace(shown.system.state, links=links, link_page=page))
    buttons = [found for found in shown.page.findChildren(QAbstractButton) if found.text() == "System settings"]
    assert [button.isVisible() for button in buttons] == [offered]
    if offered:
        with qtbot.waitSignal(shown.system.link_page_wanted):
            buttons[0].click()


def test_a_failure_of_the_system_is_said(shown: Shown) -> None:
    shown.system.fail(LinkHandlerError())
    assert "registration for phone links could not be changed" in shown.words()


def test_starting_at_sign_in_is_asked_of_the_system_and_drawn_from_its_answer(shown: Shown, qtbot: QtBot) -> None:
    switch = shown.switch("Start when you sign in to this computer")
    with qtbot.waitSignal(shown.system.autostart_wanted) as asked:
        switch.click()
    assert asked.args == [True]
    shown.system.fail(StorageError())
    assert not switch.isChecked()
    shown.system.show(replace(shown.system.state, autostart=True))
    assert switch.isChecked()


def test_coming_into_view_looks_at_the_system_again(shown: Shown) -> None:
    assert len(shown.looks) == 1
    shown.page.hide()
    shown.page.show()
    assert len(shown.looks) == 2


def test_where_things_are_kept(shown: Shown, qtbot: QtBot) -> None:
    shown.system.show(replace(shown.system.state, data_folder="/data", log_file="/data/app.log", version="1.2.3"))
    assert "Acefone Desktop 1.2.3" in shown.words()
    assert {"/data", "/data/app.log"} <= {label.text() for label in shown.page.findChildren(ElidedLabel)}
    next(b for b in shown.page.findChildren(QAbstractButton) if b.accessibleName() == "Copy: Log").click()
    assert QGuiApplication.clipboard().text() == "/data/app.log"
    with qtbot.waitSignal(shown.system.folder_wanted):
        shown.button("Open data folder").click()


def test_settings_that_are_not_kept_are_said(shown: Shown) -> None:
    shown.desk.settings.not_kept.emit(StorageError())
    assert "The app's database cannot be used." in shown.words()


def test_everything_has_a_name(shown: Shown) -> None:
    shown.desk.settings.change(listener=ListenerSettings(enabled=True))
    kinds: tuple[type[QWidget], ...] = (QAbstractButton, QComboBox, QSpinBox, QLineEdit)
    found = {w for kind in kinds for w in shown.page.findChildren(kind) if w.isVisible()}
    inner = {w for w in found if isinstance(w.parent(), QSpinBox | QComboBox)}
    nameless = [w for w in found - inner if not (w.accessibleName() or w.property("text"))]
    assert nameless == []
