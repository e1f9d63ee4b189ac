"""Commands where output cannot be written, where nobody listens, and where somebody interrupts."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from acefone_desktop.app.command_line import run_command

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from acefone_desktop.simulator.thread import SimulatorThread

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="the shell and the signals used here are not there")

ORDER = "\x1b]0;owned\x07"
HOSTILE = {"call_id": "1768480930.1190021", "call_status": f"Answered {ORDER}", "call_to_number": "447700900123",
           "answered_agent_name": f"Zoë {ORDER}\u202egnp"}  # fmt: skip


def in_shell(arguments: str, folder: Path | None = None, **environment: str) -> subprocess.CompletedProcess[str]:
    """The program with what a shell adds to it, such as where its output goes."""
    return subprocess.run(  # noqa: S602 (our own words)
        f"{sys.executable} -m acefone_desktop {arguments}",
        shell=True,
        cwd=folder,
        env={**os.environ, **environment},
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )


@pytest.mark.skipif(sys.platform != "linux", reason="/dev/full is Linux's")
@pytest.mark.parametrize(
    "command", ["history", "history --json", "inspect +447700900123", "contacts search tom --json"]
)
def test_output_that_cannot_be_written_is_one_sentence_and_status_1(command: str, tmp_path: Path) -> None:
    done = in_shell(f"{command} > /dev/full", ACEFONE_DESKTOP_DATA_DIR=str(tmp_path))
    assert done.returncode == 1
    assert done.stderr.startswith("acefone-desktop: The output could not be written: ")
    assert done.stderr.count("\n") == 1


@pytest.mark.parametrize("closed", [">&-", "2>&-", ">&- 2>&-"])
def test_closed_streams_are_no_accident(closed: str, tmp_path: Path) -> None:
    done = in_shell(f"inspect +447700900123 {closed}", ACEFONE_DESKTOP_DATA_DIR=str(tmp_path))
    assert done.returncode == 0
    assert done.stderr == ""
    assert ("447700900123" in done.stdout) is (">&-" not in closed.split())


def test_complaints_do_not_end_up_among_results(tmp_path: Path) -> None:
    done = in_shell("call 12 --agent 1 --json 2>&-", ACEFONE_DESKTOP_DATA_DIR=str(tmp_path))
    assert (done.returncode, done.stdout) == (1, "")


def test_a_simulator_whose_reader_went_away_does_not_blame_its_port() -> None:
    reader, writer = os.pipe()
    os.close(reader)
    try:
        done = subprocess.run(
            [sys.executable, "-m", "acefone_desktop", "simulate"],
            stdout=writer,
            stderr=subprocess.PIPE,
            text=True,
            timeout=60,
            check=False,
        )
    finally:
        os.close(writer)
    assert (done.returncode, done.stderr) == (1, "")


def test_no_folder_is_not_the_folder_one_stands_in(tmp_path: Path) -> None:
    here, there = tmp_path / "here", tmp_path / "there"
    here.mkdir()
    done = in_shell("history --data-dir ''", here, ACEFONE_DESKTOP_DATA_DIR=str(there))
    assert done.returncode == 0
    assert list(here.iterdir()) == []
    assert there.is_dir()


def test_words_of_others_never_order_the_terminal_about(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    recording = tmp_path / "recording.jsonl"
    recording.write_text(json.dumps(HOSTILE) + "\n{", encoding="utf-8")
    assert run_command(["replay", str(recording), str(recording)]) == 0
    said = capsys.readouterr()
    assert "Zoë" in said.out
    for order in ("\x1b", "\x07", "\u202e"):
        assert order not in said.out + said.err
    assert said.err.count(f"{recording.name}: line 2 was ignored.") == 2, "of several files, which"


def test_a_long_text_is_not_said_all_over_again(capsys: pytest.CaptureFixture[str]) -> None:
    assert run_command(["inspect", "x" * 100_000]) == 1
    said = capsys.readouterr()
    assert len(said.out + said.err) < 1000
    assert run_command(["inspect", "x" * 100_000, "--json"]) == 1
    assert json.loads(capsys.readouterr().out)["results"][0]["input"] == "x" * 100_000


@pytest.fixture
def interruptible() -> Iterator[None]:
    """What is started can be interrupted, even where a shell has started the tests in the background."""
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    yield
    signal.signal(signal.SIGINT, before)


@pytest.mark.usefixtures("interruptible")
def test_an_interruption_while_the_program_loads_is_no_accident() -> None:
    loading = (
        "import sys, signal, acefone_desktop.app.entry as entry\n"
        "from acefone_desktop.__main__ import main\n"
        "entry.enter = lambda _: signal.raise_signal(signal.SIGINT)\n"
        "sys.exit(main())"
    )
    done = subprocess.run([sys.executable, "-c", loading], capture_output=True, text=True, timeout=60, check=False)
    assert (done.returncode, done.stderr) == (130, "")


@pytest.mark.usefixtures("interruptible")
def test_whoever_interrupts_a_call_is_told_that_it_goes_on(still_simulator: SimulatorThread, tmp_path: Path) -> None:
    arguments = ["call", "+447700900123", "--wait", "--json", "--data-dir", str(tmp_path)]
    arguments += ["--agent", still_simulator.agent_id, "--base-url", still_simulator.base_url]
    calling = subprocess.Popen(
        [sys.executable, "-m", "acefone_desktop", *arguments],
        env={**os.environ, "ACEFONE_TOKEN": still_simulator.token},
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    assert calling.stdout is not None
    while json.loads(calling.stdout.readline())["state"] != "accepted":
        pass
    calling.send_signal(signal.SIGINT)
    _, complaint = calling.communicate(timeout=20)
    assert calling.returncode == 130
    assert "hang up on your phone" in complaint
    assert "Traceback" not in complaint
    assert len(still_simulator.dials()) == 1
