"""First run: from nothing to an account that can call, in three steps."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtGui import QFocusEvent, QKeyEvent
from PySide6.QtWidgets import QAbstractButton, QApplication, QStackedWidget, QWidget

from acefone_desktop.domain.errors import TokenRefusedError, VaultError
from acefone_desktop.ui.assistant.assistant_agents import AgentStep
from acefone_desktop.ui.assistant.assistant_done import DoneStep
from acefone_desktop.ui.assistant.assistant_head import AssistantHead
from acefone_desktop.ui.assistant.assistant_sign_in import SignInStep
from acefone_desktop.ui.look import tokens
from acefone_desktop.ui.parts.layouts import button, column, row
from acefone_desktop.ui.parts.strip import announce

if TYPE_CHECKING:
    from acefone_desktop.bridge.account_store import AccountState, AccountStore
    from acefone_desktop.bridge.settings_store import SettingsStore
    from acefone_desktop.domain.account import Agent, Credentials
    from acefone_desktop.domain.errors import AcefoneDesktopError
    from acefone_desktop.services.account import AccountChoice
    from acefone_desktop.ui.look.theme import Theme

_WIDEST = 460
_LAST = 2


class Assistant(QWidget):
    """In the place of the window's content. `finished` also when the present account is kept."""

    finished = Signal()
    demo_wanted = Signal()

    def __init__(self, settings: SettingsStore, account: AccountStore, theme: Theme) -> None:
        super().__init__()
        self.setObjectName("page")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._settings, self._account = settings, account
        self._base_url = ""
        self._credentials: Credentials | None = None
        self._checking = False
        self._choice: AccountChoice | None = None
        self._head = AssistantHead(theme)
        self._sign_in = SignInStep(theme, self._head.trouble)
        self._agents = AgentStep(theme, self._head.trouble)
        self._done = DoneStep(theme)
        self._steps = QStackedWidget()
        self._demo = button(self.tr("Try it without an account"), "link")
        self._keep = button(self.tr("Keep the present account"), "link")
        self._lay_out()
        self._connect()
        self._begin()

    def focusInEvent(self, event: QFocusEvent) -> None:  # noqa: N802
        super().focusInEvent(event)
        self._focus_entry()

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802
        """Enter presses the focused button, else goes on; Esc cancels or goes back."""
        if event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter}:
            focused = QApplication.focusWidget()
            if isinstance(focused, QAbstractButton) and not focused.isCheckable():
                focused.click()
            else:
                self._go_on()
        elif event.key() == Qt.Key.Key_Escape:
            self._go_back()
        else:
            super().keyPressEvent(event)

    def show_banner(self, kind: str, text: str) -> None:
        """A sentence that needs no answer."""
        self._head.banner.say(kind, text)

    def hide_banner(self) -> None:
        """What it said no longer holds."""
        self._head.banner.hide()

    def _begin(self) -> None:
        account = self._settings.state.account
        if account is not None:
            self._sign_in.show_account(account)
        self._keep.setVisible(account is not None)
        self._demo.setVisible(account is None)
        self._account.forget_error()
        self._show_step(0)

    def _lay_out(self) -> None:
        for step in (self._sign_in, _padded(self._agents), _padded(self._done)):
            self._steps.addWidget(step)
        body = QWidget()
        body.setMaximumWidth(_WIDEST)
        foot = row(1, self._keep, self._demo, 1, margins=(0, 0, 0, tokens.SPACE_M))
        column(body, self._head, (self._steps, 1), foot, spacing=0)
        column(self, row((body, 1), margins=(0, 0, 0, 0)))
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)

    def _connect(self) -> None:
        self._sign_in.check_wanted.connect(self._check)
        self._sign_in.cancel_wanted.connect(self._cancel)
        self._sign_in.edited.connect(self._account.forget_error)
        self._agents.agent_chosen.connect(self._choose)
        self._agents.back_wanted.connect(self._go_back)
        self._agents.retry.clicked.connect(self._save_again)
        self._agents.for_session.clicked.connect(self._save_for_session)
        self._done.finished.connect(self.finished)
        self._keep.clicked.connect(self.finished)
        self._demo.clicked.connect(self.demo_wanted)
        self._account.changed.connect(self._draw)

    # --- what is asked of the account --------------------------------------------------------------------------------

    @Slot(str, object)
    def _check(self, base_url: str, credentials: Credentials) -> None:
        self._base_url, self._credentials = base_url, credentials
        self._checking = True
        self._account.check(base_url, credentials)

    @Slot()
    def _cancel(self) -> None:
        self._checking = False
        self._account.cancel_check()
        self._sign_in.set_busy(busy=False)
        self._sign_in.focus_entry()

    @Slot(object)
    def _choose(self, agent: Agent) -> None:
        overview = self._account.state.overview
        if self._credentials is None or overview is None:
            self._show_step(0)
            return
        from acefone_desktop.services.account import AccountChoice  # noqa: PLC0415 (only the last click needs it)

        self._save(
            AccountChoice(
                region=self._sign_in.region,
                base_url=self._base_url,
                credentials=self._credentials,
                agent=agent,
                overview=overview,
            )
        )

    @Slot()
    def _save_again(self) -> None:
        if self._choice is not None:
            self._save(replace(self._choice, for_this_session=False))

    @Slot()
    def _save_for_session(self) -> None:
        if self._choice is not None:
            self._save(replace(self._choice, for_this_session=True))

    def _save(self, choice: AccountChoice) -> None:
        self._choice = choice
        self._agents.hide_error()
        self._agents.set_busy(busy=True)
        self._account.save(choice)

    # --- what the account answers ------------------------------------------------------------------------------------

    @Slot(object)
    def _draw(self, state: AccountState) -> None:
        if self._checking:
            self._draw_check(state)
        elif self._choice is not None:
            self._draw_save(state, self._choice)

    def _said_here(self, error: AcefoneDesktopError) -> str:
        """There are no settings yet: a new token goes into this very step."""
        if isinstance(error, TokenRefusedError):
            remedy = self.tr("Create a new one under API Connect → API Tokens and paste it here.")
            return error.explanation.replace(error.remedy, remedy)
        return error.explanation

    def _draw_check(self, state: AccountState) -> None:
        self._sign_in.set_busy(busy=state.busy)
        if state.busy:
            return
        self._checking = False
        if state.error is not None:
            self._sign_in.show_error(self._said_here(state.error))
        elif state.overview is not None:
            known = self._settings.state.account
            self._agents.hide_error()
            self._agents.set_busy(busy=False)
            self._agents.show_overview(state.overview, known.agent.id if known and known.agent else None)
            self._show_step(1)

    def _draw_save(self, state: AccountState, choice: AccountChoice) -> None:
        if state.busy:
            return
        self._agents.set_busy(busy=False)
        if state.error is not None:
            self._agents.show_error(state.error.explanation, keyring=isinstance(state.error, VaultError))
            return
        self._choice = self._credentials = None
        self._sign_in.forget_secrets()
        self._done.show_agent(choice.agent, for_this_session=choice.for_this_session)
        self._show_step(_LAST)

    # --- going through the steps -------------------------------------------------------------------------------------

    def _show_step(self, step: int) -> None:
        self._steps.setCurrentIndex(step)
        self._head.trouble.hide()
        self._head.show_step(step)
        self._head.lie_over(self, self._sign_in.caption_height if step == 0 else 0)
        if step == _LAST:
            self._keep.hide()
            self._demo.hide()
        self._focus_entry()
        announce(self, self._head.title)

    def _focus_entry(self) -> None:
        step = self._steps.currentIndex()
        if step == 0:
            self._sign_in.focus_entry()
        elif step == 1:
            self._agents.focus_entry()
        else:
            self._done.setFocus(Qt.FocusReason.OtherFocusReason)

    def _go_on(self) -> None:
        step = self._steps.currentIndex()
        if step == 0:
            self._sign_in.submit()
        elif step == 1:
            self._agents.submit()
        else:
            self.finished.emit()

    @Slot()
    def _go_back(self) -> None:
        if self._checking:
            self._cancel()
        elif self._steps.currentIndex() == 1 and not self._account.state.busy:
            self._choice = None
            self._account.forget_error()
            self._show_step(0)


def _padded(step: QWidget) -> QWidget:
    holder = QWidget()
    column(holder, step, margins=(tokens.SPACE_L, tokens.SPACE_S, tokens.SPACE_L, tokens.SPACE_M))
    return holder
