"""Every line of the diagnosis says what is wrong and what to do, and gives nothing away."""

from __future__ import annotations

import asyncio
import json
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import pytest

from acefone_desktop.adapters.acefone.client import AcefoneClient
from acefone_desktop.adapters.acefone.http.pacing import Pace
from acefone_desktop.adapters.acefone.http.sign_in import TokenSignIn
from acefone_desktop.adapters.storage.settings.settings_file import SettingsFile
from acefone_desktop.adapters.vault.session_vault import SessionVault
from acefone_desktop.app.cli import doctor
from acefone_desktop.domain.account import Agent, AgentId, ApiToken, Credentials
from acefone_desktop.domain.errors import NotSetUpError, VaultAbsentError
from acefone_desktop.domain.settings import AccountSettings, Settings
from acefone_desktop.services.account_checks import (
    AccountProbe,
    AgentCheck,
    ClockCheck,
    RegionCheck,
    TokenCheck,
    VaultCheck,
)
from acefone_desktop.services.diagnostics import CheckResult, Diagnostics, Status
from acefone_desktop.simulator.switches import Switches

if TYPE_CHECKING:
    from collections.abc import AsyncIterator
    from pathlib import Path

    from acefone_desktop.services.account import ProviderAccount
    from acefone_desktop.services.diagnostics import Check
    from acefone_desktop.simulator.thread import SimulatorThread

PACE = Pace(spacing_s=0.001, first_wait_s=0.01, attempts=1, connect_s=2, reply_s=2)


class ShiftedClock:
    """The computer's clock, off by so much."""

    def __init__(self, off: timedelta = timedelta()) -> None:
        self._off = off

    def now(self) -> datetime:
        return datetime.now(UTC) + self._off

    def monotonic(self) -> float:
        return 0.0

    async def sleep(self, seconds: float) -> None:
        await asyncio.sleep(seconds)


class SavedAccount:
    """The simulated account as the first-run assistant leaves it."""

    def __init__(self, simulator: SimulatorThread, folder: Path) -> None:
        self.token = simulator.token
        self.settings = SettingsFile(folder / "settings.json")
        self.account = AccountSettings(
            base_url=simulator.base_url, agent=Agent(id=AgentId(simulator.agent_id), name="Asha Rao")
        )
        self.probe = AccountProbe(self.settings, self._credentials, self._connect)
        self.save(self.account)

    def save(self, account: AccountSettings | None) -> None:
        self.settings.save(Settings(account=account))

    async def _credentials(self) -> Credentials:
        return ApiToken(self.token)

    def _connect(self, base_url: str, credentials: Credentials) -> ProviderAccount:
        assert isinstance(credentials, ApiToken)
        return AcefoneClient(base_url, TokenSignIn(credentials), UTC, pace=PACE)


@pytest.fixture
async def saved(simulator: SimulatorThread, tmp_path: Path) -> AsyncIterator[SavedAccount]:
    saved = SavedAccount(simulator, tmp_path)
    yield saved
    await saved.probe.close()


async def result_of(check: Check) -> CheckResult:
    (result,) = await Diagnostics([check], deadline_s=5).run()
    return result


async def test_a_healthy_account_is_four_times_ok(saved: SavedAccount) -> None:
    clock = ShiftedClock()
    checks: list[Check] = [
        TokenCheck(saved.probe, clock),
        RegionCheck(saved.probe),
        AgentCheck(saved.probe),
        ClockCheck(saved.probe, clock),
    ]
    results = await Diagnostics(checks).run()
    assert [(result.name, result.status) for result in results] == [
        ("token", Status.OK),
        ("region", Status.OK),
        ("agent", Status.OK),
        ("clock", Status.OK),
    ]
    assert all(saved.token not in result.found + result.remedy for result in results)
    assert "Asha Rao" in results[2].found


async def test_a_refused_token_is_a_problem_of_the_token_and_not_of_the_region(saved: SavedAccount) -> None:
    saved.token = "some.other.token"
    token = await result_of(TokenCheck(saved.probe, ShiftedClock()))
    assert token.status is Status.PROBLEM
    assert "401" in token.found
    assert "API Tokens" in token.remedy
    assert (await result_of(RegionCheck(saved.probe))).status is Status.OK


async def test_a_token_that_ends_soon_is_a_warning(saved: SavedAccount) -> None:
    almost = timedelta(seconds=300_000_000) + (datetime(2025, 1, 1, tzinfo=UTC) - datetime.now(UTC)) - timedelta(days=3)
    token = await result_of(TokenCheck(saved.probe, ShiftedClock(almost)))
    assert token.status is Status.WARNING
    assert "2034" in token.found


async def test_a_wrong_address_is_a_problem_of_the_region(saved: SavedAccount) -> None:
    saved.save(replace(saved.account, base_url=saved.account.base_url + "/elsewhere"))
    region = await result_of(RegionCheck(saved.probe))
    assert region.status is Status.PROBLEM
    assert "127.0.0.1" in region.found
    assert "region" in region.remedy


