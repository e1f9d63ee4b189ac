"""Facts about a number in the person's own words: its kind, its country, the time there."""

from __future__ import annotations

from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from PySide6.QtCore import QCoreApplication, QLocale, QTime

from acefone_desktop.domain.numbers import NumberKind

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime


def tr(text: str) -> str:
    """Translates a text of this module."""
    return QCoreApplication.translate("NumberFacts", text)


def kind_name(kind: NumberKind) -> str:
    """The kind as people call it; empty where it is not known."""
    names = {
        NumberKind.MOBILE: tr("Mobile"),
        NumberKind.FIXED: tr("Landline"),
        NumberKind.FIXED_OR_MOBILE: tr("Landline or mobile"),
        NumberKind.TOLL_FREE: tr("Freephone"),
        NumberKind.PREMIUM: tr("Premium rate"),
        NumberKind.SHARED_COST: tr("Shared cost"),
        NumberKind.VOIP: tr("Internet telephone"),
        NumberKind.PERSONAL: tr("Personal number"),
        NumberKind.PAGER: tr("Pager"),
        NumberKind.CORPORATE: tr("Company number"),
        NumberKind.SATELLITE: tr("Satellite"),
        NumberKind.SHORT: tr("Short code"),
        NumberKind.EMERGENCY: tr("Emergency"),
        NumberKind.SERVICE_CODE: tr("Service code"),
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
    first, last = (
        QLocale().toString(QTime(moment.hour, moment.minute), QLocale.FormatType.ShortFormat)
        for moment in (moments[0], moments[-1])
    )
    return tr("{0} there").format(first if first == last else f"{first}–{last}")


def _moments(time_zones: Iterable[str], now: datetime) -> list[datetime]:
    moments = []
    for name in time_zones:
        try:
            moments.append(now.astimezone(ZoneInfo(name)))
        except (ZoneInfoNotFoundError, ValueError):
            continue
    return moments
