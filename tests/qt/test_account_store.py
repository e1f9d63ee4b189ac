"""Signing in and out through the store, with the simulated account on the other side of real HTTP."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import pytest
from PySide6.QtTest import QSignalSpy

from acefone_desktop.adapters.vault.session_vault import SessionVault
from acefone_desktop.app.compose import Foundation
from acefone_desktop.app.desktop.desktop_parts import DesktopParts, Vaults
from acefone_desktop.bridge.account_store import Line
from acefone_desktop.domain.account import AccountOverview, AgentId, ApiToken, Login
from acefone_desktop.domain.dialing import Dialed, DialOutcome, DialRequest
from acefone_desktop.domain.errors import (
    AcefoneDesktopError,
    CallIdUnknownError,
    NotSetUpError,
    TokenRefusedError,
    VaultLockedError,
)
from acefone_desktop.services.account import PASSWORD, TOKEN
from tests.qt.running_app import AGENT, Desk, choice_of, settled
from tests.qt.scene import RUNNING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from pytestqt.qtbot import QtBot

    from acefone_desktop.simulator.thread import SimulatorThread
    from acefone_desktop.ui.look.theme import Theme

REQUEST = DialRequest(digits="447700900123", agent_id=AgentId(AGENT.id))


class LockedVault(SessionVault):
    """The system's keyring while nobody unlocks it."""

    locked = True

    async def read(self, name: str) -> str | None:
        self._insist()
        return await super().read(name)

    async def write(self, name: str, secret: str) -> None:
        self._insist()
        await super().write(name, secret)

    async def delete(self, name: str) -> None:
        self._insist()
        await super().delete(name)

    def _insist(self) -> None:
        if self.locked:
            raise VaultLockedError


class BusyVault(SessionVault):
    """A keyring that takes so long to remove a secret that something else happens meanwhile."""

    meanwhile: Callable[[], None] = staticmethod(lambda: None)

    async def delete(self, name: str) -> None:
        await super().delete(name)
        self.meanwhile()


@dataclass
class Asker:
    """Who asked for a call."""

    outcome: DialOutcome | None = None
    error: AcefoneDesktopError | None = None

    def landed(self, outcome: DialOutcome) -> None:
        self.outcome = outcome

    def failed(self, error: AcefoneDesktopError) -> None:
        self.error = error


@pytest.fixture
def desk(theme: Theme, tmp_path: Path) -> Desk:
    return Desk(theme, tmp_path)


@pytest.fixture
def parts(desk: Desk, request: pytest.FixtureRequest) -> Iterator[DesktopParts]:
    """Everything behind the windows; a test that wants an account has `set_up` before."""
    foundation = Foundation(desk.places)
    parts = DesktopParts(foundation, desk.settings.load(), Vaults(desk.vault, SessionVault()))
    yield parts
    parts.account.close().result(2)
    parts.network.close()
    foundation.close()


@pytest.fixture
def set_up(desk: Desk, simulator: SimulatorThread) -> None:
    desk.set_up(simulator)


@pytest.fixture
def locked(desk: Desk) -> LockedVault:
    desk.vault = vault = LockedVault()
    return vault


@pytest.fixture
def busy(desk: Desk) -> BusyVault:
    desk.vault = vault = BusyVault()
    return vault


def await_line(qtbot: QtBot, parts: DesktopParts, line: Line = Line.READY) -> None:
    qtbot.waitUntil(lambda: parts.account.state.line is line)


def idle(qtbot: QtBot, parts: DesktopParts) -> None:
    qtbot.waitUntil(lambda: not parts.account.state.busy)


# --- looking around -------------------------------------------------------------------------------------------------


def test_a_check_finds_agents_and_numbers_and_keeps_nothing(
    parts: DesktopParts, desk: Desk, simulator: SimulatorThread, qtbot: QtBot
) -> None:
    parts.account.check(simulator.base_url, ApiToken(simulator.token))
    assert parts.account.state.busy
    idle(qtbot, parts)
    overview = parts.account.state.overview
    assert overview is not None
    assert overview.agents[0].id == simulator.agent_id
    assert len(overview.caller_ids) == len(simulator.numbers)
    assert desk.keyring.held == {}
    assert desk.settings.load().account is None


