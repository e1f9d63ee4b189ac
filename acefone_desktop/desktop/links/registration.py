"""What every platform's link registration can do."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Protocol

SCHEMES = ("tel", "callto")
"""What we become the default for."""
ALSO_READ = ("sip", "sips")
"""Offered, and never made the default: a program that speaks SIP itself serves these links better."""
APP_NAME = "Acefone Desktop"
COMMENT = "Start calls through Acefone and see what each call is doing"


class LinkProblem(StrEnum):
    """Why links do not open here, or soon may not."""

    NONE = ""
    NOT_REGISTERED = "not-registered"
    ANOTHER_DEFAULT = "another-default"
    """We are registered, and another program is the default, or none is."""
    STALE = "stale"
    """The registration starts another copy of the app, or one that is gone."""
    SHADOWED = "shadowed"
    """A file of the same name hides ours, or ours was changed so that it is passed over."""
    BUS_SERVICE_STALE = "bus-service-stale"
    """The session bus would start another copy of the app, or none."""
    BUS_ENTRY_CHOSEN = "bus-entry-chosen"
    """Links go over the session bus, where a program that opens one and ends at once loses it."""
    TOOLS_MISSING = "tools-missing"
    """Browsers open links through a tool that is not here."""


@dataclass(frozen=True, slots=True, kw_only=True)
class LinkStatus:
    """Who opens `tel:` links. `handler` is the default program's name, empty where there is none or nobody can tell.

    `reason` says in a sentence what `problem` is, and `remedy` what to do about it; all are empty where all is well.
    `cured_by_installing` tells whether `install` does that.
    """

    platform: str
    installed: bool
    default: bool
    handler: str
    problem: LinkProblem
    reason: str
    remedy: str
    cured_by_installing: bool = False


class LinkRegistration(Protocol):
    """Registers the app for its user alone; never needs an administrator. Raises `LinkHandlerError`."""

    def status(self) -> LinkStatus: ...

    def install(self) -> None:
        """Registers the app and makes it the default as far as the system lets a program do that."""
        ...

    def remove(self) -> None:
        """Leaves nothing of ours behind; whoever opened links before does so again."""
        ...

    def settings_command(self) -> tuple[str, ...]:
        """What opens the system's page on which a person chooses the program for links; empty where there is none."""
        ...
