"""Which keys of an X keyboard produce a shortcut: it depends on the layout, and changes with it."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import combinations
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from acefone_desktop.desktop.x11.x_client import XClient
    from acefone_desktop.domain.shortcut import Shortcut

SHIFT, LOCK, CONTROL, ALT, META = 1, 2, 4, 8, 64
"""Bits of the protocol's SETofKEYMASK; Alt (Mod1) and Meta (Mod4) where they usually are."""

_NAMED: Final = {
    "Space": 0x20,
    "Insert": 0xFF63,
    "Home": 0xFF50,
    "End": 0xFF57,
    "PageUp": 0xFF55,
    "PageDown": 0xFF56,
    "Left": 0xFF51,
    "Up": 0xFF52,
    "Right": 0xFF53,
    "Down": 0xFF54,
    "Pause": 0xFF13,
}
_FIRST_FUNCTION_KEY = 0xFFBE
_NUM_LOCK, _SCROLL_LOCK = frozenset({0xFF7F}), frozenset({0xFF14})
_ALT_KEYS, _META_KEYS = frozenset({0xFFE9, 0xFFEA}), frozenset({0xFFEB, 0xFFEC})
_HEAD = 32

# Where letters and digits are on a keyboard with Latin letters (evdev codes plus 8), for layouts that have none.
_ROWS = {24: "qwertyuiop", 38: "asdfghjkl", 52: "zxcvbnm", 10: "1234567890"}
USUAL_PLACES = {letter: first + place for first, row in _ROWS.items() for place, letter in enumerate(row)}


@dataclass(frozen=True, slots=True)
class Grip:
    """What to grab: keycodes, and modifiers with each combination of the locks that may be on meanwhile."""

    keycodes: tuple[int, ...]
    modifiers: tuple[int, ...]


def keysym_of(key: str) -> int:
    """X11 protocol, appendix A: Latin letters are their lower-case code."""
    if key.startswith("F") and key[1:].isdigit():
        return _FIRST_FUNCTION_KEY + int(key[1:]) - 1
    return _NAMED.get(key) or ord(key.lower())


def grip_for(client: XClient, shortcut: Shortcut) -> Grip:
    """Asks the server where the shortcut's keys are now; no keycodes where the keyboard has no such key."""
    first, last = client.keycodes
    keys = _symbols(client.ask("get_keyboard_mapping", first, last - first + 1), first)
    roles = _Roles(client.ask("get_modifier_mapping"), keys)
    wanted = sum(
        {
            "Ctrl": CONTROL,
            "Shift": SHIFT,
            "Alt": roles.bit(_ALT_KEYS) or ALT,
            "Meta": roles.bit(_META_KEYS) or META,
        }[modifier]
        for modifier in shortcut.modifiers
    )
    locks = {LOCK, roles.bit(_NUM_LOCK), roles.bit(_SCROLL_LOCK)} - {0}
    free = sorted(lock for lock in locks if not lock & wanted)
    masks = [wanted | sum(chosen) for size in range(len(free) + 1) for chosen in combinations(free, size)]
    return Grip(_keycodes(keys, shortcut.key, first, last), tuple(masks))


def _symbols(reply: bytes, first: int) -> dict[int, tuple[int, ...]]:
    """Keycode → what it produces: unshifted, shifted, then the same of the second layout, and so on."""
    width = reply[1]
    numbers = memoryview(reply[_HEAD:]).cast("I").tolist()
    return {
        first + place // width: tuple(numbers[place : place + width]) for place in range(0, len(numbers), width or 1)
    }


class _Roles:
    """Which modifier bit each special key stands for."""

    def __init__(self, reply: bytes, keys: dict[int, tuple[int, ...]]) -> None:
        width = reply[1]
        codes = reply[_HEAD : _HEAD + 8 * width]
        self._bits = [(1 << (place // width), set(keys.get(code, ()))) for place, code in enumerate(codes) if code]

    def bit(self, symbols: frozenset[int]) -> int:
        """0 where no modifier has such a key."""
        return next((bit for bit, produced in self._bits if produced & symbols), 0)


def _keycodes(keys: dict[int, tuple[int, ...]], key: str, first: int, last: int) -> tuple[int, ...]:
    """The keys that produce the symbol, those first asked that do so unshifted in the first layout."""
    symbol = keysym_of(key)
    width = max(map(len, keys.values()), default=0)
    for column in (0, *range(2, width, 2), *range(1, width, 2)):
        found = tuple(code for code, symbols in keys.items() if symbols[column : column + 1] == (symbol,))
        if found:
            return found
    usual = USUAL_PLACES.get(key.lower(), 0)
    return (usual,) if first <= usual <= last else ()
