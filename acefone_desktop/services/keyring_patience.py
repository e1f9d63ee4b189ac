"""One wait for the keyring, however many checks of the doctor want something from it."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Final, TypeVar

from acefone_desktop.domain.errors import VaultError, VaultLockedError

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from acefone_desktop.services.ports import Vault

Answer = TypeVar("Answer")

PATIENCE_S: Final = 25.0
"""In all: time enough to type a password. Shorter than a check's own deadline, which says less."""
SILENCE_S: Final = 1.0


class KeyringSilentError(VaultError):
    code = "keyring-silent"
    sentence = "The keyring did not answer."
    remedy = "Look for a window that asks for a password, answer it and try again."


class KeyringSkippedError(VaultError):
    """The keyring has been asked and gave nothing: it is not asked again in this run."""

    code = "keyring-skipped"
    sentence = "Skipped, because the keyring gave nothing."
    remedy = "See what is said of the keyring, then run this again."


class PatientVault:
    """Another vault, asked with a patience that all questions share. Once it is silent or locked, it is let be.

    `on_wait` is called once, when an answer takes longer than a keyring that needs nobody would.
    """

    def __init__(
        self,
        vault: Vault,
        on_wait: Callable[[], None],
        patience_s: float = PATIENCE_S,
        silence_s: float = SILENCE_S,
    ) -> None:
        self._vault, self._on_wait = vault, on_wait
        self._left_s, self._silence_s = patience_s, silence_s
        self._said = self._given_up = False

    async def read(self, name: str) -> str | None:
        """The secret. Raises `KeyringSilentError`, afterwards `KeyringSkippedError`, and the vault's own errors."""
        return await self._wait_for(self._vault.read(name) if not self._given_up else None)

    async def write(self, name: str, secret: str) -> None:
        """Stores the secret; raises as `read` does."""
        await self._wait_for(self._vault.write(name, secret) if not self._given_up else None)

    async def delete(self, name: str) -> None:
        """Removes the secret; raises as `read` does."""
        await self._wait_for(self._vault.delete(name) if not self._given_up else None)

    async def close(self) -> None:
        """Ends what the vault runs by."""
        await self._vault.close()

    async def _wait_for(self, answer: Awaitable[Answer] | None) -> Answer:
        if answer is None:
            raise KeyringSkippedError
        loop = asyncio.get_running_loop()
        began = loop.time()
        notice = loop.call_later(min(self._silence_s, self._left_s), self._say)
        try:
            async with asyncio.timeout(self._left_s):
                return await answer
        except TimeoutError as error:
            self._given_up = True
            raise KeyringSilentError from error
        except VaultLockedError:
            self._given_up = True  # asking again would only bring up the next prompt
            raise
        finally:
            notice.cancel()
            self._left_s = max(0.0, self._left_s - (loop.time() - began))

    def _say(self) -> None:
        if not self._said:
            self._said = True
            self._on_wait()
