"""`acefone-desktop simulate` as a process."""

from __future__ import annotations

import contextlib
import json
import signal
import subprocess
import sys
from typing import TYPE_CHECKING, Any

import httpx
import pytest

from acefone_desktop.app.command_line import run_command
from tests.support.waiting import wait_until
from tests.unit.simulator.caller import NO_TLS, Receiver

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

COMMAND = (sys.executable, "-W", "error", "-m", "acefone_desktop", "simulate")


@contextlib.contextmanager
def simulate(*options: str) -> Iterator[subprocess.Popen[str]]:
    with subprocess.Popen((*COMMAND, *options), stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as process:
        try:
            yield process
        finally:
            process.kill()


def first_line(process: subprocess.Popen[str]) -> dict[str, Any]:
    assert process.stdout
    read: dict[str, Any] = json.loads(process.stdout.readline())
    return read


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no SIGINT to send to one process")
@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_it_serves_until_it_is_interrupted(number: signal.Signals) -> None:
    with simulate("--json", "--speed", "200") as process:
        facts = first_line(process)
        assert list(facts) == ["base_url", "token", "agent", "numbers"]
        headers = {"Authorization": f"Bearer {facts['token']}"}
        with httpx.Client(base_url=facts["base_url"], headers=headers, trust_env=False, verify=NO_TLS) as http:
            dial = {"agent_number": facts["agent"], "destination_number": "447700900123"}
            assert http.post("/v1/click_to_call", json={**dial, "caller_id": facts["numbers"][1]}).json()["success"]
            row = wait_until(lambda: http.get("/v1/call/records").json()["results"])[0]
        assert (row["status"], row["did_number"], row["answered_seconds"]) == ("answered", facts["numbers"][1], 55)
        process.send_signal(number)
        assert process.wait(10) == 0
        assert process.stderr
        assert process.stderr.read() == ""


def test_it_introduces_itself_to_people() -> None:
    with simulate("--seed", "5") as process:
        assert process.stdout
        lines = [process.stdout.readline() for _ in range(3)]
    assert lines[0].startswith("Simulated account at http://127.0.0.1:")
    assert "practice-5" in lines[2]


def test_scripts_and_switches_are_obeyed(tmp_path: Path) -> None:
    script = tmp_path / "script.json"
    script.write_text('[{"outcome": "refused", "message": "Agent is asleep"}]')
    with simulate("--json", "--script", str(script), "--switch", "reply-key-case=capitalised") as process:
        facts = first_line(process)
        reply = httpx.post(
            f"{facts['base_url']}/v1/click_to_call",
            json={"agent_number": facts["agent"], "destination_number": "447700900123"},
            headers={"Authorization": facts["token"]},
            trust_env=False,
            verify=NO_TLS,
        )
    assert reply.json() == {"Success": False, "Message": "Agent is asleep"}


@pytest.mark.parametrize(
    ("options", "word"),
    [
        (("--switch", "nonsense"), "not a switch"),
        (("--switch", "refusal_status=7"), "refusal_status"),
        (("--webhook-url", "http://192.0.2.1/"), "webhook address"),
        (("--speed", "0"), "speed"),
        (("--speed", "fast"), "the speed is above 0"),
        (("--port", "http"), "a port is from 0"),
        (("--port", "70000"), "port"),
    ],
)
def test_wrong_options_are_said_in_a_sentence(
    options: tuple[str, ...], word: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run_command(["simulate", *options]) == 2
    said = capsys.readouterr()
    assert said.out == ""
    assert word in said.err


def test_webhooks_are_sent_where_they_should_go(receiver: Receiver) -> None:
    with simulate("--json", "--speed", "500", "--webhook-url", receiver.url) as process:
        facts = first_line(process)
        httpx.post(
            f"{facts['base_url']}/v1/click_to_call",
            json={"agent_number": facts["agent"], "destination_number": "447700900902"},
            headers={"Authorization": facts["token"]},
            trust_env=False,
            verify=NO_TLS,
        )
        assert json.loads(receiver.next().body)["call_status"] == "missed"


def test_a_port_that_is_taken_is_said() -> None:
    with simulate("--json") as process:
        port = first_line(process)["base_url"].rpartition(":")[2]
        done = subprocess.run((*COMMAND, "--port", port), capture_output=True, text=True, check=False, timeout=60)
    assert done.returncode == 1
    assert f"port {port}" in done.stderr


def test_the_help_describes_practice_numbers_and_switches(capsys: pytest.CaptureFixture[str]) -> None:
    assert run_command(["simulate", "--help"]) == 0
    shown = capsys.readouterr().out
    assert all(text in shown for text in ("…901", "agent_no_answer", "webhook_form=json|form|get [json]", "base_url"))
