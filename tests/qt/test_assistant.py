from __future__ import annotations

import asyncio
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QAbstractItemModelTester, QTest
from PySide6.QtWidgets import QAbstractButton, QLabel, QLineEdit, QListView, QPushButton, QRadioButton, QWidget
from pytestqt.qtbot import QtBot

from acefone_desktop.domain.account import AccountOverview, Agent, AgentId, ServiceRegion
from acefone_desktop.domain.settings import AccountSettings
from acefone_desktop.simulator.switches import Switches
from acefone_desktop.simulator.thread import SimulatorThread
from acefone_desktop.ui.assistant.assistant import Assistant
from acefone_desktop.ui.assistant.assistant_agents import AgentModel
from acefone_desktop.ui.look.theme import Theme
from tests.qt.account_desk import AccountDesk, LockedVault, ThinkingVault, account_desk, silent_client
from tests.qt.page_scene import AGENTS

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")

GARBLED = "other.made.up"


def shown(qtbot: QtBot, theme: Theme, desk: AccountDesk) -> Assistant:
    page = Assistant(desk.settings, desk.account, theme)
    page.resize(400, 680)
    qtbot.addWidget(page)
    with qtbot.waitExposed(page):
        page.show()
    page.activateWindow()
    page.setFocus()
    return page


@pytest.fixture
def desk(home: Path) -> Iterator[AccountDesk]:
    with account_desk(home) as desk:
        yield desk


@pytest.fixture
def page(qtbot: QtBot, theme: Theme, desk: AccountDesk) -> Assistant:
    return shown(qtbot, theme, desk)


def words(parent: QWidget) -> str:
    return " | ".join(label.text() for label in parent.findChildren(QLabel) if label.isVisible() and label.text())


def the_button(parent: QWidget, text: str) -> QAbstractButton:
    return next(b for b in parent.findChildren(QAbstractButton) if b.text() == text and b.isVisible())


def the_field(parent: QWidget, name: str) -> QLineEdit:
    return next(f for f in parent.findChildren(QLineEdit) if f.accessibleName() == name and f.isVisible())


def focused() -> QWidget:
    widget = QGuiApplication.focusObject()
    assert isinstance(widget, QWidget)
    return widget


def enter(text: str = "") -> None:
    """Types into whatever has the keyboard, then presses Enter there."""
    if text:
        QTest.keyClicks(focused(), text)
    QTest.keyClick(focused(), Qt.Key.Key_Return)


def at_simulator(page: Assistant, simulator: SimulatorThread) -> None:
    """Chooses “Other address” and gives the simulator's."""
    the_button(page, "Other address").click()
    the_field(page, "Address of the API").setText(simulator.base_url)
    the_field(page, "API token").setFocus()


def is_busy(desk: AccountDesk) -> bool:
    return desk.account.state.busy


def signed_in(page: Assistant, qtbot: QtBot, simulator: SimulatorThread) -> None:
    at_simulator(page, simulator)
    enter(f"Bearer {simulator.token}")
    qtbot.waitUntil(lambda: "Who are you?" in words(page), timeout=10_000)


def test_from_nothing_to_an_account_by_keyboard_alone(
    page: Assistant, qtbot: QtBot, desk: AccountDesk, simulator: SimulatorThread
) -> None:
    assert focused() is the_field(page, "API token")
    signed_in(page, qtbot, simulator)
    enter("asha")
    qtbot.waitUntil(lambda: "Ready, Asha Rao" in words(page), timeout=10_000)
    with qtbot.waitSignal(page.finished):
        enter()
    account = desk.disk.load().account
    assert account is not None
    assert account.agent is not None
    assert (account.region, account.base_url, account.agent.name) == (
        ServiceRegion.OTHER,
        simulator.base_url,
        "Asha Rao",
    )
    assert asyncio.run(desk.vault.read("token")) == simulator.token
    assert desk.settings.state.account == account


def test_the_token_leaves_the_screen_once_it_is_kept(page: Assistant, qtbot: QtBot, simulator: SimulatorThread) -> None:
    signed_in(page, qtbot, simulator)
    enter("asha")
    qtbot.waitUntil(lambda: "Ready" in words(page), timeout=10_000)
    assert all(simulator.token not in field.text() for field in page.findChildren(QLineEdit))


def test_e_mail_and_password(page: Assistant, qtbot: QtBot, desk: AccountDesk, simulator: SimulatorThread) -> None:
    at_simulator(page, simulator)
    the_button(page, "E-mail and password").click()
    the_field(page, "E-mail address or login id").setFocus()
    enter(simulator.account.email)
    assert "Enter your password." in words(page)
    enter(simulator.account.password)
    qtbot.waitUntil(lambda: "Who are you?" in words(page), timeout=10_000)
    enter("asha")
    qtbot.waitUntil(lambda: "Ready" in words(page), timeout=10_000)
    account = desk.disk.load().account
    assert account is not None
    assert (account.sign_in, account.email) == ("login", simulator.account.email)
    assert asyncio.run(desk.vault.read("password")) == simulator.account.password
    assert sum(request.path == "/v1/auth/login" for request in simulator.requests) <= 2


