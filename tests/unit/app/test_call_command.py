"""`acefone-desktop call`, as a process and over real HTTP."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from acefone_desktop.simulator.account import SimulatedAccount
from acefone_desktop.simulator.clock import SimulatedClock
from acefone_desktop.simulator.switches import Switches
from acefone_desktop.simulator.thread import SimulatorThread


@pytest.fixture
def call(simulator: SimulatorThread, home: Path) -> Any:
    """Runs the command against the simulated account; the token is in the environment."""

    usual = simulator

    def run(
        *arguments: str, token: str = simulator.token, simulator: SimulatorThread = usual
    ) -> subprocess.CompletedProcess[str]:
        places = ("--base-url", simulator.base_url, "--agent", simulator.agent_id, "--data-dir", str(home / "data"))
        return subprocess.run(
            [sys.executable, "-m", "acefone_desktop", "call", *places, *arguments],
            env={**os.environ, "ACEFONE_TOKEN": token},
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            timeout=60,
            check=False,
        )

    return run


def test_a_call_is_followed_to_its_end_one_line_of_json_a_change(call: Any, simulator: SimulatorThread) -> None:
    done = call("07700 900123", "--wait", "--json", "--custom-identifier", "case-17", "--caller-id", "442079460123")
    lines = [json.loads(line) for line in done.stdout.splitlines()]
    assert done.returncode == 0, done.stderr
    assert lines[0]["state"] == "requested"
    assert lines[-1]["outcome"] == "answered"
    assert lines[-1]["customer"] == "447700900123"
    assert lines[-1]["talk_seconds"] == 55
    (dial,) = simulator.dials()
    assert dial["destination_number"] == "447700900123"
    assert (dial["custom_identifier"], dial["caller_id"]) == ("case-17", "442079460123")
    assert str(dial["async"]) == "1"


def test_an_extension_is_kept_with_the_call_and_not_dialled(call: Any, simulator: SimulatorThread, home: Path) -> None:
    done = call("tel:+447700900123;ext=1204", "--wait", "--json")
    last = json.loads(done.stdout.splitlines()[-1])
    assert (last["customer"], last["extension"]) == ("447700900123", "1204")
    assert [dial["destination_number"] for dial in simulator.dials()] == ["447700900123"]
    said = call("020 7946 0777 ext. 12", "--wait")
    assert "+442079460777 ext. 12: answered" in said.stdout
    command = [sys.executable, "-m", "acefone_desktop", "history", "--data-dir", str(home / "data")]
    listed = subprocess.run(command, capture_output=True, text=True, timeout=60, check=True).stdout.splitlines()
    assert [line.rstrip()[-9:].strip() for line in listed] == ["ext. 12", "ext. 1204"]


@pytest.mark.parametrize(
    ("number", "outcome"),
    [("+447700900901", "customer_missed"), ("+447700900902", "agent_missed"), ("+447700900903", "refused")],
)
def test_a_call_that_comes_to_nothing_says_so_and_fails(
    call: Any, simulator: SimulatorThread, number: str, outcome: str
) -> None:
    done = call(number, "--wait", "--json")
    assert json.loads(done.stdout.splitlines()[-1])["outcome"] == outcome
    assert done.returncode == 1
    assert len(simulator.dials()) == 1


def test_a_lost_reply_is_looked_up_and_never_dialled_again(call: Any, simulator: SimulatorThread) -> None:
    done = call("+447700900905", "--wait", "--json")
    lines = [json.loads(line) for line in done.stdout.splitlines()]
    assert any(line["state"] == "unknown" for line in lines)
    assert lines[-1]["outcome"] == "answered"
    assert len(simulator.dials()) == 1


@pytest.mark.parametrize(
    ("arguments", "status", "promised"),
    [((), 1, "nothing looks for this call now"), (("--wait",), 0, "This command goes on looking")],
)
def test_of_a_lost_reply_it_is_said_who_looks_for_the_call(
    call: Any, simulator: SimulatorThread, arguments: tuple[str, ...], status: int, promised: str
) -> None:
    done = call("+447700900905", *arguments)
    assert done.returncode == status
    assert promised in done.stderr
    assert "the app keeps checking" not in done.stderr, "no app runs"
    assert len(simulator.dials()) == 1


def test_without_waiting_the_accepted_call_is_one_line(call: Any, simulator: SimulatorThread) -> None:
    done = call("+447700900123", "--json")
    (line,) = [json.loads(line) for line in done.stdout.splitlines()]
    assert (done.returncode, line["state"], line["outcome"]) == (0, "accepted", None)


@pytest.mark.parametrize("number", ["999", "*#06#", "hello", "tel:112", "0501234560001"])
def test_a_refused_number_is_never_sent(call: Any, simulator: SimulatorThread, number: str) -> None:
    done = call(number)
    assert done.returncode == 1
    assert done.stderr.startswith("acefone-desktop: This number is not dialled.")
    assert simulator.dials() == []


@pytest.mark.parametrize("words", [["0909", "8790123"], ["020", "7946", "0123", "--wait"]])
def test_a_number_in_several_words_is_not_dialled_but_told_to_need_quotation_marks(
    call: Any, simulator: SimulatorThread, words: list[str]
) -> None:
    done = call(*words)
    number = " ".join(word for word in words if word != "--wait")
    assert done.returncode == 2
    assert f'a number with blanks goes in quotation marks: "{number}"' in done.stderr
    assert "unrecognized arguments" in call(words[0], "--wrong", "8790123").stderr
    assert not simulator.dials()


def test_an_emergency_number_is_answered_with_the_phone_to_use_and_no_document(call: Any) -> None:
    done = call("999", "--json")
    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr.endswith(" cannot be called through the app: use your phone directly.\n")


def test_the_agents_own_phone_is_known_by_the_id_alone_and_never_dialled(call: Any, simulator: SimulatorThread) -> None:
    done = call("+447700900001")
    assert done.returncode == 1
    assert "your own number" in done.stderr
    assert simulator.dials() == []


def test_an_account_that_tells_no_agents_is_dialled_all_the_same(call: Any) -> None:
    """A token without the right to list users is good enough to dial with (403, contract §3)."""
    account = SimulatedAccount()
    with SimulatorThread(account, Switches(allowed_paths=("click_to_call",)), SimulatedClock(50.0)) as narrow:
        done = call("+447700900123", simulator=narrow)
        assert (done.returncode, len(narrow.dials())) == (0, 1), done.stderr


def test_only_the_last_line_has_an_outcome(call: Any) -> None:
    lines = [json.loads(line) for line in call("+447700900905", "--wait", "--json").stdout.splitlines()]
    assert len(lines) > 1
    assert {line["outcome"] for line in lines[:-1]} == {None}
    assert lines[-1]["outcome"] == "answered"


def test_a_premium_number_asks_first_and_without_a_terminal_the_answer_is_no(
    call: Any, simulator: SimulatorThread
) -> None:
    done = call("+44 909 879 0123")
    assert done.returncode == 1
    assert done.stdout == ""
    assert done.stderr.endswith("the call can be expensive. Add --yes to dial it.\n")
    assert simulator.dials() == []
    assert call("+44 909 879 0123", "--yes").returncode == 0
    assert len(simulator.dials()) == 1


def test_the_first_call_to_a_country_asks_and_the_next_does_not(call: Any, simulator: SimulatorThread) -> None:
    asked = call("+1 202 555 0123")
    assert asked.returncode == 1
    assert "First call to this country (US). Add --yes to dial it." in asked.stderr
    assert simulator.dials() == []
    assert call("+1 202 555 0123", "--yes").returncode == 0
    assert call("+1 303 555 0123").returncode == 0
    assert [dial["destination_number"] for dial in simulator.dials()] == ["12025550123", "13035550123"]


def test_a_refused_token_is_told_in_words_and_shown_nowhere(call: Any, simulator: SimulatorThread, home: Path) -> None:
    token = simulator.account.blacklisted_token
    done = call("+447700900123", "--wait", token=token)
    assert done.returncode == 1
    assert "The token was refused (401)" in done.stderr
    assert token not in done.stdout + done.stderr
    assert all(token.encode() not in path.read_bytes() for path in (home / "data").rglob("*") if path.is_file())


@pytest.mark.parametrize("arguments", [("--max-length", "5"), ("--max-length", "soon"), ("--no-such-option",)])
def test_wrong_usage_is_status_2(call: Any, simulator: SimulatorThread, arguments: tuple[str, ...]) -> None:
    done = call("+447700900123", *arguments)
    assert done.returncode == 2
    assert "invalid _" not in done.stderr  # what argparse says of a converter that has no words of its own
    assert simulator.dials() == []


def test_plain_http_is_for_this_computer_only(call: Any) -> None:
    done = call("+447700900123", "--base-url", "http://api.example.invalid")
    assert done.returncode == 1
    assert "must start with https://" in done.stderr
