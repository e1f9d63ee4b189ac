"""A key with its modifiers, as a person chooses it to work in every program."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

MODIFIERS: Final = ("Ctrl", "Alt", "Shift", "Meta")
"""In the order they are written. Meta is the Windows or Command key; Ctrl is the Control key on every system."""

LETTERS: Final = tuple("ABCDEFGHIJKLMNOPQRSTUVWXYZ")
DIGITS: Final = tuple("0123456789")
FUNCTION_KEYS: Final = tuple(f"F{number}" for number in range(1, 25))
NAMED_KEYS: Final = ("Space", "Insert", "Home", "End", "PageUp", "PageDown", "Left", "Right", "Up", "Down", "Pause")
KEYS: Final = frozenset((*LETTERS, *DIGITS, *FUNCTION_KEYS, *NAMED_KEYS))

SUGGESTED: Final = "Ctrl+Shift+F7"
"""Free on GNOME, KDE, Xfce, Cinnamon, Windows and macOS as they come, and in browsers. Not Ctrl+Alt and a letter:
that is AltGr on Windows, with which letters are written."""

_FEWEST_FOR_TYPED_KEYS = 2
_NEVER_TYPED = frozenset((*FUNCTION_KEYS[12:], "Pause"))


class ShortcutNotUsableError(ValueError):
    """Why a combination cannot work in every program, in a sentence for a person."""


@dataclass(frozen=True, slots=True)
class Shortcut:
    """One key of `KEYS`, and modifiers in the order of `MODIFIERS`. Made by `read_shortcut`."""

    key: str
    modifiers: tuple[str, ...] = ()

    def __str__(self) -> str:
        """As it is kept: `Ctrl+Shift+F7`."""
        return "+".join((*self.modifiers, self.key))


def read_shortcut(text: str) -> Shortcut:
    """Reads what `str` of a shortcut writes, in any case; raises `ShortcutNotUsableError` for anything else.

    Refused too is what would take a key away from every program: a letter, digit or arrow with fewer than two
    modifiers, and a function key without any.
    """
    *modifiers, key = (part.strip().lower() for part in text.split("+"))
    named = next((name for name in KEYS if name.lower() == key), None)
    held = tuple(name for name in MODIFIERS if name.lower() in modifiers)
    if named is None or len(held) != len(modifiers):
        raise ShortcutNotUsableError("Choose a letter, a digit, a function key, or a key such as Home or Insert.")
    if not held and named not in _NEVER_TYPED:
        raise ShortcutNotUsableError("Hold Ctrl, Alt or the like with it: the key alone is used in other programs.")
    if named not in FUNCTION_KEYS and named not in _NEVER_TYPED and len(set(held)) < _FEWEST_FOR_TYPED_KEYS:
        raise ShortcutNotUsableError(
            "Hold two of Ctrl, Alt, Shift and the like with it: one is used in other programs."
        )
    if set(held) == {"Ctrl", "Alt"} and named in _SWITCHES_CONSOLES:
        raise ShortcutNotUsableError("The system keeps Ctrl, Alt and a function key to itself.")
    return Shortcut(named, held)


_SWITCHES_CONSOLES = frozenset(FUNCTION_KEYS[:12])
