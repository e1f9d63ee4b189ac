"""A field in which a key is chosen by pressing it."""

from __future__ import annotations

import sys

from PySide6.QtCore import QEvent, Qt, Signal, Slot
from PySide6.QtGui import QFocusEvent, QHideEvent, QKeyEvent
from PySide6.QtWidgets import QPushButton

from acefone_desktop.desktop.hotkey.native_keys import typed_key
from acefone_desktop.domain.shortcut import FUNCTION_KEYS, ShortcutNotUsableError, read_shortcut
from acefone_desktop.ui.parts.strip import announce

_NAMED = {
    Qt.Key.Key_Space: "Space",
    Qt.Key.Key_Insert: "Insert",
    Qt.Key.Key_Home: "Home",
    Qt.Key.Key_End: "End",
    Qt.Key.Key_PageUp: "PageUp",
    Qt.Key.Key_PageDown: "PageDown",
    Qt.Key.Key_Left: "Left",
    Qt.Key.Key_Right: "Right",
    Qt.Key.Key_Up: "Up",
    Qt.Key.Key_Down: "Down",
    Qt.Key.Key_Pause: "Pause",
}
_ALONE = {
    *(Qt.Key.Key_Control, Qt.Key.Key_Shift, Qt.Key.Key_Alt, Qt.Key.Key_AltGr, Qt.Key.Key_Meta),
    *(Qt.Key.Key_Super_L, Qt.Key.Key_Super_R, Qt.Key.Key_CapsLock, Qt.Key.Key_NumLock, Qt.Key.Key_ScrollLock),
}
_NO_MODIFIERS = Qt.KeyboardModifier.NoModifier


class KeyField(QPushButton):
    """Shows the key; pressed, it waits for the next. Escape, or looking elsewhere, keeps the one there was."""

    chosen = Signal(str)  # as `read_shortcut` reads it
    refused = Signal(str)  # why that key cannot be, in a sentence
    recording = Signal(bool)

    def __init__(self) -> None:
        super().__init__()
        self._key, self._is_recording = "", False
        self.setAutoDefault(False)
        self.setAccessibleDescription(self.tr("Activate it, then press the new key."))
        self.clicked.connect(self._begin)

    def show_key(self, key: str) -> None:
        """The key that is set."""
        self._key = key
        if not self._is_recording:
            self._draw()

    def event(self, event: QEvent) -> bool:
        """Takes the keys that would do something in this window, too."""
        if self._is_recording and event.type() == QEvent.Type.ShortcutOverride:
            event.accept()
            return True
        return super().event(event)

    def focusNextPrevChild(self, forward: bool) -> bool:  # noqa: FBT001, N802 (Qt's)
        return not self._is_recording and super().focusNextPrevChild(forward)

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802
        if not self._is_recording:
            super().keyPressEvent(event)
        elif event.key() == Qt.Key.Key_Escape and event.modifiers() == _NO_MODIFIERS:
            self._end()
        elif event.key() not in _ALONE and not event.isAutoRepeat():
            self._take(_written(event))

    def keyReleaseEvent(self, event: QKeyEvent) -> None:  # noqa: N802
        if not self._is_recording:
            super().keyReleaseEvent(event)

    def focusOutEvent(self, event: QFocusEvent) -> None:  # noqa: N802
        super().focusOutEvent(event)
        self._end()

    def hideEvent(self, event: QHideEvent) -> None:  # noqa: N802
        super().hideEvent(event)
        self._end()

    @Slot()
    def _begin(self) -> None:
        if not self._is_recording:
            self._is_recording = True
            self.setFocus()
            self._draw()
            announce(self, self.text())
            self.recording.emit(True)  # noqa: FBT003 (a signal's value)

    def _end(self) -> None:
        if self._is_recording:
            self._is_recording = False
            self._draw()
            self.recording.emit(False)  # noqa: FBT003 (a signal's value)

    def _take(self, written: str) -> None:
        """A key that cannot be is explained, and another waited for."""
        try:
            shortcut = read_shortcut(written)
        except ShortcutNotUsableError as error:
            self.refused.emit(str(error))
            return
        self.chosen.emit(str(shortcut))
        self._end()

    def _draw(self) -> None:
        self.setText(self.tr("Press the new key…") if self._is_recording else self._key)
        self.setAccessibleName(self.text() if self._is_recording else self.tr("Key: {0}").format(self._key))


def _written(event: QKeyEvent) -> str:
    """As `read_shortcut` reads it; a name it does not know for other keys."""
    held = event.modifiers()
    on_a_mac = sys.platform == "darwin"  # where Qt calls Command “Control”, and Control “Meta”
    names = {
        "Meta" if on_a_mac else "Ctrl": Qt.KeyboardModifier.ControlModifier,
        "Alt": Qt.KeyboardModifier.AltModifier,
        "Shift": Qt.KeyboardModifier.ShiftModifier,
        "Ctrl" if on_a_mac else "Meta": Qt.KeyboardModifier.MetaModifier,
    }
    return "+".join([*(name for name, modifier in names.items() if held & modifier), _key(event)])


def _key(event: QKeyEvent) -> str:
    key = event.key()
    if event.modifiers() & Qt.KeyboardModifier.KeypadModifier and not _is_arrow_of_a_mac(key):
        return "?"  # it is another key than the one in the row above the letters
    if Qt.Key.Key_F1 <= key < Qt.Key.Key_F1 + len(FUNCTION_KEYS):
        return FUNCTION_KEYS[key - Qt.Key.Key_F1]
    if Qt.Key.Key_A <= key <= Qt.Key.Key_Z or Qt.Key.Key_0 <= key <= Qt.Key.Key_9:
        return chr(key)
    named = next((name for code, name in _NAMED.items() if code == key), "")
    return named or typed_key(event.nativeScanCode(), event.nativeVirtualKey()) or "?"


def _is_arrow_of_a_mac(key: int) -> bool:
    """Qt counts a Mac's arrow keys among those of the keypad."""
    arrows = (Qt.Key.Key_Left, Qt.Key.Key_Right, Qt.Key.Key_Up, Qt.Key.Key_Down)
    return sys.platform == "darwin" and key in arrows
