"""Who is signed in, and the ways to change that."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication, Signal, Slot
from PySide6.QtWidgets import QWidget

from acefone_desktop.bridge.account_store import Line
from acefone_desktop.domain.account import ServiceRegion
from acefone_desktop.ui.look.icons import Glyph, glyph_icon
from acefone_desktop.ui.parts.layouts import button, column, dress, row
from acefone_desktop.ui.parts.page_parts import rule, small, wrapped
from acefone_desktop.ui.parts.strip import Strip
from acefone_desktop.ui.settings.settings_time_zone import TimeZoneSection

if TYPE_CHECKING:
    from acefone_desktop.bridge.account_store import AccountState, AccountStore
    from acefone_desktop.bridge.settings_store import SettingsStore
    from acefone_desktop.domain.settings import AccountSettings
    from acefone_desktop.ui.look.theme import Theme


def region_name(region: ServiceRegion) -> str:
    """The region as people call it."""
    names = {
        ServiceRegion.UK: QCoreApplication.translate("Regions", "Acefone UK"),
        ServiceRegion.INDIA: QCoreApplication.translate("Regions", "Acefone India"),
        ServiceRegion.SMARTFLO: QCoreApplication.translate("Regions", "Tata Smartflo"),
        ServiceRegion.OTHER: QCoreApplication.translate("Regions", "Other address"),
    }
    return names[region]


class AccountSection(QWidget):
    """Draws the account; signing out is asked about in place."""

    change_wanted = Signal()

    def __init__(self, settings: SettingsStore, account: AccountStore, theme: Theme) -> None:
        super().__init__()
        self._settings, self._account = settings, account
        self._leaving = False
        self._who = wrapped()
        self._where = small(wrapped(role="muted"))
        self._line = small(wrapped())
        self._question = Strip(theme)
        self._trouble = Strip(theme)
        self._change = button(self.tr("Change…"))
        self._leave = button(self.tr("Sign out"), "quiet")
        self._leave.setIcon(glyph_icon(Glyph.SIGN_OUT))
        words = column(None, self._who, self._where, self._line, spacing=2)
        self._zone = QWidget()
        column(self._zone, rule(), TimeZoneSection(settings, theme))
        column(self, words, row(self._change, self._leave, 1), self._question, self._trouble, self._zone)
        self._change.clicked.connect(self.change_wanted)
        self._leave.clicked.connect(self._ask)
        self._question.acted.connect(self._sign_out)
        self._question.closed.connect(self._question.hide)
        self._trouble.closed.connect(self._trouble.hide)
        settings.changed.connect(self._draw)
        account.changed.connect(self._draw)
        self._draw()

    @Slot()
    def _draw(self) -> None:
        account, state = self._settings.state.account, self._account.state
        self._draw_account(account)
        self._draw_line(account, state)
        self._change.setText(self.tr("Change…") if account else self.tr("Sign in…"))
        self._change.setEnabled(not state.busy)
        self._leave.setVisible(account is not None)
        self._zone.setVisible(account is not None)
        self._leave.setEnabled(not state.busy)
        if account is None:
            self._question.hide()
        if self._leaving and not state.busy:
            self._leaving = False
            if state.error is not None:
                self._trouble.say("danger", state.error.explanation)

    def _draw_account(self, account: AccountSettings | None) -> None:
        if account is None:
            self._who.setText(self.tr("No account is set up"))
            self._where.setText(self.tr("Sign in to place calls."))
            return
        agent = account.agent
        self._who.setText(agent.name or str(agent.id) if agent else self.tr("No agent chosen"))
        region = account.base_url if account.region is ServiceRegion.OTHER else region_name(account.region)
        sign_in = account.email if account.sign_in == "login" else self.tr("API token")
        agent_id = self.tr("agent {0}").format(agent.id) if agent else ""
        self._where.setText(" · ".join(part for part in (region, sign_in, agent_id) if part))

    def _draw_line(self, account: AccountSettings | None, state: AccountState) -> None:
        trouble = state.trouble.explanation if state.trouble else ""
        words = {
            Line.SIGNED_OUT: ("", ""),
            Line.OPENING: (self.tr("Connecting…"), "muted"),
            Line.READY: (self.tr("Ready to call"), "call"),
            Line.BROKEN: (trouble or self.tr("Not connected"), "danger"),
        }
        text, role = words[state.line]
        self._line.setText(text)
        self._line.setVisible(bool(text and account))
        dress(self._line, role)

    @Slot()
    def _ask(self) -> None:
        question = self.tr("Sign out? The token is removed from this computer; contacts and history stay.")
        self._question.say("caution", question, self.tr("Sign out"))

    @Slot()
    def _sign_out(self) -> None:
        self._question.hide()
        self._trouble.hide()
        self._account.sign_out()
        self._leaving = True
