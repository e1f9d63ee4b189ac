"""Transferring calls and looking at colleagues' calls: made when a person first wants it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Slot

if TYPE_CHECKING:
    from acefone_desktop.app.desktop.desktop_parts import DesktopParts
    from acefone_desktop.bridge.transfer_store import TransferStore
    from acefone_desktop.domain.account import Agent
    from acefone_desktop.domain.calls import Call
    from acefone_desktop.ui.calls.colleague_window import ColleagueWindow
    from acefone_desktop.ui.calls.transfer_panel import TransferPanel
    from acefone_desktop.ui.look.theme import Theme


class ControlDesk(QObject):
    """Its windows stand beside the main one, and go with it."""

    def __init__(self, parts: DesktopParts, theme: Theme) -> None:
        super().__init__()
        self._parts, self._theme = parts, theme
        self._transfers: TransferStore | None = None
        self._panel: TransferPanel | None = None
        self._colleagues: ColleagueWindow | None = None

    def transfer(self, call: Call) -> None:
        """Asks to whom this call is to be given."""
        if self._transfers is None or self._panel is None:
            from acefone_desktop.ui.calls.transfer_panel import TransferPanel  # noqa: PLC0415

            self._transfers = self._make_transfers()
            self._panel = TransferPanel(self._transfers, self._parts.faces, self._theme)
        self._transfers.begin(call)
        self._panel.open_beside()

    @Slot()
    def open_colleagues(self) -> None:
        """Shows the account's live calls."""
        if self._colleagues is None:
            from acefone_desktop.bridge.colleague_store import ColleagueStore  # noqa: PLC0415
            from acefone_desktop.ui.calls.colleague_window import ColleagueWindow  # noqa: PLC0415

            store = ColleagueStore(self._parts.account, self._us)
            self._colleagues = ColleagueWindow(store, self._parts.lookup.contact_of, self._theme)
        self._colleagues.open_beside()

    @property
    def is_watched(self) -> bool:
        """Whether one of its windows is in front."""
        return any(window is not None and window.isActiveWindow() for window in (self._panel, self._colleagues))

    def close(self) -> None:
        """Takes its windows off the screen, for good."""
        for window in (self._panel, self._colleagues):
            if window is not None:
                window.hide()
                window.deleteLater()
        self._panel = self._colleagues = self._transfers = None

    def _us(self) -> Agent | None:
        return self._parts.faces.us()

    def _make_transfers(self) -> TransferStore:
        from acefone_desktop.bridge.transfer_entries import TransferSearch  # noqa: PLC0415
        from acefone_desktop.bridge.transfer_store import ControlScene, TransferStore  # noqa: PLC0415

        parts = self._parts
        search = TransferSearch(
            parts.contacts.search, parts.lookup.contact_of, parts.foundation.called_countries.has_called
        )
        scene = ControlScene(
            self._us, lambda: parts.settings.state.phone_region, lambda: parts.calls.customer_answers_told
        )
        return TransferStore(parts.account, parts.calls, search, scene)
