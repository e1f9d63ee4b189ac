"""How the program becomes the keyring's process: as the app starts it, and in no other way."""

from __future__ import annotations

import os
import subprocess
import sys

import pytest
from hypothesis import given
from hypothesis import strategies as st

from acefone_desktop.adapters.vault.vault_messages import Question, question_frame, read_answer, send
from acefone_desktop.app.command_line import command_parser
from acefone_desktop.app.entry import KEYRING_PROCESS
from acefone_desktop.app.window_wish import COMMANDS, LINK_SCHEMES, read_window_wish
from acefone_desktop.desktop.launch import launch_command
from acefone_desktop.domain.errors import VaultAbsentError

LOADED = """
import sys
from acefone_desktop.__main__ import main
sys.argv[1:] = ["--keyring-process", "default"]
status = main()
print(status, sorted({name.split(".")[0] for name in sys.modules} & {"PySide6", "asyncio", "sqlite3", "socket",
      "importlib.metadata", "httpx", "argparse"}), file=sys.stderr)
"""


def test_it_answers_the_app_and_never_gets_near_the_running_one() -> None:
    """It runs without a screen, and would hand over, or claim to be the instance, if it were taken for the window."""
    command = [*launch_command(), KEYRING_PROCESS, "default"]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as process:
        assert process.stdin is not None
        assert process.stdout is not None
        assert read_answer(process.stdout) is None
        send(process.stdin, question_frame(Question("read", "token")))
        with pytest.raises(VaultAbsentError):
            read_answer(process.stdout)
        assert process.communicate(timeout=10) == (b"", b"")
    assert process.returncode == 0
    assert [name for _, _, names in os.walk(os.environ["HOME"]) for name in names] == []


def test_it_loads_neither_the_window_nor_the_network_before_it_is_asked() -> None:
    done = subprocess.run(
        [sys.executable, "-c", LOADED], stdin=subprocess.DEVNULL, capture_output=True, timeout=60, check=True
    )
    assert done.stderr == b"0 []\n"


@pytest.mark.skipif(sys.platform == "win32", reason="needs a terminal of its own")
def test_a_person_at_a_terminal_is_told_that_there_is_no_such_option() -> None:
    ours, theirs = os.openpty()
    try:
        done = subprocess.run(
            [*launch_command(), KEYRING_PROCESS, "default"],
            stdin=theirs,
            capture_output=True,
            text=True,
            timeout=60,
            check=False,
        )
    finally:
        os.close(ours)
        os.close(theirs)
    assert done.returncode == 2
    assert done.stdout == ""
    assert "--help" in done.stderr


@pytest.mark.parametrize(
    "arguments", [[KEYRING_PROCESS], [KEYRING_PROCESS, "a", "b"], ["--tray", KEYRING_PROCESS, "a"]]
)
def test_with_anything_more_or_less_it_is_wrong_usage(arguments: list[str]) -> None:
    done = subprocess.run(
        [*launch_command(), *arguments], stdin=subprocess.DEVNULL, capture_output=True, timeout=60, check=False
    )
    assert (done.returncode, done.stdout) == (2, b"")


def test_help_and_commands_know_nothing_of_it() -> None:
    assert "keyring-process" not in command_parser().format_help()
    assert KEYRING_PROCESS not in COMMANDS
    assert not KEYRING_PROCESS.startswith(LINK_SCHEMES)


@given(st.sampled_from([KEYRING_PROCESS, f"{KEYRING_PROCESS} default", f"tel:{KEYRING_PROCESS}"]), st.text(max_size=9))
def test_a_link_never_becomes_it(link: str, rest: str) -> None:
    wish = read_window_wish(["--", link, rest])
    assert wish is not None
    assert wish.links == [link, rest]
