"""How Acefone comes to reach the webhook listener: what to set up where, and a test that proves it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QLayout, QLineEdit, QWidget

from acefone_desktop.ui.look.icons import Glyph, glyph_icon
from acefone_desktop.ui.parts.layouts import button, column, row
from acefone_desktop.ui.parts.page_parts import section, small, wrapped
from acefone_desktop.ui.parts.strip import Strip, announce
from acefone_desktop.ui.parts.toggles import Switch
from acefone_desktop.ui.settings import webhook_recipes as recipes
from acefone_desktop.ui.settings.certificate_section import CertificateSection
from acefone_desktop.ui.settings.copy_block import CopyBlock
from acefone_desktop.ui.settings.secret_copier import SecretCopier
from acefone_desktop.ui.settings.sub_page import SubPage
from acefone_desktop.ui.settings.webhook_words import reach_words

if TYPE_CHECKING:
    from acefone_desktop.bridge.account_store import AccountStore
    from acefone_desktop.bridge.settings_store import SettingsStore
    from acefone_desktop.bridge.webhook_store import WebhookStore
    from acefone_desktop.ui.look.theme import Theme


class WebhookGuide(SubPage):
    """Everything is filled in with our own address; nothing here shows the secret."""

    def __init__(self, settings: SettingsStore, account: AccountStore, webhooks: WebhookStore, theme: Theme) -> None:
        super().__init__(self.tr("Make the app reachable"))
        self._settings, self._webhooks = settings, webhooks
        self._copier = SecretCopier(account, self)
        self._address = QLineEdit(placeholderText=f"https://{recipes.EXAMPLE_HOST}/hook", maxLength=300)
        self._address.setAccessibleName(self.tr("Public address"))
        self._test = button(self.tr("Test"), "primary")
        self._outcome = Strip(theme)
        self._in_header = Switch(
            self.tr("Secret in a header"),
            theme,
            self.tr("Headers are written to fewer logs than addresses. Off: the secret ends the address."),
        )
        self._url = CopyBlock(self.tr("URL, without its secret"))
        self._copy_secret = button("")
        self._copy_secret.setIcon(glyph_icon(Glyph.COPY))
        self._template = CopyBlock(self.tr("Body (JSON)"))
        self._template.show_text(recipes.body_template())
        self._caddy, self._nginx = CopyBlock(self.tr("Caddy")), CopyBlock(self.tr("nginx"))
        self._ssh = CopyBlock(self.tr("SSH, to a server of yours"))
        self._program = CopyBlock(self.tr("A tunnel program, such as"))
        self.fill(
            section(self.tr("1. A way to this computer"), self._way_words(), self._caddy, self._nginx),
            section(self.tr("Or a tunnel, behind any firewall"), self._ssh, self._program),
            section(self.tr("2. Your public address"), self._address_row(), self._in_header),
            section(self.tr("3. In the Acefone portal"), self._portal_words(), self._portal_values()),
            section(self.tr("Encryption up to this app"), CertificateSection(settings, webhooks)),
        )
        self._connect()
        self._draw()

    def _way_words(self) -> QWidget:
        return small(
            wrapped(
                self.tr(
                    "Acefone sends to a public https address. Pass what comes to it on to this computer, by a "
                    "reverse proxy in your network or by a tunnel. One of these is enough."
                ),
                "muted",
            )
        )

    def _address_row(self) -> QLayout:
        return column(None, row((self._address, 1), self._test), self._outcome)

    def _portal_words(self) -> QWidget:
        return small(
            wrapped(
                self.tr(
                    "Acefone's support must have switched webhooks on. Then: API Connect → Webhook → add.\n"
                    "• Method: POST, content type JSON\n"
                    "• Call type: outbound (click-to-call is reported there alone; inbound needs a second webhook)\n"
                    "• Triggers: answered by agent, answered by customer, missed by customer, hangup "
                    "(missed or answered). One webhook for each, all with the same URL\n"
                    "• Timestamps: ISO 8601 where it is offered"
                )
            )
        )

    def _portal_values(self) -> QLayout:
        return column(None, self._url, row(self._copy_secret, 1), self._template)

    def _connect(self) -> None:
        self._address.editingFinished.connect(self._keep_address)
        self._address.returnPressed.connect(self._run_test)
        self._test.clicked.connect(self._run_test)
        self._in_header.clicked.connect(self._webhooks.set_secret_in_header)
        self._copy_secret.clicked.connect(self._copy)
        self._copier.copied.connect(self._say_copied)
        self._copier.failed.connect(self._say_failed)
        self._outcome.closed.connect(self._outcome.hide)
        self._settings.changed.connect(self._draw)
        self._webhooks.changed.connect(self._draw_outcome)

    @Slot()
    def _draw(self) -> None:
        webhooks, listener = self._settings.state.webhooks, self._settings.state.listener
        address = webhooks.public_address
        if not self._address.hasFocus():
            self._address.setText(address)
        self._in_header.setChecked(webhooks.secret_in_header)
        host, path = recipes.public_parts(address)
        url = address or f"https://{host}{path}"
        self._url.show_text(url if webhooks.secret_in_header else f"{url}/…")
        header = self.tr("Copy header {0}").format(recipes.SECRET_HEADER)
        self._copy_secret.setText(header if webhooks.secret_in_header else self.tr("Copy URL with the secret"))
        self._caddy.show_text(recipes.caddy_rules(address, listener))
        self._nginx.show_text(recipes.nginx_rules(address, listener))
        self._ssh.show_text(recipes.ssh_tunnel(address, listener))
        self._program.show_text(recipes.tunnel_program(listener))
        self._draw_outcome()

    @Slot()
    def _draw_outcome(self) -> None:
        state = self._webhooks.state
        self._test.setEnabled(not state.is_testing)
        self._test.setText(self.tr("Testing…") if state.is_testing else self.tr("Test"))
        if state.test_error is not None:
            self._outcome.say("danger", state.test_error.explanation)
        elif state.report is not None:
            self._outcome.say(*reach_words(state.report))
        else:
            self._outcome.hide()

    @Slot()
    def _keep_address(self) -> None:
        self._webhooks.set_address(self._address.text())

    @Slot()
    def _run_test(self) -> None:
        if self._webhooks.set_address(self._address.text()):
            self._webhooks.test()

    @Slot()
    def _copy(self) -> None:
        if self._settings.state.webhooks.secret_in_header:
            self._copier.copy(f"{recipes.SECRET_HEADER}: ")
        else:
            self._copier.copy(self._url.text.removesuffix("…"))

    @Slot()
    def _say_copied(self) -> None:
        self._copy_secret.setText(self.tr("Copied"))
        announce(self, self.tr("Copied"))

    @Slot(str)
    def _say_failed(self, why: str) -> None:
        self._outcome.say("danger", why)
