"""Windows come to the front by the permission that the desktop gave to whoever asked for them."""

from __future__ import annotations

import contextlib
import os
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, Slot
from PySide6.QtGui import QGuiApplication, QWindow

from acefone_desktop.app.instance.instance_messages import activation_token

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

_WAYLAND_TOKEN, _X_STARTUP_ID = "XDG_ACTIVATION_TOKEN", "DESKTOP_STARTUP_ID"


class WindowRaising(QObject):
    """Holds the token of what is being asked for, until a window uses it or it is completed without one.

    On Wayland Qt itself takes the token from the environment (xdg-activation-v1). On X11 the window manager is told.
    """

    def __init__(self) -> None:
        super().__init__()
        self._is_x11 = QGuiApplication.platformName() == "xcb"
        self._token = ""
        self._has_raised = False
        self._waiting: dict[QWindow, str] = {}

    @property
    def token(self) -> str:
        """What is being asked for came with it; empty where none did."""
        return self._token

    def take(self, token: str) -> None:
        """What follows, up to `complete`, was asked for with this token; empty where none came with it."""
        self._token = token
        self._has_raised = True
        if self._is_x11 or not token:
            os.environ.pop(_WAYLAND_TOKEN, None)
        else:
            os.environ[_WAYLAND_TOKEN] = token

    def bring(self, window: QWidget) -> None:
        """Helps a window, which has asked Qt for the front already, to get there. The first at a start needs none."""
        is_start, self._has_raised = not self._has_raised, True
        handle = window.windowHandle()
        if not self._is_x11 or is_start or handle is None:
            return
        if self._tell(handle, self._token, only_managed=True):
            return
        if handle not in self._waiting:
            handle.installEventFilter(self)
        self._waiting[handle] = self._token

    def complete(self) -> None:
        """What was asked for is done: the desktop need not show any longer that something is on its way."""
        token, self._token = self._token, ""
        self._complete(token)

    @Slot()
    def complete_start(self) -> None:
        """The same for the start of this process, where it showed no window by which Qt would have told."""
        self._complete(activation_token({_X_STARTUP_ID: os.environ.pop(_X_STARTUP_ID, "")}))

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802 (Qt's name)
        """Until a window that was hidden is on screen: only now does the window manager know it."""
        if event.type() == QEvent.Type.Expose and isinstance(watched, QWindow) and watched.isExposed():
            watched.removeEventFilter(self)
            self._tell(watched, self._waiting.pop(watched, ""))
        return False

    def _tell(self, window: QWindow, token: str, *, only_managed: bool = False) -> bool:
        """False where the window manager does not have the window yet. Without a server there is nobody to tell."""
        from acefone_desktop.desktop.x11.window_front import bring_forward, is_managed  # noqa: PLC0415
        from acefone_desktop.desktop.x11.x_client import XClient  # noqa: PLC0415 (for later than the start)

        number = int(window.winId())
        with contextlib.suppress(OSError), XClient(os.environ.get("DISPLAY", "")) as client:
            if only_managed and not is_managed(client, number):
                return False
            bring_forward(client, number, token)
        return True

    def _complete(self, startup_id: str) -> None:
        if not self._is_x11 or not startup_id:
            return
        from acefone_desktop.desktop.x11.window_front import complete_startup  # noqa: PLC0415
        from acefone_desktop.desktop.x11.x_client import XClient  # noqa: PLC0415

        with contextlib.suppress(OSError), XClient(os.environ.get("DISPLAY", "")) as client:
            complete_startup(client, startup_id)
