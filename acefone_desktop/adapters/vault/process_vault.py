"""The keyring in a process of its own, which is there only while it is asked (docs/decisions/0008)."""

from __future__ import annotations

import threading
from functools import partial
from typing import TYPE_CHECKING, Final

from acefone_desktop.adapters.vault.worker import Worker
from acefone_desktop.domain.errors import AcefoneDesktopError, VaultError

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from acefone_desktop.adapters.vault.keyring_process import KeyringProcess
    from acefone_desktop.adapters.vault.vault_messages import Action

LINGER_S: Final = 5.0
"""How long the process is kept for the next question: opening an account asks twice, setting one up more often."""
PATIENCE_S: Final = 0.5
"""How long closing waits for a question that is under way: a prompt may be open."""


class ProcessVault:
    """The `Vault` port over a process that asks the keyring: one at a time, started when it is needed.

    `command` tells how to start it; it is called on the vault's own thread and may raise any error of ours.
    """

    def __init__(self, command: Callable[[], Sequence[str]], linger_s: float = LINGER_S) -> None:
        self._command = command
        self._worker = Worker("vault", linger_s, self._end_process)
        self._process: KeyringProcess | None = None
        self._closed = threading.Event()

    async def read(self, name: str) -> str | None:
        """The secret; None where there is none. May wait for a person who is asked to unlock the keyring."""
        return await self._worker.run(partial(self._ask, "read", name))

    async def write(self, name: str, secret: str) -> None:
        """Stores or replaces the secret; until it is stored as a whole, the old one stays readable."""
        await self._worker.run(partial(self._ask, "write", name, secret))

    async def delete(self, name: str) -> None:
        """Removes the secret."""
        await self._worker.run(partial(self._ask, "delete", name))

    async def close(self) -> None:
        """Ends process and thread, even where a prompt holds them; nothing can be asked afterwards."""
        import asyncio  # noqa: PLC0415 (loaded already, where this runs)

        self._closed.set()
        try:
            async with asyncio.timeout(PATIENCE_S):
                await self._worker.close()
        except TimeoutError:
            self._kill_process()
            await self._worker.close()
        finally:
            self._kill_process()  # nothing is left of it by now, unless waiting was cancelled

    def _ask(self, action: Action, name: str, secret: str = "") -> str | None:
        from acefone_desktop.adapters.vault.vault_messages import Question, question_frame  # noqa: PLC0415 (no window waits)

        frame = question_frame(Question(action, name, secret))
        process = self._process
        if process is None or not process.is_running:
            self._end_process()
            process = self._started_process()
        try:
            return process.ask(frame)
        except VaultError:
            self._end_process()  # the next one looks afresh: at the session, and without what failed in its libraries
            raise

    def _started_process(self) -> KeyringProcess:
        from acefone_desktop.adapters.vault.keyring_process import KeyringProcess  # noqa: PLC0415 (loads subprocess)

        if self._closed.is_set():
            raise VaultError("The app is ending.")
        try:
            process = self._process = KeyringProcess(self._command())
        except VaultError:
            raise
        except AcefoneDesktopError as error:
            raise VaultError(error.explanation) from error
        if (
            self._closed.is_set()
        ):  # said meanwhile; and what is said after this look is said by one who can see the process
            process.kill()
        return process

    def _end_process(self) -> None:
        process, self._process = self._process, None
        if process is not None:
            process.end()

    def _kill_process(self) -> None:
        process = self._process
        if process is not None:
            process.kill()
