"""What the hotkey and the clipboard use of user32 and kernel32, played for exactly what they call."""

from __future__ import annotations

import ctypes
import queue
import threading
from typing import Any

from acefone_desktop.desktop.hotkey.windows_hotkey import Message

WM_QUIT, WM_HOTKEY = 0x0012, 0x0312
_TEXT, _MEMORY = 13, 7


class MessageWindows:
    """A thread's message queue. `refusal` is the error of RegisterHotKey, 0 for none."""

    def __init__(self, refusal: int = 0) -> None:
        self.refusal = refusal
        self.calls: list[tuple[Any, ...]] = []
        self.listener: int | None = None
        self._messages: queue.Queue[tuple[int, int]] = queue.Queue()

    def post(self, message: int, what: int = 1) -> None:
        """The system puts a message into the queue."""
        self._messages.put((message, what))

    def last_error(self) -> int:
        return self.refusal

    def PeekMessageW(self, message: Any, window: object, first: int, last: int, remove: int) -> int:  # noqa: N802
        assert (ctypes.cast(message, ctypes.c_void_p).value, window, first, last, remove)[1:] == (None, 0x400, 0x400, 0)
        self.listener = threading.get_native_id()
        return 0

    def RegisterHotKey(self, window: object, number: int, modifiers: int, key: int) -> int:  # noqa: N802
        self.calls.append(("register", window, number, modifiers, key))
        return 0 if self.refusal else 1

    def UnregisterHotKey(self, window: object, number: int) -> int:  # noqa: N802
        assert threading.get_native_id() == self.listener, "only the thread that registered it can give it back"
        self.calls.append(("unregister", window, number))
        return 1

    def GetMessageW(self, message: Any, window: object, first: int, last: int) -> int:  # noqa: N802
        assert (window, first, last) == (None, 0, 0)
        kind, what = self._messages.get(timeout=10)
        target = ctypes.cast(message, ctypes.POINTER(Message)).contents
        target.message, target.wParam = kind, what
        return 0 if kind == WM_QUIT else 1

    def PostThreadMessageW(self, thread: int, message: int, first: int, second: int) -> int:  # noqa: N802
        assert (thread, first, second) == (self.listener, 0, 0)
        self.post(message)
        return 1


class ClipboardWindows:
    """Both libraries of a clipboard that holds this text, and is busy for the first `busy` tries."""

    def __init__(self, text: str | None, busy: int = 0) -> None:
        content = (text or "").encode("utf-16-le") + b"\0\0" + b"left over"
        self._memory = ctypes.create_string_buffer(content, len(content)) if text is not None else None
        self._busy = busy
        self.calls: list[str] = []

    def IsClipboardFormatAvailable(self, form: int) -> bool:  # noqa: N802
        assert form == _TEXT
        return self._memory is not None

    def OpenClipboard(self, window: object) -> bool:  # noqa: N802
        assert window is None
        self.calls.append("open")
        self._busy -= 1
        return self._busy < 0

    def GetClipboardData(self, form: int) -> int:  # noqa: N802
        assert form == _TEXT
        return _MEMORY

    def GlobalLock(self, memory: int) -> int:  # noqa: N802
        self.calls.append("lock")
        assert self._memory is not None
        assert memory == _MEMORY
        return ctypes.addressof(self._memory)

    def GlobalSize(self, memory: int) -> int:  # noqa: N802
        return len(self._memory) if self._memory is not None and memory == _MEMORY else 0

    def GlobalUnlock(self, memory: int) -> None:  # noqa: N802
        assert memory == _MEMORY
        self.calls.append("unlock")

    def CloseClipboard(self) -> None:  # noqa: N802
        self.calls.append("close")