def test_a_refused_token_is_told_until_forgotten(parts: DesktopParts, simulator: SimulatorThread, qtbot: QtBot) -> None:
    parts.account.check(simulator.base_url, ApiToken(simulator.account.blacklisted_token))
    idle(qtbot, parts)
    assert isinstance(parts.account.state.error, TokenRefusedError)
    parts.account.forget_error()
    assert parts.account.state.error is None


def test_of_a_cancelled_check_nothing_more_is_heard(
    parts: DesktopParts, simulator: SimulatorThread, qtbot: QtBot
) -> None:
    spy = QSignalSpy(parts.account.changed)
    parts.account.check(simulator.base_url, ApiToken(simulator.account.blacklisted_token))
    parts.account.cancel_check()
    assert not parts.account.state.busy
    parts.account.check(simulator.base_url, ApiToken(simulator.token))
    idle(qtbot, parts)
    assert parts.account.state.overview is not None
    assert [spy.at(row)[0].error for row in range(spy.count())] == [None] * spy.count()


# --- keeping and forgetting -----------------------------------------------------------------------------------------


def test_a_kept_account_opens_its_line(
    parts: DesktopParts, desk: Desk, simulator: SimulatorThread, qtbot: QtBot
) -> None:
    parts.account.save(choice_of(simulator))
    await_line(qtbot, parts)
    assert desk.keyring.held == {TOKEN: simulator.token}
    qtbot.waitUntil(lambda: desk.settings.load() == parts.settings.state)
    account = desk.settings.load().account
    assert account is not None
    assert account.agent == AGENT


def test_settings_changed_while_an_account_is_kept_are_kept_too(
    parts: DesktopParts, desk: Desk, simulator: SimulatorThread, qtbot: QtBot
) -> None:
    parts.settings.change(theme="dark")
    parts.account.save(choice_of(simulator))
    parts.settings.change(notifications=False)
    await_line(qtbot, parts)
    parts.settings.change(window_geometry="abcd")
    qtbot.waitUntil(lambda: desk.settings.load() == parts.settings.state)
    kept = desk.settings.load()
    assert (kept.theme, kept.notifications, kept.window_geometry) == ("dark", False, "abcd")
    assert kept.account is not None


def test_settings_changed_while_signing_out_are_kept(
    busy: BusyVault, parts: DesktopParts, desk: Desk, simulator: SimulatorThread, qtbot: QtBot
) -> None:
    parts.account.save(choice_of(simulator))
    await_line(qtbot, parts)
    busy.meanwhile = lambda: desk.settings.save(desk.settings.load().changed_by(last_caller_id="442079460123"))
    parts.account.sign_out()
    await_line(qtbot, parts, Line.SIGNED_OUT)
    kept = desk.settings.load()
    assert (kept.last_caller_id, kept.account) == ("442079460123", None)


def test_a_login_is_ended_and_forgotten(
    parts: DesktopParts, desk: Desk, simulator: SimulatorThread, qtbot: QtBot
) -> None:
    login = Login(simulator.account.email, simulator.account.password)
    parts.account.check(simulator.base_url, login)
    idle(qtbot, parts)
    parts.account.save(replace(choice_of(simulator), credentials=login))
    await_line(qtbot, parts)
    assert desk.keyring.held == {PASSWORD: simulator.account.password}
    parts.account.sign_out()
    await_line(qtbot, parts, Line.SIGNED_OUT)
    assert desk.keyring.held == {}
    assert simulator.requests[-1].path.endswith("logout")


def test_a_locked_keyring_keeps_nothing_and_says_so(
    locked: LockedVault, parts: DesktopParts, desk: Desk, simulator: SimulatorThread, qtbot: QtBot
) -> None:
    parts.account.save(choice_of(simulator))
    idle(qtbot, parts)
    assert isinstance(parts.account.state.error, VaultLockedError)
    assert parts.settings.state.account is None
    assert desk.settings.load().account is None
    parts.account.save(replace(choice_of(simulator), for_this_session=True))
    await_line(qtbot, parts)
    assert simulator.token not in desk.places.settings.read_text()


def test_signing_out_of_a_locked_keyring_leaves_the_account_usable(
    locked: LockedVault, parts: DesktopParts, desk: Desk, simulator: SimulatorThread, qtbot: QtBot
) -> None:
    locked.locked = False
    parts.account.save(choice_of(simulator))
    await_line(qtbot, parts)
    locked.locked = True
    parts.account.sign_out()
    idle(qtbot, parts)
    assert isinstance(parts.account.state.error, VaultLockedError)
    assert parts.settings.state.account is not None
    await_line(qtbot, parts, Line.BROKEN)
    locked.locked = False
    parts.account.sign_out()
    await_line(qtbot, parts, Line.SIGNED_OUT)
    assert settled(locked.read(TOKEN)) is None