@pytest.mark.parametrize(
    ("serial", "status", "word"),
    [(2, Status.WARNING, "offline"), (3, Status.WARNING, "busy"), (6, Status.OK, "status 7"), (1, Status.OK, "active")],
)
async def test_the_agents_status_is_told(serial: int, status: Status, word: str, saved: SavedAccount) -> None:
    agent = Agent(id=AgentId(f"050123456{serial:04d}"), name="Somebody")
    saved.save(replace(saved.account, agent=agent))
    result = await result_of(AgentCheck(saved.probe))
    assert result.status is status
    assert word in result.found


async def test_an_agent_who_left_is_a_problem(saved: SavedAccount) -> None:
    saved.save(replace(saved.account, agent=Agent(id=AgentId("0501234569999"), name="Gone")))
    result = await result_of(AgentCheck(saved.probe))
    assert result.status is Status.PROBLEM
    assert "Choose your agent" in result.remedy


@pytest.mark.parametrize(("off", "word"), [(timedelta(minutes=10), "ahead"), (timedelta(minutes=-10), "behind")])
async def test_a_clock_that_is_off_is_a_warning(off: timedelta, word: str, saved: SavedAccount) -> None:
    result = await result_of(ClockCheck(saved.probe, ShiftedClock(off)))
    assert result.status is Status.WARNING
    assert word in result.found


async def test_without_an_account_every_check_says_how_to_begin(saved: SavedAccount) -> None:
    saved.save(None)
    for check in (RegionCheck(saved.probe), AgentCheck(saved.probe), ClockCheck(saved.probe, ShiftedClock())):
        result = await result_of(check)
        assert result.status is Status.PROBLEM
        assert result.remedy == NotSetUpError.remedy


async def test_trouble_at_the_provider_is_a_problem_of_the_region_line(
    saved: SavedAccount, simulator: SimulatorThread
) -> None:
    simulator.switches = Switches(rate_limit=0, allowed_paths=())
    assert (await result_of(RegionCheck(saved.probe))).status is Status.PROBLEM


class BrokenVault(SessionVault):
    async def write(self, name: str, secret: str) -> None:  # noqa: ARG002
        raise VaultAbsentError


class ForgetfulVault(SessionVault):
    async def read(self, name: str) -> str | None:  # noqa: ARG002
        return None


@pytest.mark.parametrize(
    ("vault", "status"),
    [(SessionVault(), Status.OK), (BrokenVault(), Status.PROBLEM), (ForgetfulVault(), Status.PROBLEM)],
)
async def test_the_keyring_is_tried_out_and_left_as_it_was(vault: SessionVault, status: Status) -> None:
    result = await result_of(VaultCheck(vault))
    assert result.status is status
    assert bool(result.remedy) is (status is Status.PROBLEM)
    assert await SessionVault.read(vault, "check") is None


class TalkativeCheck:
    name = "talkative"

    def __init__(self, answer: CheckResult | Exception | None) -> None:
        self._answer = answer

    async def run(self) -> CheckResult:
        if self._answer is None:
            await asyncio.Event().wait()
        if isinstance(self._answer, Exception):
            raise self._answer
        assert self._answer is not None
        return self._answer


FINE = CheckResult(name="fine", status=Status.OK, found="All is well.")
LEAKY = CheckResult(
    name="leaky",
    status=Status.WARNING,
    found="Called +44 7700 900123 with Bearer aaaaaaaa.bbbbbbbb.cccccccc at https://a.invalid/rec?token=secret",
    remedy="Do something.",
)


async def test_a_check_that_fails_or_hangs_does_not_stop_the_others() -> None:
    checks = [TalkativeCheck(RuntimeError("secret")), TalkativeCheck(None), TalkativeCheck(FINE)]
    results = await Diagnostics(checks, deadline_s=0.05).run()
    assert [result.status for result in results] == [Status.PROBLEM, Status.PROBLEM, Status.OK]
    assert "secret" not in results[0].found
    assert all(result.remedy for result in results[:2])


async def test_what_a_check_lets_slip_is_redacted() -> None:
    result = await result_of(TalkativeCheck(LEAKY))
    for secret in ("900123", "aaaaaaaa", "secret", "7700"):
        assert secret not in result.found
    assert "…123" in result.found


def test_the_json_shape_is_kept(capsys: pytest.CaptureFixture[str]) -> None:
    assert doctor.run_checks([TalkativeCheck(FINE), TalkativeCheck(LEAKY)], as_json=True) == 0
    document = json.loads(capsys.readouterr().out)
    assert list(document) == ["checks"]
    assert document["checks"][0] == {"name": "fine", "status": "ok", "found": "All is well.", "remedy": ""}
    assert document["checks"][1]["status"] == "warning"


def test_a_problem_is_exit_status_one_and_every_line_says_what_to_do(capsys: pytest.CaptureFixture[str]) -> None:
    closed: list[bool] = []

    async def close() -> None:
        closed.append(True)

    checks = [TalkativeCheck(FINE), TalkativeCheck(VaultAbsentError())]
    assert doctor.run_checks(checks, as_json=False, close=close) == 1
    lines = capsys.readouterr().out.splitlines()
    assert lines[0].split(maxsplit=2) == ["ok", "fine", "All is well."]
    assert lines[1].startswith("problem  talkative")
    assert "→ Start one" in lines[2]
    assert closed == [True]
