"""How numbers are read, and what happens before a call goes out."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QWidget

from acefone_desktop.ui.parts.choice_box import ChoiceBox
from acefone_desktop.ui.parts.layouts import button, column, row
from acefone_desktop.ui.parts.page_parts import rule, small, wrapped
from acefone_desktop.ui.parts.toggles import Switch

if TYPE_CHECKING:
    from acefone_desktop.bridge.settings_store import SettingsStore
    from acefone_desktop.ui.look.theme import Theme


def countries() -> tuple[tuple[str, str], ...]:
    """(ISO 3166 code, name with calling code) of every country with a numbering plan, by name."""
    import phonenumbers  # noqa: PLC0415 (the numbering plans take time to load)

    from acefone_desktop.ui.dial.number_facts import country_name  # noqa: PLC0415

    # The table of calling codes is loaded already; asking for each country's code would read all numbering plans.
    calling_codes = phonenumbers.COUNTRY_CODE_TO_REGION_CODE.items()
    codes = {region: code for code, regions in calling_codes for region in regions}
    names = {code: country_name(code) for code in phonenumbers.SUPPORTED_REGIONS}
    ordered = sorted(names.items(), key=lambda entry: entry[1].casefold())
    return tuple((code, f"{name} (+{codes[code]})") for code, name in ordered)


class CallsSection(QWidget):
    """Country for numbers without a country code, whether links are asked about, and colleagues' calls."""

    colleagues_wanted = Signal()

    def __init__(self, settings: SettingsStore, theme: Theme) -> None:
        super().__init__()
        self._settings = settings
        self._country = ChoiceBox(self.tr("Country for numbers without a country code"), theme)
        self._confirm = Switch(
            self.tr("Ask before a phone link is called"),
            theme,
            self.tr("Expensive, short and emergency numbers are never called straight from a link."),
        )
        for code, name in countries():
            self._country.addItem(name, code)
        self._colleagues = button(self.tr("Colleagues' calls…"), "link")
        self._colleagues.setToolTip(self.tr("Ctrl+Shift+L"))
        told = wrapped(
            self.tr(
                "Calls that come in to you are shown when webhooks tell of them, or when calls are looked at anyway. "
                "Acefone is not asked again and again while nothing is going on. Colleagues' calls are looked at only "
                "while their window is open."
            ),
            "muted",
        )
        column(self, self._country, rule(), self._confirm, rule(), small(told), row(self._colleagues, 1))
        self._colleagues.clicked.connect(self.colleagues_wanted)
        self._country.activated.connect(self._choose)
        self._confirm.clicked.connect(self._set_confirm)
        settings.changed.connect(self._draw)
        self._draw()

    @Slot()
    def _draw(self) -> None:
        state = self._settings.state
        self._country.setCurrentIndex(self._country.findData(state.phone_region))
        self._confirm.setChecked(state.confirm_links)

    @Slot(int)
    def _choose(self, place: int) -> None:
        self._settings.change(phone_region=self._country.itemData(place))

    @Slot(bool)
    def _set_confirm(self, wanted: bool) -> None:  # noqa: FBT001 (Qt's signal)
        self._settings.change(confirm_links=wanted)
