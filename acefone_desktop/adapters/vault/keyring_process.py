"""The keyring's process as the app holds it: started, asked, ended."""

from __future__ import annotations

import contextlib
import subprocess
import threading
from typing import TYPE_CHECKING, Final, cast

from acefone_desktop.adapters.vault.vault_messages import FrameError, read_answer, send
from acefone_desktop.domain.errors import VaultError

if TYPE_CHECKING:
    from collections.abc import Sequence
    from typing import IO

PATIENCE_S: Final = 0.5
"""How long the process may take to end once it has nothing to do."""
START_PATIENCE_S: Final = 30.0
"""How long it may take to say that it is ready: a cold disk, a virus scanner. What follows may wait for a person."""
_NO_CONSOLE: Final = getattr(subprocess, "CREATE_NO_WINDOW", 0)  # Windows only


class KeyringProcess:
    """One run of the keyring's process. To be used on one thread, but for `kill`.

    Secrets are in its pipes alone. What it prints as an error goes nowhere, so that no log can hold one.
    """

    def __init__(self, command: Sequence[str]) -> None:
        """Starts it; `ask` waits until it is ready. Raises `VaultError`."""
        self._is_ready = False
        try:
            self._process = subprocess.Popen(  # noqa: S603 (our own program, no shell)
                command,
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
                creationflags=_NO_CONSOLE,
            )
        except OSError as error:
            raise VaultError(f"The process that asks it could not be started ({type(error).__name__}).") from error
        self._asked = cast("IO[bytes]", self._process.stdin)  # there, because they were asked for
        self._answered = cast("IO[bytes]", self._process.stdout)

    @property
    def is_running(self) -> bool:
        """Whether it has not ended yet."""
        return self._process.poll() is None

    def ask(self, question: bytes) -> str | None:
        """The answer to a question's frame, however long that takes. Raises `VaultError`.

        A process that answers with anything else than an answer, or not at all, is ended.
        """
        try:
            if not self._is_ready:
                self._await_ready()
            send(self._asked, question)
            return read_answer(self._answered)
        except FrameError as error:
            self.kill()
            raise VaultError(f"The process that asks it is not understood. {error} Restart the app.") from None
        except (OSError, EOFError):
            self.end()
            raise VaultError(
                f"The process that asks it ended unexpectedly (status {self._process.returncode})."
            ) from None

    def end(self) -> None:
        """Ends it: by itself within `PATIENCE_S`, or else at once. Nothing of it is left."""
        with contextlib.suppress(OSError):  # a question that nobody read is still in the buffer
            self._asked.close()
        try:
            self._process.wait(PATIENCE_S)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()
        self._answered.close()

    def kill(self) -> None:
        """Ends it at once; from any thread. Whoever waits for its answer gets a `VaultError`."""
        self._process.kill()

    def _await_ready(self) -> None:
        deadline = threading.Timer(START_PATIENCE_S, self.kill)
        deadline.daemon = True
        deadline.start()
        try:
            read_answer(self._answered)
        finally:
            deadline.cancel()
        self._is_ready = True
