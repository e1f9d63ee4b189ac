"""`acefone-desktop doctor`: what it prints, what it ends with, and what it never shows."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from typing import TYPE_CHECKING, Any

import pytest

from acefone_desktop.adapters.storage.settings.settings_file import SettingsFile
from acefone_desktop.app.cli.doctor import run_checks
from acefone_desktop.desktop.paths import places_for
from acefone_desktop.domain.errors import OfflineError
from acefone_desktop.domain.settings import ListenerSettings, Settings
from acefone_desktop.services.diagnostics import CheckResult, Status

if TYPE_CHECKING:
    from pathlib import Path

NAMES = [
    "keyring", "token", "region", "agent", "tray", "notifications", "links", "global key", "listener", "clock",
    "time zone", "polling",
]  # fmt: skip


class Finding:
    """A check that finds what it was told to."""

    def __init__(self, status: Status, found: str = "All is well.", remedy: str = "") -> None:
        self.name = "sample"
        self._result = CheckResult(name=self.name, status=status, found=found, remedy=remedy)

    async def run(self) -> CheckResult:
        return self._result


SLOW_KEYRING = "acefone-desktop: waiting for the keyring…\n"
"""Said where it has not answered for a moment, which a busy machine is enough for."""


class Failing:
    """A check that cannot look."""

    name = "failing"

    async def run(self) -> CheckResult:
        raise OfflineError


def doctor(folder: Path) -> tuple[int, list[dict[str, str]]]:
    done = subprocess.run(
        [sys.executable, "-m", "acefone_desktop", "doctor", "--json", "--data-dir", str(folder)],
        env=dict(os.environ),
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert done.stderr in {"", SLOW_KEYRING}
    document: dict[str, Any] = json.loads(done.stdout)
    assert list(document) == ["checks"]
    return done.returncode, document["checks"]


def test_every_check_is_told_in_order_where_nothing_is_set_up(tmp_path: Path) -> None:
    status, checks = doctor(tmp_path)
    assert status == 1
    assert [check["name"] for check in checks] == NAMES
    assert all(list(check) == ["name", "status", "found", "remedy"] for check in checks)
    assert {check["status"] for check in checks} <= {"ok", "warning", "problem"}
    assert all(check["remedy"] for check in checks if check["status"] != "ok")
    told = {check["name"]: check for check in checks}
    assert "No account is set up yet." in told["token"]["found"]
    assert told["listener"]["status"] == "ok"


def test_settings_that_cannot_be_read_are_a_problem_of_their_checks_alone(tmp_path: Path) -> None:
    settings = places_for("", tmp_path, {}).settings
    settings.parent.mkdir(parents=True)
    settings.write_text("{ half of")
    status, checks = doctor(tmp_path)
    assert status == 1
    assert [check["name"] for check in checks] == NAMES
    assert "settings file cannot be read" in next(c["found"] for c in checks if c["name"] == "listener")
    assert settings.read_text() == "{ half of"


def test_a_listener_nobody_serves_is_told(tmp_path: Path) -> None:
    settings = SettingsFile(places_for("", tmp_path, {}).settings)
    settings.save(Settings(listener=ListenerSettings(enabled=True, port=1024)))
    _, checks = doctor(tmp_path)
    listener = next(check for check in checks if check["name"] == "listener")
    assert (listener["status"], "1024" in listener["found"]) == ("warning", True)


def test_a_listener_address_that_others_could_reach_is_told_and_not_tried(tmp_path: Path) -> None:
    settings = SettingsFile(places_for("", tmp_path, {}).settings)
    settings.save(Settings(listener=ListenerSettings(enabled=True, host="192.0.2.7")))
    _, checks = doctor(tmp_path)
    listener = next(check for check in checks if check["name"] == "listener")
    assert listener["status"] == "warning"
    assert "127.0.0.1" in listener["remedy"]


@pytest.mark.parametrize(("status", "ends_with"), [(Status.OK, 0), (Status.WARNING, 0), (Status.PROBLEM, 1)])
def test_only_a_problem_fails(status: Status, ends_with: int, capsys: pytest.CaptureFixture[str]) -> None:
    assert run_checks([Finding(status), Finding(Status.OK)], as_json=False) == ends_with
    assert len(capsys.readouterr().out.splitlines()) == 2


def test_a_check_that_fails_is_a_problem_with_its_remedy_and_the_end_is_waited_for(
    capsys: pytest.CaptureFixture[str],
) -> None:
    closed: list[bool] = []

    async def close() -> None:
        closed.append(True)

    assert run_checks([Failing(), Finding(Status.OK)], as_json=True, close=close) == 1
    failing, sample = json.loads(capsys.readouterr().out)["checks"]
    assert (failing["name"], failing["status"]) == ("failing", "problem")
    assert failing["remedy"]
    assert sample["status"] == "ok"
    assert closed == [True]


@pytest.mark.parametrize("as_json", [True, False])
def test_neither_tokens_nor_whole_numbers_are_shown(as_json: bool, capsys: pytest.CaptureFixture[str]) -> None:
    token = "eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxMjM0NTYifQ.c2lnbmF0dXJlLW9mLXRoZS10b2tlbg"
    run_checks([Finding(Status.WARNING, f"{token} for +447700900123", f"Call 07700 900123 {token}")], as_json=as_json)
    said = capsys.readouterr().out
    assert token not in said
    assert "7700900123" not in said
    assert "7700 900123" not in said
