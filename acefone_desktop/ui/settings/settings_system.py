"""What the settings page shows of this computer, and what it asks of it. Whoever knows the system fills it."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal

from acefone_desktop.bridge.store import Store
from acefone_desktop.ui.settings.hotkey_status import HotkeyStatus

if TYPE_CHECKING:
    from acefone_desktop.domain.errors import AcefoneDesktopError


class LinkHandling(Enum):
    """Who opens `tel:` links."""

    UNKNOWN = "unknown"
    """Not looked yet."""
    OURS = "ours"
    """This app, for all kinds of phone links."""
    OUT_OF_DATE = "out of date"
    """This app, but the registration must be made anew to stay so."""
    PARTLY_OURS = "partly ours"
    """This app is registered, but another one opens some kinds of links."""
    OTHERS = "others"
    """Another app, or none."""
    UNSUPPORTED = "unsupported"
    """This system offers no way to say so from here."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SystemState:
    """`link_note` says more about the links where there is more to say (who opens them, what to do by hand).

    `link_page`: the system has a page on which a person chooses who opens links.

    `autostart` is None where the system offers none. Paths are shown as they are; empty ones are left out.
    """

    links: LinkHandling = LinkHandling.UNKNOWN
    link_note: str = ""
    link_page: bool = False
    links_busy: bool = False
    autostart: bool | None = None
    tray_available: bool = True
    data_folder: str = ""
    log_file: str = ""
    version: str = ""


class SystemSettings(Store[SystemState]):
    """The page says what is wanted through the signals ending in `wanted`; `show` and `fail` answer."""

    look_wanted = Signal()  # the page has come into view: look again
    links_wanted = Signal(bool)  # True: open phone links with this app; False: no longer
    link_page_wanted = Signal()  # open the system's page for the choice
    autostart_wanted = Signal(bool)
    folder_wanted = Signal()  # open the data folder
    failed = Signal(object)  # AcefoneDesktopError

    def __init__(self, initial: SystemState | None = None) -> None:
        super().__init__(initial or SystemState())
        self.hotkey = HotkeyStatus()

    def show(self, state: SystemState) -> None:
        """What is the case now."""
        self._publish(state)

    def fail(self, error: AcefoneDesktopError) -> None:
        """What was wanted could not be done."""
        self.failed.emit(error)
