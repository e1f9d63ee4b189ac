"""Secrets in the operating system's keyring: Secret Service, KWallet, Windows Credential Manager, macOS Keychain."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, TypeVar

from acefone_desktop.adapters.vault.backends import Backend, chosen_backend
from acefone_desktop.adapters.vault.parts import MARK, MOST_PARTS, Index, split
from acefone_desktop.domain.errors import VaultAbsentError, VaultError, VaultLockedError

if TYPE_CHECKING:
    from collections.abc import Callable

Answer = TypeVar("Answer")

SERVICE: Final = "Acefone Desktop"

_ABSENT: Final = frozenset(
    # The last two: there is no session bus where it should be.
    {"NoKeyringError", "SecretServiceNotAvailableException", "FileNotFoundError", "ConnectionError"}
)
_LOCKED: Final = frozenset({"KeyringLocked", "LockedException", "PromptDismissedException", "InitError"})


class KeyringSecrets:
    """The system's keyring, one set of secrets per profile. To be used on one thread, which may have to wait.

    Every method raises `VaultError` and its kinds, and nothing else that a keyring may say.
    """

    def __init__(self, profile: str, choose: Callable[[], Backend] = chosen_backend) -> None:
        self._service = f"{SERVICE} ({profile})"
        self._choose = choose
        self._backend: Backend | None = None

    def read(self, name: str) -> str | None:
        """The secret; None where there is none. May wait for a person who is asked to unlock the keyring."""
        return self._answer(lambda backend: self._read(backend, name))

    def write(self, name: str, secret: str) -> None:
        """Stores or replaces the secret; until it is stored as a whole, the old one stays readable."""
        self._answer(lambda backend: self._write(backend, name, secret))

    def delete(self, name: str) -> None:
        """Removes the secret and all its parts."""
        self._answer(lambda backend: self._delete(backend, name))

    def _answer(self, action: Callable[[Backend], Answer]) -> Answer:
        if self._backend is None:
            self._backend = self._choose()
        try:
            return action(self._backend)
        except VaultError:
            raise
        except Exception as error:  # back ends let errors of the session bus and of Windows through
            self._backend = None
            raise _vault_error(error) from error

    def _read(self, backend: Backend, name: str) -> str | None:
        entry = backend.get_password(self._service, name)
        index = Index.read(entry)
        if index is None:
            return entry
        parts = [backend.get_password(self._service, part) for part in index.names(name)]
        # A deletion that was cut short leaves the index without its parts: there is no secret any more.
        return "".join(part or "" for part in parts) if all(parts) else None

    def _write(self, backend: Backend, name: str, secret: str) -> None:
        old = Index.read(backend.get_password(self._service, name))
        pieces = split(secret)
        if len(pieces) > MOST_PARTS:
            raise VaultError("The secret is too long.")
        if len(pieces) == 1 and not secret.startswith(MARK):
            backend.set_password(self._service, name, secret)
        else:
            index = Index.new(len(pieces))
            for part, piece in zip(index.names(name), pieces, strict=True):
                backend.set_password(self._service, part, piece)
            backend.set_password(self._service, name, str(index))
        self._delete_parts(backend, name, old)

    def _delete(self, backend: Backend, name: str) -> None:
        entry = backend.get_password(self._service, name)
        if entry is None:
            return
        self._delete_parts(backend, name, Index.read(entry))
        backend.delete_password(self._service, name)

    def _delete_parts(self, backend: Backend, name: str, index: Index | None) -> None:
        for part in index.names(name) if index is not None else ():
            if backend.get_password(self._service, part) is not None:
                backend.delete_password(self._service, part)


def _vault_error(error: Exception) -> VaultError:
    """By name, so that neither the library nor a platform's modules are imported. Texts are not passed on."""
    names = {kind.__name__ for kind in type(error).__mro__}
    if names & _ABSENT:
        return VaultAbsentError()
    if names & _LOCKED:
        return VaultLockedError()
    return VaultError(f"It said {type(error).__name__}.")
