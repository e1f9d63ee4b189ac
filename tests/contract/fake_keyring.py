"""A keyring back end in memory with the limit of Windows' Credential Manager."""

from __future__ import annotations

import threading


class TooLongError(OSError):
    """What Windows says of more than 1,280 characters (error 1783, “The stub received bad data”)."""


class PasswordDeleteError(Exception):
    """As the keyring library names it."""


class FakeKeyring:
    """Counts UTF-16 units as Windows does, and remembers which threads called it."""

    def __init__(self, longest: int = 1280) -> None:
        self.entries: dict[tuple[str, str], str] = {}
        self.threads: set[int] = set()
        self.failing: Exception | None = None
        self.writes_left: int | None = None
        self._longest = longest

    def get_password(self, service: str, username: str) -> str | None:
        self._called()
        return self.entries.get((service, username))

    def set_password(self, service: str, username: str, password: str) -> None:
        self._called()
        if len(password.encode("utf-16-le")) // 2 > self._longest:
            raise TooLongError(1783, "CredWrite", "The stub received bad data.")
        if self.writes_left is not None:
            self.writes_left -= 1
            if self.writes_left < 0:
                raise OSError("power cut")
        self.entries[service, username] = password

    def delete_password(self, service: str, username: str) -> None:
        self._called()
        if (service, username) not in self.entries:
            raise PasswordDeleteError
        del self.entries[service, username]

    def _called(self) -> None:
        self.threads.add(threading.get_ident())
        if self.failing is not None:
            raise self.failing
