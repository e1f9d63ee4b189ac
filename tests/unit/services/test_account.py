"""From a pasted token to a saved account, and the words for everything that can be wrong with it."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC
from typing import TYPE_CHECKING

import pytest

from acefone_desktop.adapters.acefone.client import AcefoneClient
from acefone_desktop.adapters.acefone.http.pacing import Pace
from acefone_desktop.adapters.acefone.http.sign_ins import SignIns
from acefone_desktop.adapters.storage.settings.settings_file import SettingsFile
from acefone_desktop.adapters.system_clock import SystemClock
from acefone_desktop.adapters.vault.session_vault import SessionVault
from acefone_desktop.domain.account import AccountOverview, ApiToken, Credentials, Login, ServiceRegion
from acefone_desktop.domain.errors import (
    GatewayRefusedError,
    LoginFailedError,
    NotAllowedError,
    NotSetUpError,
    ProviderError,
    SecretMissingError,
    TokenRefusedError,
    VaultLockedError,
)
from acefone_desktop.services.account import AccountChoice, AccountSetup
from acefone_desktop.simulator.switches import Switches

if TYPE_CHECKING:
    from pathlib import Path

    from acefone_desktop.services.account import ProviderAccount
    from acefone_desktop.simulator.thread import SimulatorThread

PACE = Pace(spacing_s=0.001, first_wait_s=0.01, attempts=2, connect_s=2, reply_s=2)


class LockedVault:
    """A keyring whose owner does not unlock it."""

    async def read(self, name: str) -> str | None:  # noqa: ARG002
        raise VaultLockedError

    async def write(self, name: str, secret: str) -> None:  # noqa: ARG002
        raise VaultLockedError

    async def delete(self, name: str) -> None:  # noqa: ARG002
        raise VaultLockedError

    async def close(self) -> None:
        """Nothing runs."""


class Desk:
    """An account set-up with real parts behind it."""

    def __init__(self, folder: Path, vault: SessionVault | LockedVault | None = None) -> None:
        self.vault = vault if vault is not None else SessionVault()
        self.session_vault = SessionVault()
        self.settings = SettingsFile(folder / "settings.json")
        sign_ins = SignIns(SystemClock())

        def connect(base_url: str, credentials: Credentials) -> ProviderAccount:
            return AcefoneClient(base_url, sign_ins.sign_in(base_url, credentials, person_asked=True), UTC, pace=PACE)

        self.setup = AccountSetup(connect, self.vault, self.session_vault, self.settings)


def chosen(simulator: SimulatorThread, credentials: Credentials, overview: AccountOverview) -> AccountChoice:
    return AccountChoice(
        region=ServiceRegion.OTHER,
        base_url=simulator.base_url,
        credentials=credentials,
        agent=overview.agents[0],
        overview=overview,
    )


async def test_a_good_token_shows_agents_and_numbers_and_is_saved_in_the_vault_alone(
    simulator: SimulatorThread, tmp_path: Path
) -> None:
    desk, token = Desk(tmp_path), ApiToken(simulator.token)
    overview = await desk.setup.check(simulator.base_url, token)
    assert overview.agents[0].name == "Asha Rao"
    assert {number.number for number in overview.caller_ids} == {n.removeprefix("+") for n in simulator.numbers}
    saved = await desk.setup.save(chosen(simulator, token, overview))
    assert desk.settings.load().account == saved
    assert await desk.vault.read("token") == simulator.token
    assert await desk.setup.credentials() == token
    assert simulator.token not in (tmp_path / "settings.json").read_text(encoding="utf-8")


async def test_a_login_is_saved_with_its_address_and_replaces_a_token(
    simulator: SimulatorThread, tmp_path: Path
) -> None:
    desk = Desk(tmp_path)
    overview = await desk.setup.check(simulator.base_url, ApiToken(simulator.token))
    await desk.setup.save(chosen(simulator, ApiToken(simulator.token), overview))
    login = Login(simulator.account.email, simulator.account.password)
    await desk.setup.save(chosen(simulator, login, await desk.setup.check(simulator.base_url, login)))
    assert await desk.setup.credentials() == login
    assert await desk.vault.read("token") is None
    assert simulator.account.password not in (tmp_path / "settings.json").read_text(encoding="utf-8")


async def test_checking_a_login_and_then_using_it_is_one_login(simulator: SimulatorThread, tmp_path: Path) -> None:
    desk, login = Desk(tmp_path), Login(simulator.account.email, simulator.account.password)
    for _ in range(3):
        await desk.setup.check(simulator.base_url, login)
    assert sum(request.path == "/v1/auth/login" for request in simulator.requests) == 1


@pytest.mark.parametrize(
    ("switches", "token", "expected", "words"),
    [
        (Switches(rate_limit=0), "other.made.up", TokenRefusedError, "token of another region"),
        (
            Switches(rate_limit=0, allowed_paths=("live_calls", "click_to_call")),
            "",
            NotAllowedError,
            "users, my_number.*Access Control",
        ),
        (
            Switches(rate_limit=0, allowed_paths=("users", "my_number"), forbidden_has_success=True),
            "",
            NotAllowedError,
            "live_calls.*Access Control",
        ),
        (Switches(rate_limit=0, allowed_paths=()), "", GatewayRefusedError, "check the region first"),
    ],
)
async def test_a_bad_token_missing_rights_and_a_wrong_region_are_told_apart_in_words(
    switches: Switches,
    token: str,
    expected: type[ProviderError],
    words: str,
    simulator: SimulatorThread,
    tmp_path: Path,
) -> None:
    simulator.switches = switches
    with pytest.raises(expected, match=words) as error:
        await Desk(tmp_path).setup.check(simulator.base_url, ApiToken(token or simulator.token))
    assert type(error.value) is expected


async def test_a_wrong_password_is_one_attempt_per_click(simulator: SimulatorThread, tmp_path: Path) -> None:
    desk, login = Desk(tmp_path), Login(simulator.account.email, "wrong")
    for number in (1, 2):
        with pytest.raises(LoginFailedError, match=f"number {number}"):
            await desk.setup.check(simulator.base_url, login)


async def test_without_a_keyring_nothing_changes_until_this_session_only_is_chosen(
    simulator: SimulatorThread, tmp_path: Path
) -> None:
    desk, token = Desk(tmp_path, LockedVault()), ApiToken(simulator.token)
    choice = chosen(simulator, token, await desk.setup.check(simulator.base_url, token))
    with pytest.raises(VaultLockedError):
        await desk.setup.save(choice)
    assert desk.settings.load().account is None
    await desk.setup.save(replace(choice, for_this_session=True))
    assert await desk.setup.credentials() == token
    assert await desk.session_vault.read("token") == simulator.token
    await desk.setup.sign_out()
    assert desk.settings.load().account is None


async def test_a_secret_that_cannot_be_removed_keeps_the_account(simulator: SimulatorThread, tmp_path: Path) -> None:
    desk, token = Desk(tmp_path), ApiToken(simulator.token)
    await desk.setup.save(chosen(simulator, token, await desk.setup.check(simulator.base_url, token)))
    with pytest.raises(VaultLockedError):
        await Desk(tmp_path, LockedVault()).setup.sign_out()
    assert desk.settings.load().account is not None


async def test_signing_out_removes_secret_and_account(simulator: SimulatorThread, tmp_path: Path) -> None:
    desk, login = Desk(tmp_path), Login(simulator.account.email, simulator.account.password)
    overview = await desk.setup.check(simulator.base_url, login)
    await desk.setup.save(chosen(simulator, login, overview))
    await desk.setup.sign_out()
    assert await desk.vault.read("password") is None
    assert desk.settings.load().account is None
    assert sum(request.path == "/v1/auth/logout" for request in simulator.requests) == 1
    with pytest.raises(NotSetUpError):
        await desk.setup.credentials()


async def test_an_account_whose_secret_is_gone_says_so(simulator: SimulatorThread, tmp_path: Path) -> None:
    desk, token = Desk(tmp_path), ApiToken(simulator.token)
    await desk.setup.save(chosen(simulator, token, await desk.setup.check(simulator.base_url, token)))
    await desk.vault.delete("token")
    with pytest.raises(SecretMissingError):
        await desk.setup.credentials()
