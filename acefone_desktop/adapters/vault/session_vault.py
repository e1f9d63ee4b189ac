"""Secrets for this session only: gone when the program ends, never on a disk."""

from __future__ import annotations


class SessionVault:
    """The `Vault` port in memory, for computers without a usable keyring."""

    def __init__(self) -> None:
        self._secrets: dict[str, str] = {}

    async def read(self, name: str) -> str | None:
        """The secret, or None."""
        return self._secrets.get(name)

    async def write(self, name: str, secret: str) -> None:
        """Keeps or replaces the secret."""
        self._secrets[name] = secret

    async def delete(self, name: str) -> None:
        """Forgets the secret."""
        self._secrets.pop(name, None)

    async def close(self) -> None:
        """Forgets everything."""
        self._secrets.clear()
