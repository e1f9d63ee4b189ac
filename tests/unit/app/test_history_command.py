"""`acefone-desktop history`, as scripts use it."""

from __future__ import annotations

import asyncio
import json
import os
import subprocess
import sys
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import pytest

from acefone_desktop.adapters.storage.calls.followers import FollowingMark
from acefone_desktop.app.cli.call_json import call_as_json
from acefone_desktop.app.command_line import run_command
from acefone_desktop.domain.calls import Call
from acefone_desktop.domain.evidence import Evidence, Fact, Source
from tests.support.storage import a_call, opened
from tests.support.waiting import wait_until

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from acefone_desktop.simulator.thread import SimulatorThread

JUST_NOW = datetime.now(UTC) - timedelta(minutes=5)


@pytest.fixture
def somebody(folder: Path) -> Iterator[FollowingMark]:
    """Another process that follows calls."""
    mark = FollowingMark(folder / "profiles" / "default")
    mark.set()
    yield mark
    mark.clear()


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A data folder with three calls that go on, begun a minute apart."""
    with opened(tmp_path / "profiles" / "default") as profile:
        calls = [running(number) for number in range(3)]
        asyncio.run(profile.journal.record_calls(calls))
    return tmp_path


def running(number: int) -> Call:
    return a_call(f"dl-{number}", JUST_NOW + timedelta(minutes=number))


@pytest.mark.usefixtures("somebody")
def test_calls_newest_first_in_the_shape_of_replay(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run_command(["history", "--data-dir", str(folder), "--json", "--limit", "2"]) == 0
    printed = json.loads(capsys.readouterr().out)
    expected = [call_as_json(running(number)) for number in (2, 1)]
    assert [call["state"] for call in printed["calls"]] == ["connected"] * 2
    assert printed == {"calls": json.loads(json.dumps(expected))}


def test_what_nobody_follows_is_not_told_as_if_it_were_going_on(
    folder: Path, somebody: FollowingMark, capsys: pytest.CaptureFixture[str]
) -> None:
    somebody.clear()
    assert run_command(["history", "--data-dir", str(folder), "--json"]) == 0
    printed = json.loads(capsys.readouterr().out)["calls"]
    assert [(call["state"], call["outcome"]) for call in printed] == [("unknown", "unknown")] * 3
    whole = json.loads(json.dumps(call_as_json(running(2))))
    given_up = {"at": whole["events"][-1]["at"], "source": "live_calls", "what": "Stopped looking for this call"}
    changed = {"state": "unknown", "outcome": "unknown", "events": [*whole["events"], given_up]}
    assert printed[0] == whole | changed, "all else stays as it is known"
    assert run_command(["history", "--data-dir", str(folder)]) == 0
    assert capsys.readouterr().out.count("not followed to its end") == 3


def test_a_call_that_was_looked_for_in_vain_is_unknown_and_not_called_left(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    last = max(told.told_at for told in running(2).evidence)
    stopped = Evidence(
        source=Source.LIVE_CALLS, told_at=last + timedelta(minutes=3), fact=Fact.GIVEN_UP, intent_id="dl-2"
    )
    with opened(folder / "profiles" / "default") as profile:
        asyncio.run(profile.journal.record_calls([running(2) | Call.of([stopped])]))
    assert run_command(["history", "--data-dir", str(folder)]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert ["not followed to its end" in line for line in lines] == [False, True, True]
    assert "  unknown  " in f"{lines[0]}  "


def test_an_outcome_that_is_being_looked_up_is_not_yet_unknown(
    folder: Path, somebody: FollowingMark, capsys: pytest.CaptureFixture[str]
) -> None:
    last = max(running(2).evidence, key=lambda told: told.told_at)
    ends = [
        replace(last, source=Source.LIVE_CALLS, fact=fact, told_at=last.told_at + timedelta(seconds=place), talk_s=None)
        for place, fact in enumerate((Fact.AGENT_RINGING, Fact.VANISHED, Fact.GIVEN_UP))
    ]
    asked = {told for told in running(9).evidence if told.fact is Fact.REQUESTED}
    told = []
    for known in (ends[:2], ends[:3]):
        with opened(folder / "profiles" / "default") as profile:
            call = Call.of({*asked, *(replace(e, intent_id="dl-9") for e in known)})
            asyncio.run(profile.journal.record_calls([call]))
        for marked in (True, False):
            (somebody.set if marked else somebody.clear)()
            assert run_command(["history", "--data-dir", str(folder), "--json", "--limit", "1"]) == 0
            (printed,) = json.loads(capsys.readouterr().out)["calls"]
            told.append((printed["state"], printed["outcome"]))
    assert told == [("ended", None), ("ended", "unknown"), ("ended", "unknown"), ("ended", "unknown")]


@pytest.mark.usefixtures("somebody")
def test_what_is_too_old_to_be_taken_up_is_not_followed_though_the_app_runs(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with opened(folder / "profiles" / "default") as profile:
        asyncio.run(profile.journal.record_calls([a_call("dl-old", JUST_NOW - timedelta(hours=7))]))
    assert run_command(["history", "--data-dir", str(folder)]) == 0
    assert [line.count("not followed") for line in capsys.readouterr().out.splitlines()] == [0, 0, 0, 1]


def test_of_a_call_whose_process_was_killed_history_tells_what_is_known(
    tmp_path: Path, still_simulator: SimulatorThread, capsys: pytest.CaptureFixture[str]
) -> None:
    def told() -> tuple[str, str | None]:
        assert run_command(["history", "--data-dir", str(tmp_path), "--json"]) == 0
        (call,) = json.loads(capsys.readouterr().out)["calls"]
        return call["state"], call["outcome"]

    arguments = ["call", "+447700900123", "--wait", "--json", "--data-dir", str(tmp_path)]
    arguments += ["--agent", still_simulator.agent_id, "--base-url", still_simulator.base_url]
    calling = subprocess.Popen(
        [sys.executable, "-m", "acefone_desktop", *arguments],
        env={**os.environ, "ACEFONE_TOKEN": still_simulator.token},
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        text=True,
    )
    assert calling.stdout is not None
    with calling.stdout as changes:
        state = ""
        while state != "accepted":
            state = json.loads(changes.readline())["state"]
        wait_until(lambda: told() == ("accepted", None))
        calling.kill()
        calling.wait(10)
    assert told() == ("unknown", "unknown")


def test_calls_in_words(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run_command(["history", "--data-dir", str(folder)]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert len(lines) == 3
    assert all("+447700900123" in line for line in lines)


def test_no_calls_yet(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run_command(["history", "--data-dir", str(tmp_path)]) == 0
    assert capsys.readouterr().out == "No calls yet.\n"
    assert run_command(["history", "--data-dir", str(tmp_path), "--json"]) == 0
    assert json.loads(capsys.readouterr().out) == {"calls": []}


@pytest.mark.parametrize("limit", ["0", "-1", "many"])
def test_wrong_usage_is_status_2(limit: str, tmp_path: Path) -> None:
    assert run_command(["history", "--data-dir", str(tmp_path), "--limit", limit]) == 2
