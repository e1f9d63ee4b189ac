"""The certificate that the listener shows, where the way to it is to be encrypted up to this app."""

from __future__ import annotations

from datetime import UTC, datetime
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Slot
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QLineEdit, QWidget

from acefone_desktop.domain.file_choice import FileKind, FileRequest
from acefone_desktop.ui.parts.layouts import button, column, dress, row
from acefone_desktop.ui.parts.page_parts import captioned, small, wrapped
from acefone_desktop.ui.parts.strip import announce
from acefone_desktop.ui.settings.webhook_words import certificate_words

if TYPE_CHECKING:
    from acefone_desktop.bridge.settings_store import SettingsStore
    from acefone_desktop.bridge.webhook_store import WebhookStore


class CertificateSection(QWidget):
    """Two files; their places are kept, not what is in them. Nothing is used before it has been checked."""

    def __init__(self, settings: SettingsStore, webhooks: WebhookStore) -> None:
        super().__init__()
        self._settings, self._webhooks = settings, webhooks
        self._certificate, self._key = QLineEdit(maxLength=1000), QLineEdit(maxLength=1000)
        self._certificate.setAccessibleName(self.tr("Certificate file (PEM)"))
        self._key.setAccessibleName(self.tr("Key file (PEM)"))
        self._use, self._drop = button(self.tr("Check and use")), button(self.tr("Without TLS"), "quiet")
        self._note = small(wrapped(role="muted"))
        column(
            self,
            small(
                wrapped(
                    self.tr(
                        "Needed only where a tunnel or proxy passes the encrypted connection on as it is. "
                        "A renewed file is taken up by itself. The key must be without a passphrase."
                    ),
                    "muted",
                )
            ),
            captioned(self.tr("Certificate file (PEM)"), self._picked(self._certificate)),
            captioned(self.tr("Key file (PEM)"), self._picked(self._key)),
            row(self._use, self._drop, 1),
            self._note,
        )
        self._use.clicked.connect(self._check)
        self._drop.clicked.connect(webhooks.drop_certificate)
        settings.changed.connect(self._draw)
        webhooks.changed.connect(self._draw_note)
        self._draw()

    def showEvent(self, event: QShowEvent) -> None:  # noqa: N802
        super().showEvent(event)
        self._webhooks.look_at_certificate()

    def _picked(self, field: QLineEdit) -> QWidget:
        holder = QWidget()
        choose = button(self.tr("Choose…"))
        choose.setAccessibleName(self.tr("Choose: {0}").format(field.accessibleName()))
        choose.clicked.connect(partial(self._choose, field))
        holder.setLayout(row((field, 1), choose))
        return holder

    def _choose(self, field: QLineEdit) -> None:
        from acefone_desktop.ui.contacts.own_file_dialog import own_file_dialog  # noqa: PLC0415 (few come here)

        kinds = (
            FileKind(self.tr("Certificates and keys"), ("*.pem", "*.crt", "*.cer", "*.key")),
            FileKind(self.tr("All files"), ("*",)),
        )
        dialog = own_file_dialog(self, FileRequest(field.accessibleName(), kinds))
        dialog.fileSelected.connect(field.setText)
        dialog.open()

    @Slot()
    def _check(self) -> None:
        self._webhooks.choose_certificate(self._certificate.text().strip(), self._key.text().strip())

    @Slot()
    def _draw(self) -> None:
        listener = self._settings.state.listener
        if listener.certificate:
            self._certificate.setText(listener.certificate)
            self._key.setText(listener.certificate_key)
        self._drop.setVisible(bool(listener.certificate))
        self._draw_note()

    @Slot()
    def _draw_note(self) -> None:
        state = self._webhooks.state
        role, words = "muted", self.tr("Off: webhooks come to this computer without TLS.")
        if state.certificate_error is not None:
            role, words = "caution", state.certificate_error.explanation
        elif self._settings.state.listener.certificate and state.certificate is not None:
            role, words = certificate_words(state.certificate, datetime.now(UTC))
        elif self._settings.state.listener.certificate:
            words = self.tr("On.")
        dress(self._note, role)
        if words != self._note.text():
            self._note.setText(words)
            if role == "caution":
                announce(self, words)
