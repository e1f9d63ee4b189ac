"""How the app learns what becomes of a call: by asking, and by being told."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QLineEdit, QSpinBox, QWidget

from acefone_desktop.bridge.account_store import Line
from acefone_desktop.domain.public_address import HOOK_PATH
from acefone_desktop.domain.settings import HIGHEST_PORT, LOWEST_PORT
from acefone_desktop.ui.look.icons import Glyph, glyph_icon
from acefone_desktop.ui.parts.layouts import button, column, dress, row
from acefone_desktop.ui.parts.page_parts import caption, rule, small, wrapped
from acefone_desktop.ui.parts.strip import Strip, announce
from acefone_desktop.ui.parts.toggles import Switch
from acefone_desktop.ui.settings.polling_use import PollingUse
from acefone_desktop.ui.settings.webhook_recipes import local_address
from acefone_desktop.ui.settings.webhook_words import unread_words

if TYPE_CHECKING:
    from acefone_desktop.bridge.account_store import AccountStore
    from acefone_desktop.bridge.polling_store import PollingStore
    from acefone_desktop.bridge.settings_store import SettingsStore
    from acefone_desktop.bridge.webhook_store import WebhookStore
    from acefone_desktop.ui.look.theme import Theme


class StatusSection(QWidget):
    """Polling, and the webhook listener with the address that senders must be given."""

    guide_wanted = Signal()
    mapping_wanted = Signal()

    def __init__(
        self,
        settings: SettingsStore,
        account: AccountStore,
        webhooks: WebhookStore,
        polling: PollingStore,
        theme: Theme,
    ) -> None:
        super().__init__()
        self._settings, self._account, self._webhooks = settings, account, webhooks
        self._polling = Switch(
            self.tr("Ask Acefone while a call is on"), theme, self.tr("Every few seconds, and only while you call.")
        )
        self._listening = Switch(
            self.tr("Listen for webhooks"), theme, self.tr("Acefone then tells each step the moment it happens.")
        )
        self._hearing = small(wrapped())
        self._port = QSpinBox(minimum=LOWEST_PORT, maximum=HIGHEST_PORT)
        self._port.setAccessibleName(self.tr("Port of the webhook listener"))
        self._port.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._port.setMinimumWidth(88)
        self._address = QLineEdit(readOnly=True)
        self._address.setAccessibleName(self.tr("Address for webhooks, without its secret"))
        self._copy = button(self.tr("Copy with secret"))
        self._copy.setIcon(glyph_icon(Glyph.COPY))
        self._hint = small(wrapped(role="muted"))
        self._unread = Strip(theme)
        guide, mapping = button(self.tr("Make it reachable…")), button(self.tr("What came…"))
        self._neither = small(wrapped(self.tr("With both off, the app cannot tell how your calls go."), "caution"))
        self._trouble = Strip(theme)
        self._copying = False
        self._details = QWidget()
        column(
            self._details,
            self._hearing,
            row(caption(self.tr("Port"), self._port), 1, self._port),
            self._address,
            row((self._copy, 1)),
            self._trouble,
            self._hint,
            row(guide, mapping, 1),
            self._unread,
        )
        guide.clicked.connect(self.guide_wanted)
        mapping.clicked.connect(self.mapping_wanted)
        self._unread.acted.connect(self.mapping_wanted)
        webhooks.changed.connect(self._draw_unread)
        use = PollingUse(polling, account)
        column(self, self._polling, use, rule(), self._listening, self._details, self._neither)
        self._polling.clicked.connect(self._set_polling)
        self._listening.clicked.connect(self._set_listening)
        self._port.editingFinished.connect(self._set_port)
        self._copy.clicked.connect(self._ask_for_secret)
        settings.changed.connect(self._draw)
        self._trouble.closed.connect(self._trouble.hide)
        account.changed.connect(self._take_secret)
        account.changed.connect(self._draw_hearing)
        self._draw()
        self._draw_unread()

    @Slot()
    def _draw_unread(self) -> None:
        """Reports that nobody understands are no use to anybody: says so where the listener is."""
        unread = self._webhooks.state.unread
        if unread:
            self._unread.say("caution", unread_words(unread), self.tr("Map keys"), closable=False)
        else:
            self._unread.hide()

    @Slot()
    def _draw(self) -> None:
        state = self._settings.state
        self._polling.setChecked(state.polling)
        self._listening.setChecked(state.listener.enabled)
        self._details.setVisible(state.listener.enabled)
        self._neither.setVisible(not (state.polling or state.listener.enabled))
        if not self._port.hasFocus():
            self._port.setValue(state.listener.port)
        self._address.setText(self._base_address() + "/…")
        self._address.setCursorPosition(0)
        self._draw_hearing()
        self._hint.setText(
            self.tr(
                "This address is on your computer only. For Acefone to reach it, a reverse proxy or tunnel of your "
                "organisation must pass requests from the internet on to it. The secret is kept in the keyring: "
                "treat the copied address like a password."
            )
        )

    @Slot()
    def _draw_hearing(self) -> None:
        """Whether webhooks are heard at this moment, whatever is wished for."""
        state, port = self._account.state, self._settings.state.listener.port
        words = {
            Line.READY: self.tr("Listening on port {0}.").format(port),
            Line.OPENING: self.tr("Starting…"),
            Line.BROKEN: self.tr("Not listening: the account is not connected."),
            Line.SIGNED_OUT: self.tr("Not listening: nobody is signed in."),
        }
        trouble = state.listener_trouble
        said = words[state.line] if trouble is None else trouble.explanation
        dress(self._hearing, "muted" if trouble is None else "caution")
        if said != self._hearing.text():
            self._hearing.setText(said)
            if trouble is not None:
                announce(self, said)

    def _base_address(self) -> str:
        listener = self._settings.state.listener
        return local_address(listener) + HOOK_PATH

    @Slot(bool)
    def _set_polling(self, wanted: bool) -> None:  # noqa: FBT001 (Qt's signal)
        self._settings.change(polling=wanted)

    @Slot(bool)
    def _set_listening(self, wanted: bool) -> None:  # noqa: FBT001 (Qt's signal)
        self._settings.change(listener=replace(self._settings.state.listener, enabled=wanted))

    @Slot()
    def _set_port(self) -> None:
        self._settings.change(listener=replace(self._settings.state.listener, port=self._port.value()))

    @Slot()
    def _ask_for_secret(self) -> None:
        """The secret is fetched for this copy alone and never shown."""
        self._account.forget_error()
        self._trouble.hide()
        self._copying = True
        if self._account.state.listener_secret:
            self._take_secret()
        else:
            self._account.ask_listener_secret()

    @Slot()
    def _take_secret(self) -> None:
        secret, error = self._account.state.listener_secret, self._account.state.error
        if self._copying and error is not None:
            self._copying = False
            self._trouble.say("danger", error.explanation)
        elif self._copying and secret:
            self._copying = False
            self._copy.setText(self.tr("Copied"))
            QGuiApplication.clipboard().setText(f"{self._base_address()}/{secret}")
            announce(self, self.tr("Address copied"))