def test_the_listeners_secret_is_made_once(
    parts: DesktopParts, desk: Desk, simulator: SimulatorThread, qtbot: QtBot
) -> None:
    parts.account.ask_listener_secret()
    qtbot.waitUntil(lambda: parts.account.state.listener_secret != "")
    secret = parts.account.state.listener_secret
    assert len(secret) >= 16
    with qtbot.assertNotEmitted(parts.account.changed):
        parts.account.ask_listener_secret()
    parts.account.check(simulator.base_url, ApiToken(simulator.token))  # in order: the answer has come by then
    idle(qtbot, parts)
    assert parts.account.state.listener_secret == secret
    assert secret in desk.keyring.held.values()


# --- the line -------------------------------------------------------------------------------------------------------


def test_without_an_account_the_line_is_signed_out_and_dials_nothing(
    parts: DesktopParts, simulator: SimulatorThread, qtbot: QtBot
) -> None:
    asker = Asker()
    parts.account.open()
    parts.account.dial(REQUEST, asker)
    qtbot.waitUntil(lambda: asker.error is not None)
    assert parts.account.state.line is Line.SIGNED_OUT
    assert isinstance(asker.error, NotSetUpError)
    assert simulator.dials() == []


def test_a_dial_that_is_quicker_than_the_line_waits_for_it(
    set_up: None, parts: DesktopParts, simulator: SimulatorThread, qtbot: QtBot
) -> None:
    asker = Asker()
    kept = QSignalSpy(parts.account.calls_kept)
    changed = QSignalSpy(parts.account.calls_changed)
    parts.account.open()
    parts.account.dial(REQUEST, asker)
    qtbot.waitUntil(lambda: asker.outcome is not None)
    assert isinstance(asker.outcome, Dialed)
    qtbot.waitUntil(lambda: kept.count() > 0 and changed.count() > 0)
    assert len(simulator.dials()) == 1


def test_hanging_up_a_call_nobody_knows_says_why_not(
    set_up: None, parts: DesktopParts, simulator: SimulatorThread, qtbot: QtBot
) -> None:
    parts.account.open()
    call = RUNNING["connected"]
    with qtbot.waitSignal(parts.account.hang_up_landed) as landed:
        parts.account.hang_up(call)
    assert landed.args[0] is call
    assert isinstance(landed.args[1], CallIdUnknownError)


def test_opening_twice_leaves_one_line(
    set_up: None, parts: DesktopParts, simulator: SimulatorThread, qtbot: QtBot
) -> None:
    taken_up = QSignalSpy(parts.account.calls_taken_up)
    parts.account.open()
    parts.account.open()
    qtbot.waitUntil(lambda: taken_up.count() == 2)
    asker = Asker()
    parts.account.dial(REQUEST, asker)
    qtbot.waitUntil(lambda: asker.outcome is not None)
    assert len(simulator.dials()) == 1


def test_a_line_that_expects_a_call_takes_over_the_accounts_numbers_of_today(
    parts: DesktopParts, desk: Desk, simulator: SimulatorThread, qtbot: QtBot
) -> None:
    def kept_numbers() -> list[str]:
        account = parts.settings.state.account
        return [f"+{caller_id.number}" for caller_id in account.caller_ids] if account else []

    choice = choice_of(simulator)
    parts.account.save(replace(choice, overview=AccountOverview(choice.overview.agents, ())))
    await_line(qtbot, parts)
    assert kept_numbers() == []  # nobody has come to dial yet: nothing is asked of the account
    parts.account.expect_call()
    qtbot.waitUntil(lambda: kept_numbers() == list(simulator.numbers))
    qtbot.waitUntil(lambda: desk.settings.load() == parts.settings.state)


def test_a_token_that_has_been_revoked_is_told_before_a_call_is(
    parts: DesktopParts, simulator: SimulatorThread, qtbot: QtBot
) -> None:
    revoked = ApiToken(simulator.account.blacklisted_token)
    parts.account.expect_call()
    parts.account.save(replace(choice_of(simulator), credentials=revoked))
    await_line(qtbot, parts)
    qtbot.waitUntil(lambda: isinstance(parts.account.state.trouble, TokenRefusedError))
