"""Facts about a number in the person's own words: its kind, its country, the time there."""

from __future__ import annotations

from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from PySide6.QtCore import QCoreApplication, QLocale

from acefone_desktop.domain.numbers import NumberKind
from acefone_desktop.ui.parts.times_of_day import time_text

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime


translate = QCoreApplication.translate


def kind_name(kind: NumberKind) -> str:
    """The kind as people call it; empty where it is not known."""
    names = {
        NumberKind.MOBILE: translate("NumberFacts", "Mobile"),
        NumberKind.FIXED: translate("NumberFacts", "Landline"),
        NumberKind.FIXED_OR_MOBILE: translate("NumberFacts", "Landline or mobile"),
        NumberKind.TOLL_FREE: translate("NumberFacts", "Freephone"),
        NumberKind.PREMIUM: translate("NumberFacts", "Premium rate"),
        NumberKind.SHARED_COST: translate("NumberFacts", "Shared cost"),
        NumberKind.VOIP: translate("NumberFacts", "Internet telephone"),
        NumberKind.PERSONAL: translate("NumberFacts", "Personal number"),
        NumberKind.PAGER: translate("NumberFacts", "Pager"),
        NumberKind.CORPORATE: translate("NumberFacts", "Company number"),
        NumberKind.SATELLITE: translate("NumberFacts", "Satellite"),
        NumberKind.SHORT: translate("NumberFacts", "Short code"),
        NumberKind.EMERGENCY: translate("NumberFacts", "Emergency"),
        NumberKind.SERVICE_CODE: translate("NumberFacts", "Service code"),
    }
    return names.get(kind, "")


def country_name(country: str | None) -> str:
    """The country's name as Qt knows it; the code itself where it does not."""
    if not country:
        return ""
    territory = QLocale.codeToTerritory(country)
    return country if territory == QLocale.Country.AnyCountry else QLocale.territoryToString(territory)


def local_time(time_zones: Iterable[str], now: datetime) -> str:
    """The time where the number is; a span where its zones do not agree, nothing where they are not known."""
    moments = sorted(moment.replace(tzinfo=None) for moment in _moments(time_zones, now))
    if not moments:
        return ""
    first, last = time_text(moments[0]), time_text(moments[-1])
    return translate("NumberFacts", "{0} there").format(first if first == last else f"{first}–{last}")


def _moments(time_zones: Iterable[str], now: datetime) -> list[datetime]:
    moments = []
    for name in time_zones:
        try:
            moments.append(now.astimezone(ZoneInfo(name)))
        except (ZoneInfoNotFoundError, ValueError):
            continue
    return moments
