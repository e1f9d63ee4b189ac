"""Processes of a desktop session: started with a mark in their environment, ended by that mark and nothing else."""

from __future__ import annotations

import os
import signal
import subprocess
from pathlib import Path
from typing import TYPE_CHECKING

from tests.support.waiting import wait_until

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

MARK = "ACEFONE_DESKTOP_SESSION"
"""Variable that every process of a session inherits, those that D-Bus starts on demand too."""


class SessionError(Exception):
    """The session could not be brought up; says which part and what it printed."""


class Process:
    """A program running in the session, its output kept in files."""

    def __init__(self, popen: subprocess.Popen[bytes], output: Path, errors: Path) -> None:
        self._popen, self._output, self._errors = popen, output, errors

    @property
    def pid(self) -> int:
        return self._popen.pid

    @property
    def running(self) -> bool:
        return self._popen.poll() is None

    @property
    def output(self) -> str:
        """What it has written to standard output so far."""
        return self._output.read_text(encoding="utf-8", errors="replace")

    @property
    def errors(self) -> str:
        """What it has written to standard error so far."""
        return self._errors.read_text(encoding="utf-8", errors="replace")

    def wait(self, timeout: float = 10.0) -> int:
        """Exit status; raises `TimeoutError` with its last words when it goes on for longer."""
        try:
            return self._popen.wait(timeout)
        except subprocess.TimeoutExpired as error:
            raise TimeoutError(f"{self._popen.args!r} still runs after {timeout:g} s: {self.errors[-2000:]}") from error

    def end(self, timeout: float = 5.0) -> int:
        """Asks it to end, and ends it when it does not; returns its exit status."""
        if self.running:
            self._popen.terminate()
        try:
            return self._popen.wait(timeout)
        except subprocess.TimeoutExpired:
            return self.kill()

    def send(self, number: signal.Signals) -> None:
        """A signal, such as the one that makes it hang."""
        self._popen.send_signal(number)

    def kill(self) -> int:
        """Ends it without warning, as a crash or a power cut would."""
        if self.running:
            self._popen.kill()
        return self._popen.wait()


class SessionProcesses:
    """Starts programs under one mark and ends all that carry it."""

    def __init__(self, folder: Path) -> None:
        self._mark, self._logs = str(folder), folder / "log"
        self._logs.mkdir()
        self._started: list[Process] = []

    def start(
        self,
        name: str,
        command: Sequence[str],
        variables: Mapping[str, str],
        *,
        cwd: Path | None = None,
        pass_fds: tuple[int, ...] = (),
        stdin: bytes = b"",
    ) -> Process:
        """Starts a program; `stdin` is all it gets to read."""
        number = len(self._started)
        output, errors = self._logs / f"{number:02}-{name}.out", self._logs / f"{number:02}-{name}.err"
        given = self._logs / f"{number:02}-{name}.in"
        given.write_bytes(stdin)
        try:
            with output.open("wb") as to_output, errors.open("wb") as to_errors, given.open("rb") as from_input:
                popen = subprocess.Popen(
                    command,
                    stdin=from_input,
                    stdout=to_output,
                    stderr=to_errors,
                    env={**variables, MARK: self._mark},
                    cwd=cwd,
                    pass_fds=pass_fds,
                    start_new_session=True,  # Ctrl+C on the tests must not reach it before we end it in order
                )
        except FileNotFoundError as error:
            raise SessionError(f"{command[0]} is missing: run python3 packaging/bootstrap.py setup --dev") from error
        finally:
            given.unlink()
        process = Process(popen, output, errors)
        self._started.append(process)
        return process

    def await_ready(self, name: str, process: Process, ready: Callable[[], object], timeout: float = 20.0) -> None:
        """Waits until a part answers; raises `SessionError` with its words when it ends or stays silent."""
        try:
            wait_until(lambda: bool(ready()) or not process.running, timeout, name)
        except TimeoutError as error:
            raise SessionError(f"{name} did not become ready: {process.errors[-2000:]}") from error
        if not process.running and not ready():
            raise SessionError(f"{name} ended with {process.wait()}: {process.errors[-2000:]}")

    def marked(self) -> list[int]:
        """Process ids that carry our mark."""
        wanted = f"{MARK}={self._mark}".encode()
        return [
            int(entry.name) for entry in Path("/proc").iterdir() if entry.name.isdigit() and _carries(entry, wanted)
        ]

    def end(self) -> None:
        """Ends what is left: politely, then not."""
        for number, patience in ((signal.SIGTERM, 2.0), (signal.SIGKILL, 5.0)):
            for pid in self.marked():
                _signal(pid, number)
            try:
                wait_until(lambda: not self.marked(), patience, "the session's processes to end")
            except TimeoutError:
                continue
            break
        for process in self._started:
            process.wait(5.0)  # collects the exit status, so that no zombie stays


def _carries(entry: Path, wanted: bytes) -> bool:
    try:
        return wanted in (entry / "environ").read_bytes().split(b"\0")
    except OSError:  # gone meanwhile, or somebody else's
        return False


def _signal(pid: int, number: signal.Signals) -> None:
    try:
        os.kill(pid, number)
    except ProcessLookupError:
        return