@pytest.mark.parametrize(
    ("pasted", "reason"),
    [
        ("eyJh********************ature", "masked token"),
        ("hello", "does not look like an Acefone token"),
        ("", "Paste your API token first."),
    ],
)
def test_what_is_no_token_is_refused_with_the_reason_and_nothing_is_sent(
    page: Assistant, desk: AccountDesk, pasted: str, reason: str
) -> None:
    enter(pasted)
    assert reason in words(page)
    assert not is_busy(desk)
    assert focused() is the_field(page, "API token")


@pytest.mark.parametrize(
    "address", ["", "acefone.example", "http://api.example.test", "https://user:pw@api.example.test"]
)
def test_an_address_that_cannot_be_used_is_refused(page: Assistant, desk: AccountDesk, address: str) -> None:
    the_button(page, "Other address").click()
    field = the_field(page, "Address of the API")
    field.setFocus()
    enter(address)
    assert "This address cannot be used" in words(page)
    assert focused() is field
    assert not is_busy(desk)


@pytest.mark.parametrize(
    ("switches", "token", "sentence"),
    [
        (Switches(rate_limit=0), GARBLED, "API Tokens and paste it here."),
        (
            Switches(rate_limit=0, allowed_paths=("live_calls",), forbidden_has_success=True),
            "",
            "valid but may not do this (403). It lacks: users, my_number.",
        ),
        (Switches(rate_limit=0, allowed_paths=()), "", "check the region first"),
    ],
)
def test_a_bad_token_missing_rights_and_a_wrong_region_read_differently(
    page: Assistant, qtbot: QtBot, simulator: SimulatorThread, switches: Switches, token: str, sentence: str
) -> None:
    simulator.switches = switches
    at_simulator(page, simulator)
    enter(token or simulator.token)
    qtbot.waitUntil(lambda: sentence in words(page), timeout=10_000)
    assert focused() is the_field(page, "API token")
    assert the_button(page, "Check and continue").isEnabled()


def test_typing_takes_the_error_away(page: Assistant) -> None:
    enter("hello")
    QTest.keyClicks(focused(), "x")
    assert "does not look like" not in words(page)


@pytest.mark.parametrize("way", ["button", "escape"])
def test_a_check_can_be_cancelled(qtbot: QtBot, theme: Theme, home: Path, way: str) -> None:
    with account_desk(home, connect=silent_client) as desk:
        page = shown(qtbot, theme, desk)
        enter(GARBLED)
        assert is_busy(desk)
        assert not the_button(page, "Checking…").isEnabled()
        if way == "button":
            enter()
        else:
            QTest.keyClick(focused(), Qt.Key.Key_Escape)
        assert not is_busy(desk)
        assert the_button(page, "Check and continue").isEnabled()
        assert focused() is the_field(page, "API token")


def test_what_a_cancelled_check_would_have_said_is_not_heard(
    qtbot: QtBot, theme: Theme, home: Path, simulator: SimulatorThread
) -> None:
    with account_desk(home) as desk:
        page = shown(qtbot, theme, desk)
        at_simulator(page, simulator)
        enter(GARBLED)
        QTest.keyClick(focused(), Qt.Key.Key_Escape)
        the_field(page, "API token").clear()
        enter(simulator.token)
        qtbot.waitUntil(lambda: "Who are you?" in words(page), timeout=10_000)
        assert desk.account.state.error is None


def test_a_keyring_that_keeps_one_waiting_is_explained(
    qtbot: QtBot, theme: Theme, home: Path, simulator: SimulatorThread
) -> None:
    with account_desk(home, ThinkingVault()) as desk:
        page = shown(qtbot, theme, desk)
        signed_in(page, qtbot, simulator)
        enter("asha")
        qtbot.waitUntil(lambda: "asking you for its password" in words(page), timeout=10_000)
        assert not the_button(page, "Back").isEnabled()


def test_a_locked_keyring_offers_to_try_again_and_this_session_only(
    qtbot: QtBot, theme: Theme, home: Path, simulator: SimulatorThread
) -> None:
    vault = LockedVault()
    with account_desk(home, vault) as desk:
        page = shown(qtbot, theme, desk)
        signed_in(page, qtbot, simulator)
        enter("asha")
        qtbot.waitUntil(lambda: "The system's keyring is locked." in words(page), timeout=10_000)
        assert desk.disk.load().account is None
        the_button(page, "Try again").click()
        qtbot.waitUntil(lambda: not is_busy(desk), timeout=10_000)
        assert "The system's keyring is locked." in words(page)
        assert focused() is the_button(page, "Continue for this session only")
        enter()
        qtbot.waitUntil(lambda: "You are signed in for this session" in words(page), timeout=10_000)
        assert asyncio.run(desk.session_vault.read("token")) == simulator.token


