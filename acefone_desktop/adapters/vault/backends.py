"""Which of the keyring library's back ends may hold a secret. To be used on one thread, which may have to wait."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final, Protocol

from acefone_desktop.domain.errors import VaultAbsentError, VaultError, VaultUnsafeError

if TYPE_CHECKING:
    from collections.abc import Iterable

ACCEPTED: Final = frozenset(
    {
        "keyring.backends.SecretService",
        "keyring.backends.Windows",
        "keyring.backends.macOS",
        "keyring.backends.kwallet",
    }
)
"""Modules whose back ends encrypt what they keep. Others may be installed by anybody and store plain files."""
ABSENT: Final = frozenset({"keyring.backends.fail", "keyring.backends.null"})
CHAINER: Final = "keyring.backends.chainer"


class Backend(Protocol):
    """The part of a keyring back end that is used."""

    def get_password(self, service: str, username: str, /) -> str | None: ...

    def set_password(self, service: str, username: str, password: str, /) -> None: ...

    def delete_password(self, service: str, username: str, /) -> None: ...


def chosen_backend() -> Backend:
    """The system's keyring. Raises `VaultAbsentError` or `VaultUnsafeError`, never falls back to anything weaker."""
    try:
        import keyring  # noqa: PLC0415 (13 MB for good, and slow: only where the keyring is asked)

        configured = keyring.get_keyring()
    except Exception as error:  # a broken configuration file or plug-in may raise anything
        raise VaultError(f"It could not be loaded ({type(error).__name__}).") from error
    try:
        return accepted(configured)
    except VaultAbsentError:
        return _appeared_since()


def accepted(backend: Any) -> Backend:
    """The back end itself, or the best acceptable member where it is a chain of several."""
    module = _module(backend)
    if module in ACCEPTED:
        return backend  # type: ignore[no-any-return]  # accepted by name, used through the protocol
    if module in ABSENT:
        raise VaultAbsentError
    if module == CHAINER:
        members = [member for member in backend.backends if _module(member) in ACCEPTED]
        if members:
            return members[0]  # type: ignore[no-any-return]  # sorted by priority, best first
    raise VaultUnsafeError(f"It is {module}.{type(backend).__name__}.")


def _appeared_since() -> Backend:
    """Looks again, past the library's memory: a keyring may have been started since the program was."""
    from keyring.backend import KeyringBackend  # noqa: PLC0415

    try:
        viable: Iterable[Any] = [kind for kind in KeyringBackend.get_viable_backends() if kind.__module__ in ACCEPTED]
        for kind in sorted(viable, key=lambda kind: float(kind.priority), reverse=True):
            return kind()  # type: ignore[no-any-return]
    except Exception as error:  # back ends ask the session bus, which may answer anything
        raise VaultAbsentError from error
    raise VaultAbsentError


def _module(backend: Any) -> str:
    return type(backend).__module__
