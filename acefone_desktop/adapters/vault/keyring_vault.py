"""The keyring within this process, asked on a thread of its own."""

from __future__ import annotations

import contextlib
from functools import partial
from typing import TYPE_CHECKING, Final

from acefone_desktop.adapters.vault.backends import chosen_backend
from acefone_desktop.adapters.vault.keyring_secrets import KeyringSecrets
from acefone_desktop.adapters.vault.worker import Worker

if TYPE_CHECKING:
    from collections.abc import Callable

    from acefone_desktop.adapters.vault.backends import Backend

PATIENCE_S: Final = 0.5
"""How long closing waits for a call that is under way: a prompt may be open."""


class KeyringVault:
    """The `Vault` port over the system's keyring; see `KeyringSecrets`. It loads the keyring's libraries for good."""

    def __init__(self, profile: str, choose: Callable[[], Backend] = chosen_backend) -> None:
        self._secrets = KeyringSecrets(profile, choose)
        self._worker = Worker("vault")

    async def read(self, name: str) -> str | None:
        """The secret; None where there is none."""
        return await self._worker.run(partial(self._secrets.read, name))

    async def write(self, name: str, secret: str) -> None:
        """Stores or replaces the secret."""
        await self._worker.run(partial(self._secrets.write, name, secret))

    async def delete(self, name: str) -> None:
        """Removes the secret."""
        await self._worker.run(partial(self._secrets.delete, name))

    async def close(self) -> None:
        """Ends the vault's thread, unless a prompt holds it: that one ends with the program."""
        import asyncio  # noqa: PLC0415 (loaded already, where this runs)

        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(PATIENCE_S):
                await self._worker.close()
