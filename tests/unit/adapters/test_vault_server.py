"""The keyring's process seen from its pipes: it ends with whoever started it, and nothing comes between."""

from __future__ import annotations

import contextlib
import os
import signal
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from acefone_desktop.adapters.vault.vault_messages import Question, question_frame, read_answer, send
from acefone_desktop.domain.errors import VaultError, VaultUnsafeError
from tests.contract.vault_process import ROOT, fake_command
from tests.support.waiting import wait_until

if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import IO

SERVING = f"""
import os, subprocess, sys, threading
sys.path.insert(0, {str(ROOT)!r})
from acefone_desktop.adapters.vault.keyring_secrets import KeyringSecrets
from acefone_desktop.adapters.vault.keyring_server import serve
from acefone_desktop.domain.errors import VaultUnsafeError

class Keyring:
    def get_password(self, service, username):
        match username:
            case "prompt": threading.Event().wait()
            case "chatty": print("something of interest", flush=True); os.write(1, b"more of it")
            case "curious": return sys.stdin.read() + "nothing"
            case "starting": return str(subprocess.Popen(["sleep", "600"]).pid)
            case "long": return "x" * 600_000
            case "unsafe": raise VaultUnsafeError("It is a notebook.")
        return username

sys.exit(serve(KeyringSecrets("default", Keyring)))
"""
PARENT = f"""
import subprocess, sys
child = subprocess.Popen([sys.executable, "-c", sys.argv[1]], stdin=subprocess.PIPE, stdout=subprocess.PIPE)
child.stdin.write({question_frame(Question("read", "prompt"))!r})
child.stdin.flush()
child.stdout.read(5)
print(child.pid, flush=True)
child.wait()
"""


class Served:
    """A process that answers, and its pipes."""

    def __init__(self, command: tuple[str, ...]) -> None:
        self.process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
        assert read_answer(self._pipe(self.process.stdout)) is None  # it is ready

    def ask(self, name: str) -> str | None:
        send(self._pipe(self.process.stdin), question_frame(Question("read", name)))
        return read_answer(self._pipe(self.process.stdout))

    def begin(self, name: str) -> None:
        send(self._pipe(self.process.stdin), question_frame(Question("read", name)))

    def end(self) -> tuple[int, bytes, bytes]:
        """Closes its input; its status, and what else it said to its output and as errors."""
        said, errors = self.process.communicate(timeout=10)
        return self.process.returncode, said, errors

    def _pipe(self, pipe: IO[bytes] | None) -> IO[bytes]:
        assert pipe is not None
        return pipe


@pytest.fixture
def served() -> Iterator[Served]:
    served = Served((sys.executable, "-c", SERVING))
    yield served
    served.process.kill()
    served.process.wait()
    for pipe in (served.process.stdin, served.process.stdout, served.process.stderr):
        if pipe is not None:
            with contextlib.suppress(OSError):  # what was not read any more
                pipe.close()


def test_it_answers_until_its_input_is_closed_and_ends_in_silence(served: Served) -> None:
    assert [served.ask(name) for name in ("one", "two")] == ["one", "two"]
    assert served.end() == (0, b"", b"")


def test_not_even_a_prompt_holds_it_when_its_input_is_closed(served: Served) -> None:
    served.begin("prompt")
    status, said, errors = served.end()
    assert (status != 0, said, errors) == (True, b"", b"")


def test_what_libraries_print_and_read_does_not_come_between(served: Served) -> None:
    assert served.ask("chatty") == "chatty"
    assert served.ask("curious") == "nothing"
    assert served.end() == (0, b"", b"")


@pytest.mark.skipif(sys.platform == "win32", reason="needs the command `sleep`")
def test_what_libraries_start_does_not_hold_its_pipes(served: Served) -> None:
    started = int(served.ask("starting") or "")
    try:
        assert served.process.stdin is not None
        assert served.process.stdout is not None
        served.process.stdin.close()
        assert served.process.stdout.read() == b""  # the end, though what was started still runs
        os.kill(started, 0)
    finally:
        os.kill(started, signal.SIGKILL)


def test_a_refusal_is_told_and_more_can_be_asked(served: Served) -> None:
    with pytest.raises(VaultUnsafeError, match=r"It is a notebook\."):
        served.ask("unsafe")
    with pytest.raises(VaultError, match="too long"):
        served.ask("long")
    assert served.ask("one") == "one"


def test_garbage_ends_it(served: Served) -> None:
    assert served.process.stdin is not None
    served.process.stdin.write(b"GET / HTTP/1.1\r\n\r\n")
    served.process.stdin.flush()
    assert served.process.wait(10) == 0


@pytest.mark.skipif(sys.platform == "win32", reason="there it has no console to be interrupted from")
def test_an_interrupted_terminal_leaves_it_to_the_app(served: Served) -> None:
    served.process.send_signal(signal.SIGINT)
    assert served.ask("one") == "one"


@pytest.mark.skipif(sys.platform != "linux", reason="looks into /proc")
def test_an_app_that_is_killed_takes_it_along_even_from_a_prompt() -> None:
    app = subprocess.Popen([sys.executable, "-c", PARENT, SERVING], stdout=subprocess.PIPE, text=True)
    assert app.stdout is not None
    with app.stdout:
        pid = int(app.stdout.readline())
        assert is_running(pid)
        os.kill(app.pid, signal.SIGKILL)
        app.wait()
        wait_until(lambda: not is_running(pid), what="the keyring's process to end")


def test_the_process_of_the_contract_tests_is_this_one() -> None:
    served = Served(fake_command())
    assert served.ask("token") is None
    assert served.end() == (0, b"", b"")


def is_running(pid: int) -> bool:
    """Whether it is there and more than a status that nobody has asked for."""
    try:
        return Path(f"/proc/{pid}/stat").read_text(encoding="ascii", errors="replace").rpartition(") ")[2][0] != "Z"
    except FileNotFoundError:
        return False
