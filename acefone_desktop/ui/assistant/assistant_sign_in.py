"""The assistant's first step: where the account lives, and how to sign in to it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtGui import QFontMetrics
from PySide6.QtWidgets import QButtonGroup, QLineEdit, QStackedWidget, QWidget

from acefone_desktop.domain.account import Login, ServiceRegion, read_base_url, read_token
from acefone_desktop.domain.errors import AcefoneDesktopError
from acefone_desktop.ui.assistant.assistant_secret import SecretBox
from acefone_desktop.ui.look import tokens
from acefone_desktop.ui.look.theme import small_font
from acefone_desktop.ui.parts.layouts import button, column, row
from acefone_desktop.ui.parts.page_parts import captioned, card, scrolled, small, wrapped
from acefone_desktop.ui.parts.progress_line import ProgressLine
from acefone_desktop.ui.parts.toggles import Option, Segment, Segments
from acefone_desktop.ui.settings.settings_account import region_name

if TYPE_CHECKING:
    from acefone_desktop.domain.account import Credentials
    from acefone_desktop.domain.settings import AccountSettings
    from acefone_desktop.ui.look.theme import Theme
    from acefone_desktop.ui.parts.strip import Strip

LONGEST_PASTE, LONGEST_PASSWORD = 20_000, 500


class SignInStep(QWidget):
    """`check_wanted` gives the address and the credentials; both are well-formed by then.

    What is wrong is said in `trouble`.
    """

    check_wanted = Signal(str, object)  # base address, Credentials
    cancel_wanted = Signal()
    edited = Signal()

    def __init__(self, theme: Theme, trouble: Strip) -> None:
        super().__init__()
        self._busy = False
        self._regions = {
            region: Option(region_name(region), theme, _region_hint(self, region)) for region in ServiceRegion
        }
        self._region_group = QButtonGroup(self)
        for option in self._regions.values():
            self._region_group.addButton(option)
        self._regions[ServiceRegion.UK].setChecked(True)
        self._address = QLineEdit(maxLength=500)
        self._address.setPlaceholderText("https://")
        self._address.setAccessibleName(self.tr("Address of the API"))
        self._by_token = Segment(self.tr("API token"), theme)
        self._by_login = Segment(self.tr("E-mail and password"), theme)
        self._by_token.setChecked(True)
        self._token_box = SecretBox(self.tr("API token"), LONGEST_PASTE)
        self._token = self._token_box.field
        self._token.setPlaceholderText(self.tr("Paste it here"))
        self._email = QLineEdit(maxLength=254)
        self._email.setAccessibleName(self.tr("E-mail address or login id"))
        self._password_box = SecretBox(self.tr("Password"), LONGEST_PASSWORD)
        self._password = self._password_box.field
        self._hint = small(
            wrapped(
                self.tr("In the Acefone portal under API Connect → API Tokens. Copy it when you create it."), "muted"
            )
        )
        self._ways = QStackedWidget()
        self.trouble = trouble
        self._progress = ProgressLine(self.tr("Checking"), theme)
        self._progress.setRange(0, 0)
        self._keep_room_of_progress()
        self.check = button(self.tr("Check and continue"), "primary")
        self._cancel = button(self.tr("Cancel"))
        self._lay_out()
        self._connect()
        self._show_region()
        self._show_way()
        self.set_busy(busy=False)

    @property
    def region(self) -> ServiceRegion:
        """The chosen region."""
        return next(region for region, option in self._regions.items() if option.isChecked())

    @property
    def base_url(self) -> str:
        """The region's address, or the one entered. Raises `AddressNotUsableError`."""
        return self.region.base_url or read_base_url(self._address.text())

    @property
    def credentials(self) -> Credentials:
        """What was entered. Raises `EntryError` and its kinds."""
        if self._by_token.isChecked():
            return read_token(self._token.text())
        return Login(self._email.text().strip(), self._password.text())

    def show_account(self, account: AccountSettings) -> None:
        """Begins with an account that is set up already; its secret is asked for again."""
        self._regions[account.region].setChecked(True)
        self._address.setText(account.base_url if account.region is ServiceRegion.OTHER else "")
        self._email.setText(account.email)
        (self._by_login if account.sign_in == "login" else self._by_token).setChecked(True)
        self._show_region()
        self._show_way()

    @property
    def caption_height(self) -> int:
        """How far down from its top there is nothing but the first caption."""
        return tokens.SPACE_S + QFontMetrics(small_font(self.font())).height()

    def set_busy(self, *, busy: bool) -> None:
        """While a check is under way nothing can be changed; it can be cancelled."""
        self._busy = busy
        self._form.setEnabled(not busy)
        self._progress.setVisible(busy)
        self._cancel.setVisible(busy)
        self.check.setEnabled(not busy)
        self.check.setText(self.tr("Checking…") if busy else self.tr("Check and continue"))
        if busy:
            self._cancel.setFocus(Qt.FocusReason.OtherFocusReason)

    def show_error(self, text: str) -> None:
        """Says what went wrong, and gives the keyboard back to where it can be put right."""
        self.trouble.say("danger", text, closable=False)
        self.focus_entry()

    def focus_entry(self) -> None:
        """Where one begins to type."""
        field = self._token if self._by_token.isChecked() else self._password if self._email.text() else self._email
        self._come_to(field)

    def _refuse(self, field: QLineEdit, text: str) -> None:
        self.trouble.say("danger", text, closable=False)
        self._come_to(field)

    def _come_to(self, field: QLineEdit) -> None:
        """Gives it the keyboard, and brings it into view also in a window that has little room."""
        field.setFocus(Qt.FocusReason.OtherFocusReason)
        field.selectAll()
        self._scroller.come_to(field)

    def forget_secrets(self) -> None:
        """What was entered is no longer needed on screen."""
        for box in (self._token_box, self._password_box):
            box.forget()

    @Slot()
    def submit(self) -> None:
        """Enter or the button: checks what can be checked here, then asks for the rest."""
        if self._busy:
            return
        try:
            base_url = self.base_url
        except AcefoneDesktopError as error:
            self._refuse(self._address, error.explanation)
            return
        missing = self._missing()
        if missing is not None:
            self._refuse(*missing)
            return
        try:
            credentials = self.credentials
        except AcefoneDesktopError as error:
            self.show_error(error.explanation)
            return
        self.trouble.hide()
        self.check_wanted.emit(base_url, credentials)

    def _missing(self) -> tuple[QLineEdit, str] | None:
        """The first field that is empty, and what to do about it."""
        if self._by_token.isChecked():
            return None if self._token.text().strip() else (self._token, self.tr("Paste your API token first."))
        if not self._email.text().strip():
            return self._email, self.tr("Enter your e-mail address or login id.")
        return None if self._password.text() else (self._password, self.tr("Enter your password."))

    @Slot()
    def _show_region(self) -> None:
        self._address_box.setVisible(self.region is ServiceRegion.OTHER)

    @Slot()
    def _take_region(self) -> None:
        """Whoever has an address of their own goes on by entering it."""
        self._show_region()
        if self.region is ServiceRegion.OTHER:
            if (layout := self._form.layout()) is not None:
                layout.activate()  # the field takes its room first
            self._come_to(self._address)

    @Slot()
    def _show_way(self) -> None:
        self._ways.setCurrentIndex(0 if self._by_token.isChecked() else 1)

    @Slot()
    def _tell_edited(self) -> None:
        self.trouble.hide()
        self.edited.emit()

    def _keep_room_of_progress(self) -> None:
        policy = self._progress.sizePolicy()
        policy.setRetainSizeWhenHidden(True)
        self._progress.setSizePolicy(policy)

    def _lay_out(self) -> None:
        self._address_box = QWidget()
        column(self._address_box, captioned(self.tr("Address of the API"), self._address))
        regions = card()
        layout = regions.layout()
        if layout is not None:
            layout.setContentsMargins(4, 4, 4, 4)
            layout.setSpacing(0)
            for option in self._regions.values():
                layout.addWidget(option)
        by_token, by_login = QWidget(), QWidget()
        column(by_token, captioned(self.tr("API token"), self._token_box), self._hint, 1)
        column(
            by_login,
            captioned(self.tr("E-mail address or login id"), self._email),
            captioned(self.tr("Password"), self._password_box),
            1,
        )
        self._ways.addWidget(by_token)
        self._ways.addWidget(by_login)
        ways = Segments(self.tr("How do you sign in?"), (self._by_token, self._by_login))
        self._form = QWidget()
        column(
            self._form,
            captioned(self.tr("Where is your account?"), regions),
            self._address_box,
            captioned(self.tr("How do you sign in?"), ways),
            self._ways,
            1,
            spacing=tokens.SPACE_M,
            margins=(tokens.SPACE_L, tokens.SPACE_S, tokens.SPACE_L, tokens.SPACE_S),
        )
        foot = column(
            None,
            self._progress,
            row(1, self._cancel, self.check),
            margins=(tokens.SPACE_L, tokens.SPACE_S, tokens.SPACE_L, tokens.SPACE_M),
        )
        self._scroller = scrolled(self._form)
        column(self, (self._scroller, 1), foot, spacing=0)

    def _connect(self) -> None:
        self._region_group.buttonClicked.connect(self._take_region)
        self._region_group.buttonClicked.connect(self._tell_edited)
        for segment in (self._by_token, self._by_login):
            segment.toggled.connect(self._show_way)
            segment.clicked.connect(self._tell_edited)
        for field in (self._address, self._token, self._email, self._password):
            field.textEdited.connect(self._tell_edited)
        self.check.clicked.connect(self.submit)
        self._cancel.clicked.connect(self.cancel_wanted)


def _region_hint(step: SignInStep, region: ServiceRegion) -> str:
    return {
        ServiceRegion.UK: "api-account-uk.acefone.com",
        ServiceRegion.INDIA: "api.acefone.in",
        ServiceRegion.SMARTFLO: "api-smartflo.tatateleservices.com",
        ServiceRegion.OTHER: step.tr("An address your administrator gave you"),
    }[region]
