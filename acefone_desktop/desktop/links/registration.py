"""What every platform's link registration can do."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

SCHEMES = ("tel", "callto")
APP_NAME = "Acefone Desktop"
COMMENT = "Start calls through Acefone and see what each call is doing"


@dataclass(frozen=True, slots=True, kw_only=True)
class LinkStatus:
    """Who opens `tel:` links. `handler` is the default program's name, empty where there is none or nobody can tell.

    `remedy` says what to do so that links open here; it is empty when they do.
    """

    platform: str
    installed: bool
    default: bool
    handler: str
    remedy: str


class LinkRegistration(Protocol):
    """Registers the app for its user alone; never needs an administrator. Raises `LinkHandlerError`."""

    def status(self) -> LinkStatus: ...

    def install(self) -> None:
        """Registers the app and makes it the default as far as the system lets a program do that."""
        ...

    def remove(self) -> None:
        """Leaves nothing of ours behind; whoever opened links before does so again."""
        ...