def test_trying_again_after_unlocking_keeps_the_secret(
    qtbot: QtBot, theme: Theme, home: Path, simulator: SimulatorThread
) -> None:
    vault = LockedVault()
    with account_desk(home, vault) as desk:
        page = shown(qtbot, theme, desk)
        signed_in(page, qtbot, simulator)
        enter("asha")
        qtbot.waitUntil(lambda: "locked" in words(page), timeout=10_000)
        vault.locked = False
        the_button(page, "Try again").click()
        qtbot.waitUntil(lambda: "Ready, Asha Rao" in words(page), timeout=10_000)
        assert "for this session" not in words(page)
        assert asyncio.run(vault.read("token")) == simulator.token


def test_back_leads_to_the_sign_in_with_what_was_entered(
    page: Assistant, qtbot: QtBot, simulator: SimulatorThread
) -> None:
    signed_in(page, qtbot, simulator)
    the_button(page, "Back").click()
    assert the_field(page, "Address of the API").text() == simulator.base_url
    assert simulator.token in the_field(page, "API token").text()


def test_nobody_is_chosen_for_one_and_status_is_said_in_words(
    page: Assistant, qtbot: QtBot, simulator: SimulatorThread
) -> None:
    signed_in(page, qtbot, simulator)
    assert not the_button(page, "This is me").isEnabled()
    model = page.findChildren(QListView)[0].model()
    lines = [model.index(row, 0).data(Qt.ItemDataRole.AccessibleTextRole) for row in range(model.rowCount())]
    assert any("Status unknown" in line for line in lines)
    assert not any("Status 7" in line for line in lines)
    assert any("Offline" in line for line in lines)
    for number in simulator.numbers[:2]:
        assert number[-4:] in words(page)


def test_an_account_without_agents_is_explained(page: Assistant) -> None:
    page._agents.show_overview(AccountOverview((), ()), None)
    page._show_step(1)
    assert "This account has no user with a phone." in words(page)
    assert not the_button(page, "This is me").isEnabled()
    assert focused() is the_button(page, "Back")


def test_a_user_whose_calls_may_be_refused_is_warned(page: Assistant) -> None:
    page._agents.show_overview(AccountOverview((Agent(AgentId("1"), "Ada", status="4"),), ()), None)
    page._show_step(1)
    assert "“Offline”: calls may be refused." in words(page)
    assert the_button(page, "This is me").isEnabled()


def test_without_an_account_the_demo_is_offered(page: Assistant, qtbot: QtBot) -> None:
    with qtbot.waitSignal(page.demo_wanted):
        the_button(page, "Try it without an account").click()


def test_an_account_that_is_set_up_can_be_kept(qtbot: QtBot, theme: Theme, home: Path) -> None:
    with account_desk(home) as desk:
        account = AccountSettings(region=ServiceRegion.INDIA, sign_in="login", email="priya@example.test")
        desk.settings.take_over(desk.settings.state.changed_by(account=account))
        page = shown(qtbot, theme, desk)
        assert the_field(page, "E-mail address or login id").text() == "priya@example.test"
        assert next(b.text() for b in page.findChildren(QRadioButton) if b.isChecked()) == "Acefone India"
        assert focused() is the_field(page, "Password")
        with qtbot.waitSignal(page.finished):
            the_button(page, "Keep the present account").click()


def test_a_secret_is_hidden_until_it_is_asked_for(page: Assistant) -> None:
    field = the_field(page, "API token")
    assert field.echoMode() is QLineEdit.EchoMode.Password
    show = next(b for b in page.findChildren(QAbstractButton) if b.accessibleName() == "Show" and b.isVisible())
    show.click()
    assert field.echoMode() is QLineEdit.EchoMode.Normal
    assert (show.accessibleName(), show.isChecked(), show.toolTip()) == ("Show", True, "Hide")


def test_tab_reaches_everything_in_reading_order(page: Assistant) -> None:
    page.findChildren(QRadioButton)[0].setFocus()
    seen = []
    for _ in range(6):
        widget = focused()
        seen.append(widget.accessibleName() or widget.property("text"))
        QTest.keyClick(widget, Qt.Key.Key_Tab)
    assert seen == ["Acefone UK", "API token", "API token", "Show", "Check and continue", "Try it without an account"]


def test_agents_are_found_by_name_id_and_phone(qtbot: QtBot) -> None:
    model = AgentModel()
    QAbstractItemModelTester(model, QAbstractItemModelTester.FailureReportingMode.Fatal, model)
    model.set_agents(AGENTS)
    assert model.rowCount() == len(AGENTS)
    for text in (AGENTS[3].name.upper(), str(AGENTS[3].id), AGENTS[3].phone):
        model.set_text(text)
        found = [model.agent(row) for row in range(model.rowCount())]
        assert AGENTS[3] in found
        assert len(found) < len(AGENTS)


def test_buttons_say_what_they_do(page: Assistant) -> None:
    nameless = [b for b in page.findChildren(QPushButton) if b.isVisible() and not b.text()]
    assert nameless == []
