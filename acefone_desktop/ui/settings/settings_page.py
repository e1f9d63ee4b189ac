"""The place of everything that can be set."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QStackedWidget, QWidget

from acefone_desktop.ui.look import tokens
from acefone_desktop.ui.parts.layouts import column
from acefone_desktop.ui.parts.page_parts import headed, scrolled, section
from acefone_desktop.ui.parts.strip import Strip
from acefone_desktop.ui.settings.settings_about import AboutSection
from acefone_desktop.ui.settings.settings_account import AccountSection
from acefone_desktop.ui.settings.settings_appearance import AppearanceSection
from acefone_desktop.ui.settings.settings_calls import CallsSection
from acefone_desktop.ui.settings.settings_desktop import DesktopSection
from acefone_desktop.ui.settings.settings_hotkey import HotkeySection
from acefone_desktop.ui.settings.settings_notifications import NotificationsSection
from acefone_desktop.ui.settings.settings_status import StatusSection

if TYPE_CHECKING:
    from acefone_desktop.bridge.account_store import AccountStore
    from acefone_desktop.bridge.polling_store import PollingStore
    from acefone_desktop.bridge.settings_store import SettingsStore
    from acefone_desktop.bridge.webhook_store import WebhookStore
    from acefone_desktop.domain.errors import AcefoneDesktopError
    from acefone_desktop.ui.look.theme import Theme
    from acefone_desktop.ui.settings.settings_system import SystemSettings
    from acefone_desktop.ui.settings.sub_page import SubPage

_WIDEST = 640


class SettingsPage(QWidget):
    """Every change takes effect and is kept at once; there is nothing to confirm."""

    change_account_wanted = Signal()
    colleagues_wanted = Signal()
    quiet_wanted = Signal(object)  # QuietSpan
    quiet_end_wanted = Signal()

    def __init__(
        self,
        settings: SettingsStore,
        account: AccountStore,
        theme: Theme,
        system: SystemSettings,
        webhooks: WebhookStore,
        polling: PollingStore,
    ) -> None:
        super().__init__()
        self.setObjectName("page")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._settings, self._stores, self._theme, self._system = settings, (account, webhooks), theme, system
        self._trouble = Strip(theme)
        self._account = AccountSection(settings, account, theme)
        status = StatusSection(settings, account, webhooks, polling, theme)
        notifications = NotificationsSection(settings, theme)
        calls = CallsSection(settings, theme)
        content = QWidget()
        column(
            content,
            section(self.tr("Account"), self._account),
            section(self.tr("Calls"), calls),
            section(self.tr("Global key"), HotkeySection(settings, system.hotkey, theme)),
            section(self.tr("Call status"), status),
            section(self.tr("Notifications"), notifications),
            section(self.tr("This computer"), DesktopSection(settings, system, theme)),
            headed(self.tr("Appearance"), AppearanceSection(settings, theme)),
            section(self.tr("About"), AboutSection(system)),
            1,
            spacing=tokens.SPACE_L,
            margins=(tokens.SPACE_L, tokens.SPACE_L, tokens.SPACE_L, tokens.SPACE_L),
        )
        content.setMaximumWidth(_WIDEST)
        scroller = scrolled(content)
        scroller.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        self._places = QStackedWidget()
        self._places.addWidget(scroller)
        column(self, self._trouble, (self._places, 1), spacing=0)
        status.guide_wanted.connect(self._show_guide)
        status.mapping_wanted.connect(self._show_mapping)
        calls.colleagues_wanted.connect(self.colleagues_wanted)
        self._account.change_wanted.connect(self.change_account_wanted)
        notifications.quiet_wanted.connect(self.quiet_wanted)
        notifications.quiet_end_wanted.connect(self.quiet_end_wanted)
        self._trouble.closed.connect(self._trouble.hide)
        settings.not_kept.connect(self._show_failure)

    def showEvent(self, event: QShowEvent) -> None:  # noqa: N802
        super().showEvent(event)
        self._system.look_wanted.emit()

    @Slot()
    def _show_guide(self) -> None:
        from acefone_desktop.ui.settings.webhook_guide import WebhookGuide  # noqa: PLC0415 (few come here)

        self._come_to(WebhookGuide(self._settings, *self._stores, self._theme))

    @Slot()
    def _show_mapping(self) -> None:
        from acefone_desktop.ui.settings.webhook_mapping_page import WebhookMappingPage  # noqa: PLC0415 (few come here)

        self._come_to(WebhookMappingPage(self._settings, self._stores[1], self._theme))

    def _come_to(self, page: SubPage) -> None:
        self._came_from = self.focusWidget()
        page.left.connect(self._go_back)
        self._places.setCurrentIndex(self._places.addWidget(page))
        page.back.setFocus(Qt.FocusReason.OtherFocusReason)

    @Slot()
    def _go_back(self) -> None:
        """Where the person was before, with the keyboard there."""
        page = self._places.currentWidget()
        self._places.setCurrentIndex(0)
        if page is not None:
            self._places.removeWidget(page)
            page.deleteLater()
        if self._came_from is not None:
            self._came_from.setFocus(Qt.FocusReason.OtherFocusReason)

    @Slot(object)
    def _show_failure(self, error: AcefoneDesktopError) -> None:
        self._trouble.say("danger", error.explanation)
