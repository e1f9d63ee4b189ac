"""What the settings page shows of the global key, and what it asks for. Whoever holds the key fills it."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum

from PySide6.QtCore import Signal

from acefone_desktop.bridge.store import Store


class HotkeyStanding(Enum):
    """Whether the key works."""

    OFF = "off"
    ASKING = "asking"
    HELD = "held"
    TAKEN = "taken"
    """Another program has it."""
    UNAVAILABLE = "unavailable"
    """This desktop gives programs no key, or not this one."""


@dataclass(frozen=True, slots=True, kw_only=True)
class HotkeyState:
    """`trigger` is the key as the desktop calls it, where the person chose it there (`chosen_there`).

    `command` is what to bind by hand; empty while nobody looks.
    """

    standing: HotkeyStanding = HotkeyStanding.OFF
    is_offered: bool = True
    """Whether this desktop gives programs keys at all."""
    chosen_there: bool = False
    trigger: str = ""
    command: str = ""


class HotkeyStatus(Store[HotkeyState]):
    """The page says what is wanted through signals; `show` answers."""

    look_wanted = Signal()  # the page has come into view: ask for the key again, if it was not given
    recording = Signal(bool)  # a key is being chosen: until it is, none may be held

    def __init__(self, initial: HotkeyState | None = None) -> None:
        super().__init__(initial or HotkeyState())

    def show(self, state: HotkeyState) -> None:
        """What is the case now."""
        self._publish(state)
