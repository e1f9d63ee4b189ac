"""Fetches the webhooks' secret for one copy at a time; it is never shown."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal, Slot
from PySide6.QtGui import QGuiApplication

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from acefone_desktop.bridge.account_store import AccountStore


class SecretCopier(QObject):
    """`copied` once it is on the clipboard, `failed` (why, in words) where the keyring does not give it."""

    copied = Signal()
    failed = Signal(str)

    def __init__(self, account: AccountStore, parent: QWidget) -> None:
        super().__init__(parent)
        self._account = account
        self._around: tuple[str, str] | None = None
        account.changed.connect(self._take)

    def copy(self, before: str = "", after: str = "") -> None:
        """Copies the secret with these texts around it."""
        self._account.forget_error()
        self._around = (before, after)
        if self._account.state.listener_secret:
            self._take()
        else:
            self._account.ask_listener_secret()

    @Slot()
    def _take(self) -> None:
        if self._around is None:
            return
        secret, error = self._account.state.listener_secret, self._account.state.error
        if error is not None:
            self._around = None
            self.failed.emit(error.explanation)
        elif secret:
            before, after = self._around
            self._around = None
            QGuiApplication.clipboard().setText(f"{before}{secret}{after}")
            self.copied.emit()
