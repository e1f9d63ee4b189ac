"""Drives one call through the real window and leaves pictures of it, where nobody can look at a screen."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Slot

from acefone_desktop.ui.calls.call_words import words_for
from acefone_desktop.ui.window.place import Place

if TYPE_CHECKING:
    from pathlib import Path

    from acefone_desktop.app.desktop.desktop_app import DesktopApp
    from acefone_desktop.bridge.account_store import AccountState
    from acefone_desktop.bridge.call_store import CallsState

NUMBER = "07700 900123"
_DEADLINE_MS = 60_000
_SETTLE_MS = 250
"""A call card slides in; a picture is taken when it has arrived."""


class DemoDrive(QObject):
    """Types a number, presses “Call”, and follows the card to the call's end."""

    def __init__(self, app: DesktopApp, folder: Path) -> None:
        super().__init__()
        self._app, self._folder = app, folder
        self._said = ""
        self._taken = 0
        self.status = 1
        self._deadline = QTimer(self, singleShot=True, interval=_DEADLINE_MS)
        self._deadline.timeout.connect(self._give_up)
        self._picture = QTimer(self, singleShot=True, interval=_SETTLE_MS)
        self._picture.timeout.connect(self._take_picture)
        self._name = ""
        self._over = False
        self._tour = [Place.HISTORY, Place.CONTACTS, Place.SETTINGS]

    def start(self) -> None:
        """Begins when the account's line is open."""
        self._folder.mkdir(parents=True, exist_ok=True)
        self._deadline.start()
        self._app.parts.calls.changed.connect(self._follow)
        self._app.parts.account.changed.connect(self._begin)
        self._begin(self._app.parts.account.state)

    @Slot(object)
    def _begin(self, state: AccountState) -> None:
        from acefone_desktop.bridge.account_store import Line  # noqa: PLC0415

        if state.line is Line.READY and not self._said:
            self._say("The simulated account is ready.")
            self._app.windows.main.go_to(Place.DIAL)
            self._app.windows.main.dial_page.field.type_text(NUMBER)
            self._snap("number")
            self._say(f"Dialling {NUMBER}.")
            self._app.windows.main.dial_page.call_or_pick()

    @Slot(object)
    def _follow(self, state: CallsState) -> None:
        call = state.front
        if call is None:
            return
        faces = self._app.parts.faces
        words = words_for(call, faces.title(call), customer_answers_told=faces.customer_answers_told())
        if words.status != self._said:
            self._say(words.status)
            self._name = call.state.value
            self._over = call.is_settled
            self.status = 0 if call.outcome is not None and call.outcome.value == "answered" else 1
            self._picture.start()

    @Slot()
    def _take_picture(self) -> None:
        self._snap(self._name)
        if not self._over:
            return
        if self._tour:
            place = self._tour.pop(0)
            self._app.windows.main.go_to(place)
            self._name = place.value
            self._picture.start()
        else:
            self._app.quit_wanted.emit()

    @Slot()
    def _give_up(self) -> None:
        self._say("The call did not come to its end in time.")
        self.status = 1
        self._app.quit_wanted.emit()

    def _say(self, words: str) -> None:
        self._said = words
        print(words, flush=True)

    def _snap(self, name: str) -> None:
        self._taken += 1
        window = self._app.windows.main
        window.grab().save(str(self._folder / f"{self._taken:02}-{name}.png"))
