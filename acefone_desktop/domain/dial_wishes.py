"""Where a wish to dial comes from, and what it may ask for: all of dialling that a window needs at its start."""

from __future__ import annotations

from enum import Enum

LONGEST_CUSTOM_IDENTIFIER = 128
SHORTEST_CALL_S, LONGEST_CALL_S = 30, 7200
"""Bounds of the maximum call length in seconds, as integrators clamp it (contract §1)."""


class Origin(Enum):
    """Which way a dial came in."""

    WINDOW = "window"
    TRAY = "tray"
    LINK = "link"
    CONTACT = "contact"
    HISTORY = "history"
    COMMAND_LINE = "command line"
    HOTKEY = "hotkey"
