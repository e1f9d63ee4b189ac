"""What becomes of a key that was asked for. Told from another thread."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from enum import Enum
from typing import Protocol


class Mechanism(Enum):
    """How a desktop gives a program a key."""

    X11 = "x11"
    PORTAL = "portal"
    WINDOWS = "windows"
    MACOS = "macos"
    NONE = "none"


@dataclass(frozen=True, slots=True)
class Held:
    """The key is ours. `trigger` is what the desktop calls it, where it chose the key itself."""

    trigger: str = ""


@dataclass(frozen=True, slots=True)
class Taken:
    """Another program has the key."""


@dataclass(frozen=True, slots=True)
class Unavailable:
    """This desktop gives no key, or no longer; `reason` is for the log."""

    reason: str = ""


@dataclass(frozen=True, slots=True)
class Pressed:
    """Somebody pressed it. `activation_token` lets a window come to the front; empty where there is none."""

    activation_token: str = ""


News = Held | Taken | Unavailable | Pressed
Tell = Callable[[News], None]


class Hotkey(Protocol):
    """A key that is held, or being asked for."""

    def close(self) -> None:
        """Lets go of it. Nothing is told afterwards; a second call does nothing."""
