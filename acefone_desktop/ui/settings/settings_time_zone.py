"""In which zone Acefone writes its times: found from calls, or chosen."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Slot
from PySide6.QtWidgets import QCompleter, QLineEdit, QWidget

from acefone_desktop.domain.server_zone import offset_of, zone_of, zone_words
from acefone_desktop.ui.parts.layouts import column
from acefone_desktop.ui.parts.page_parts import small, wrapped
from acefone_desktop.ui.parts.strip import announce
from acefone_desktop.ui.parts.toggles import Switch

if TYPE_CHECKING:
    from collections.abc import Callable

    from acefone_desktop.bridge.settings_store import SettingsStore
    from acefone_desktop.domain.settings import AccountSettings, Settings
    from acefone_desktop.ui.look.theme import Theme

_MOST_SHOWN = 8


def _now() -> datetime:
    return datetime.now(UTC)


def zone_names() -> dict[str, str]:
    """What people read and type, and the names of the time-zone database that it stands for."""
    from zoneinfo import available_timezones  # noqa: PLC0415 (looks through the database's folders)

    names = sorted(name for name in available_timezones() if "/" in name and not name.startswith(("Etc/", "build/")))
    return {name.replace("_", " "): name for name in ("UTC", *names)}


class TimeZoneSection(QWidget):
    """A switch for finding it automatically; without, a field that finds zones by any part of their names."""

    def __init__(self, settings: SettingsStore, theme: Theme, now: Callable[[], datetime] = _now) -> None:
        super().__init__()
        self._settings, self._now = settings, now
        self._names: dict[str, str] = {}
        self._automatic = Switch(
            self.tr("Find the time zone of Acefone's times automatically"),
            theme,
            self.tr("From what it says of your calls."),
        )
        self._zone = QLineEdit(placeholderText=self.tr("City or region"))
        self._zone.setAccessibleName(self.tr("Time zone of Acefone's times"))
        self._words, self._doubt = small(wrapped(role="muted")), small(wrapped(role="caution"))
        column(self, self._automatic, self._zone, self._words, self._doubt)
        self._automatic.clicked.connect(self._set_automatic)
        self._zone.editingFinished.connect(self._take_typed)
        settings.changed.connect(self._draw)
        self._draw()

    @Slot()
    def _draw(self) -> None:
        settings = self._settings.state
        account = settings.account
        if account is None:
            return
        chosen = bool(account.time_zone)
        self._automatic.setChecked(not chosen)
        self._zone.setVisible(chosen)
        if chosen:
            self._offer_zones()
            if not self._zone.hasFocus():
                self._zone.setText(account.time_zone.replace("_", " "))
        self._say(settings, account)

    def _say(self, settings: Settings, account: AccountSettings) -> None:
        now, found = self._now(), settings.found_zones.of(account.base_url).account
        used = zone_words(settings.server_zone, now)
        told = zone_words(found.zone, now) if found.zone else ""
        one = found.calls == 1
        if account.time_zone:
            words = self.tr("Read as {0}.").format(used)
        elif told:
            several = self.tr("Found from {0} calls: {1}").format(found.calls, told)
            words = self.tr("Found from 1 call: {0}").format(told) if one else several
        else:
            words = self.tr("Read as {0} until your calls have told more.").format(used)
        differs = bool(told) and offset_of(zone_of(found.zone), now) != offset_of(zone_of(settings.server_zone), now)
        self._words.setText(words)
        several = self.tr("Going by {0} calls, Acefone's times look like {1}.").format(found.calls, told)
        doubt = self.tr("Going by 1 call, Acefone's times look like {0}.").format(told) if one else several
        self._doubt.setText(doubt if differs else "")
        self._doubt.setVisible(differs)

    def _offer_zones(self) -> None:
        """The list is made when the field is first shown."""
        if self._names:
            return
        self._names = zone_names()
        offers = QCompleter(list(self._names), self)
        offers.setFilterMode(Qt.MatchFlag.MatchContains)
        offers.setCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
        offers.setMaxVisibleItems(_MOST_SHOWN)
        offers.activated.connect(self._choose)
        self._zone.setCompleter(offers)

    @Slot(bool)
    def _set_automatic(self, wanted: bool) -> None:  # noqa: FBT001 (Qt's signal)
        """Whoever chooses begins with the zone in use."""
        self._set("" if wanted else self._settings.state.server_zone)
        if not wanted:
            self._zone.setFocus()
            self._zone.selectAll()

    @Slot()
    def _take_typed(self) -> None:
        """What names no zone is put back to the one in use."""
        typed = self._zone.text().strip().casefold()
        match = next((shown for shown in self._names if shown.casefold() == typed), "")
        account = self._settings.state.account
        if match:
            self._choose(match)
        elif account is not None:
            self._zone.setText(account.time_zone.replace("_", " "))

    @Slot(str)
    def _choose(self, shown: str) -> None:
        self._set(self._names[shown])
        announce(self, self._words.text())

    def _set(self, zone: str) -> None:
        account = self._settings.state.account
        if account is not None and account.time_zone != zone:
            self._settings.change(account=replace(account, time_zone=zone))
