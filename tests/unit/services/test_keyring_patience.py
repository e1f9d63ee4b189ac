"""A keyring that waits for a person is waited for once in a run of the doctor, and that is told."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import pytest

from acefone_desktop.adapters.storage.settings.settings_file import SettingsFile
from acefone_desktop.adapters.vault.session_vault import SessionVault
from acefone_desktop.app.compose import account_setup, connect_in, new_sign_ins
from acefone_desktop.domain.account import Agent, AgentId
from acefone_desktop.domain.errors import VaultLockedError
from acefone_desktop.domain.settings import AccountSettings, Settings
from acefone_desktop.services.account_checks import (
    AccountProbe,
    AgentCheck,
    ClockCheck,
    RegionCheck,
    TokenCheck,
    VaultCheck,
)
from acefone_desktop.services.diagnostics import Diagnostics, Status
from acefone_desktop.services.keyring_patience import KeyringSilentError, KeyringSkippedError, PatientVault

if TYPE_CHECKING:
    from pathlib import Path

    from acefone_desktop.services.ports import Vault
    from acefone_desktop.simulator.thread import SimulatorThread


class PromptingVault(SessionVault):
    """Waits for a person who never comes; counts how often it is asked."""

    def __init__(self) -> None:
        super().__init__()
        self.asked = 0

    async def read(self, name: str) -> str | None:  # noqa: ARG002 (nothing is found out)
        return await self._wait()

    async def write(self, name: str, secret: str) -> None:  # noqa: ARG002
        await self._wait()

    async def _wait(self) -> str | None:
        self.asked += 1
        await asyncio.Event().wait()
        return None


class LockedVault(PromptingVault):
    async def _wait(self) -> str | None:
        self.asked += 1
        raise VaultLockedError


class Computer:
    """The computer's clock is of no interest here."""

    def now(self) -> datetime:
        return datetime.now(UTC)

    def monotonic(self) -> float:
        return 0.0

    async def sleep(self, seconds: float) -> None:
        await asyncio.sleep(seconds)


def doctors_checks(vault: Vault, simulator: SimulatorThread, folder: Path) -> Diagnostics:
    """The five checks that want the secret of an account that is set up."""
    settings = SettingsFile(folder / "settings.json")
    agent = Agent(id=AgentId(simulator.agent_id), name="Asha Rao")
    settings.save(Settings(account=AccountSettings(base_url=simulator.base_url, agent=agent)))
    setup = account_setup(settings, vault, SessionVault(), new_sign_ins())
    probe = AccountProbe(settings, setup.credentials, connect_in("UTC", new_sign_ins()))
    clock = Computer()
    checks = (VaultCheck(vault), TokenCheck(probe, clock), RegionCheck(probe), AgentCheck(probe))
    return Diagnostics((*checks, ClockCheck(probe, clock)))


@pytest.mark.parametrize("kind", [PromptingVault, LockedVault])
async def test_a_keyring_that_gives_nothing_is_asked_once_and_the_rest_says_that_it_was_skipped(
    kind: type[PromptingVault], simulator: SimulatorThread, tmp_path: Path
) -> None:
    vault, said = kind(), list[str]()
    patient = PatientVault(vault, lambda: said.append("waiting"), patience_s=0.2, silence_s=0.05)
    async with asyncio.timeout(5):  # nothing like the thirty seconds of each check
        keyring, *others = await doctors_checks(patient, simulator, tmp_path).run()
    assert vault.asked == 1
    assert keyring.status is Status.PROBLEM
    assert [result.status for result in others] == [Status.WARNING] * 4
    assert all(result.found.startswith("Skipped, because the keyring") and result.remedy for result in others)
    assert said == (["waiting"] if kind is PromptingVault else [])
    assert simulator.requests == ()


async def test_the_patience_is_shared_by_all_questions_and_told_of_once() -> None:
    said = list[str]()
    with pytest.raises(KeyringSilentError, match="password"):
        await PatientVault(PromptingVault(), lambda: None, patience_s=0.05).read("token")
    slow = PatientVault(PromptingVault(), lambda: said.append("waiting"), patience_s=0.05, silence_s=0.0)
    for expected in (KeyringSilentError, KeyringSkippedError, KeyringSkippedError):
        with pytest.raises(expected):
            await slow.write("token", "secret")
    with pytest.raises(KeyringSkippedError):
        await slow.delete("token")
    assert said == ["waiting"]


async def test_a_keyring_that_answers_is_passed_on_without_a_word() -> None:
    said = list[str]()
    patient = PatientVault(SessionVault(), lambda: said.append("waiting"))
    await patient.write("token", "secret")
    assert await patient.read("token") == "secret"
    await patient.delete("token")
    assert await patient.read("token") is None
    await patient.close()
    assert said == []
