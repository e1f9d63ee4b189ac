"""A key of this macOS session, through quickmachotkey (RegisterEventHotKey). Could not be run here.

Why that library: it asks the system for one key, as menu-bar programs do. pynput listens to all keys, for which macOS
wants the person to grant it Accessibility and Input Monitoring, and a telephone must not read what is typed.
Its handler is called by the main thread's event loop, which is Qt's.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from acefone_desktop.desktop.hotkey.hotkey_news import Held, Pressed, Unavailable

if TYPE_CHECKING:
    from acefone_desktop.desktop.hotkey.hotkey_news import Tell
    from acefone_desktop.domain.shortcut import Shortcut

_MODIFIERS = {"Meta": 0x100, "Shift": 0x200, "Alt": 0x800, "Ctrl": 0x1000}  # Carbon: cmdKey … controlKey
# HIToolbox, Events.h: kVK_… are places on the keyboard, of which the codes of an ANSI one are the names.
TYPED = dict(
    zip(
        "ASDFHGZXCVBQWERYT1234659780OUIPLJKNM",
        (*range(10), *range(0x0B, 0x18), 0x19, 0x1A, 0x1C, 0x1D, 0x1F, 0x20, 0x22, 0x23, 0x25, 0x26, 0x28, 0x2D, 0x2E),
        strict=True,
    )
)
_NAMED = {
    "Space": 0x31,
    "Insert": 0x72,
    "Home": 0x73,
    "PageUp": 0x74,
    "End": 0x77,
    "PageDown": 0x79,
    "Left": 0x7B,
    "Right": 0x7C,
    "Down": 0x7D,
    "Up": 0x7E,
}
_FUNCTION_KEYS = bytes.fromhex("7A78637660616264656D 676F696B716A404F505A")


class MacHotkey:
    """To be made and closed on the main thread. macOS lets several programs have one key, so that none is taken."""

    def __init__(self, shortcut: Shortcut, tell: Tell) -> None:
        self._tell = tell
        self._registration: Any = None
        code = virtual_key(shortcut.key)
        if code is None:
            tell(Unavailable(f"A Mac has no key for {shortcut}."))
            return
        try:
            from quickmachotkey import quickHotKey  # noqa: PLC0415 (loads Cocoa)
        except ImportError as error:
            tell(Unavailable(str(error)))
            return
        modifiers = sum(_MODIFIERS[name] for name in shortcut.modifiers)

        def pressed() -> None:
            self._tell(Pressed())

        self._registration = quickHotKey(virtualKey=code, modifierMask=modifiers)(pressed)
        tell(Held())

    def close(self) -> None:
        """Gives the key back."""
        registration, self._registration = self._registration, None
        if registration is not None:
            registration.unregister()


def virtual_key(key: str) -> int | None:
    """The code of the key's place; None for one that Macs do not have."""
    if key.startswith("F") and key[1:].isdigit():
        number = int(key[1:])
        return _FUNCTION_KEYS[number - 1] if number <= len(_FUNCTION_KEYS) else None
    return TYPED.get(key, _NAMED.get(key))
