"""What is known about the number in the field: country, kind, the callee's time, and what the policy says."""

from __future__ import annotations

import textwrap
from datetime import datetime
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from PySide6.QtCore import QLocale, QRectF, QSize, Qt, QTime
from PySide6.QtGui import QColor, QFont, QFontDatabase, QPainter, QPaintEvent
from PySide6.QtWidgets import QLabel, QSizePolicy, QWidget

from acefone_desktop.bridge.dial_state import DialState
from acefone_desktop.domain.numbers import NumberKind
from acefone_desktop.domain.policy import Decision
from acefone_desktop.ui import tokens
from acefone_desktop.ui.elided_label import ElidedLabel
from acefone_desktop.ui.glyph_label import GlyphLabel
from acefone_desktop.ui.icons import Glyph
from acefone_desktop.ui.layouts import column, dress, row
from acefone_desktop.ui.theme import Theme, sized, small_font

if TYPE_CHECKING:
    from collections.abc import Callable

    from acefone_desktop.domain.numbers import PhoneNumber

_EMOJI_FONTS = ("Apple Color Emoji", "Noto Color Emoji")  # Windows' emoji font has no flags
_REGIONAL_A = 0x1F1E6
_LONGEST_NAME = 24
_HEIGHT = 48  # two lines, kept while something is typed so that nothing below jumps
_MAY_BE_UNFINISHED = frozenset({"too-short", "area-code-missing"})
"""Verdicts that a number gets while it is being typed: said quietly until the person asks to call it."""


class CountryBadge(QWidget):
    """The country's flag where a font has flags, else its two letters in a small plate."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme, self._country = theme, ""
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        theme.changed.connect(self.update)

    def sizeHint(self) -> QSize:  # noqa: N802
        return QSize(26, 18)

    def show_country(self, country: str) -> None:
        """ISO 3166 alpha-2; empty shows nothing."""
        self._country = country
        self.setVisible(bool(country))
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802, ARG002
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        emoji = next((name for name in _EMOJI_FONTS if QFontDatabase.hasFamily(name)), "")
        if emoji:
            painter.setFont(QFont(emoji, 13))
            flag = "".join(chr(_REGIONAL_A + ord(letter) - ord("A")) for letter in self._country)
            painter.drawText(self.rect(), Qt.AlignmentFlag.AlignCenter, flag)
            return
        colours = self._theme.colours
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(colours.accent_soft))
        painter.drawRoundedRect(QRectF(self.rect()), 4, 4)
        painter.setPen(QColor(colours.accent))
        painter.setFont(sized(self.font(), small_font(self.font()).pointSizeF() * 0.9, weight=QFont.Weight.Bold))
        painter.drawText(self.rect(), Qt.AlignmentFlag.AlignCenter, self._country)


class NumberDetails(QWidget):
    """Two quiet lines under the field. `now` gives the present, aware."""

    def __init__(self, theme: Theme, now: Callable[[], datetime], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme, self._now = theme, now
        self._badge, self._facts = CountryBadge(theme), ElidedLabel()
        self._sign, self._verdict = GlyphLabel(theme), QLabel()
        self._facts.setFont(small_font(self.font()))
        self._verdict.setFont(small_font(self.font()))
        self._verdict.setWordWrap(True)
        column(
            self,
            row(self._badge, (self._facts, 1), spacing=tokens.SPACE_S),
            row(self._sign, (self._verdict, 1), spacing=tokens.SPACE_XS),
            spacing=tokens.SPACE_XS,
        )
        dress(self._facts, "muted")
        self.render_state(DialState())

    def render_state(self, state: DialState) -> None:
        """Draws what is known; says nothing about a number that is only just begun."""
        self.setMinimumHeight(_HEIGHT if state.text else 0)
        number = state.number
        shown = number if number and number.country else None
        self._badge.show_country(shown.country or "" if shown else "")
        hint = self.tr("Type a name or number, or paste any text with one in it") if not state.text else ""
        self._facts.set_whole_text(" · ".join(self._facts_of(state)) or hint)
        self.setToolTip(self._tool_tip(number))
        self._render_verdict(state)

    def _facts_of(self, state: DialState) -> list[str]:
        number = state.number
        if number is None:
            return []
        who = textwrap.shorten(state.contact.title, _LONGEST_NAME, placeholder="…") if state.contact else ""
        return [
            part for part in (who, country_name(number.country), self._kind(number), self._local_time(number)) if part
        ]

    def _render_verdict(self, state: DialState) -> None:
        verdict = state.verdict
        if verdict is None or verdict.decision is Decision.OK or not state.text:
            self._sign.hide()
            self._verdict.setText(self._remark(state))
            dress(self._verdict, "muted")
            return
        role, glyph = "caution", Glyph.WARNING_FILL
        if verdict.decision is Decision.REFUSE:
            role, glyph = "danger", Glyph.PROHIBIT_BOLD
            if verdict.code in _MAY_BE_UNFINISHED and not state.insisted:
                role, glyph = "muted", Glyph.DOTS_THREE_BOLD
        self._sign.show_glyph(glyph, role if role == "muted" else f"{role}_text")
        self._verdict.setText(verdict.reason)
        dress(self._verdict, role)

    def _remark(self, state: DialState) -> str:
        """What else is worth knowing about a number that may be called."""
        if state.number is not None and state.number.extension:
            return self.tr("Extension {0}: enter it yourself when they answer.").format(state.number.extension)
        return self.tr("{0} numbers found; this is the first.").format(state.others + 1) if state.others else ""

    def _kind(self, number: PhoneNumber) -> str:
        names = {
            NumberKind.MOBILE: self.tr("Mobile"),
            NumberKind.FIXED: self.tr("Landline"),
            NumberKind.FIXED_OR_MOBILE: self.tr("Landline or mobile"),
            NumberKind.TOLL_FREE: self.tr("Freephone"),
            NumberKind.PREMIUM: self.tr("Premium rate"),
            NumberKind.SHARED_COST: self.tr("Shared cost"),
            NumberKind.VOIP: self.tr("Internet telephone"),
            NumberKind.PERSONAL: self.tr("Personal number"),
            NumberKind.PAGER: self.tr("Pager"),
            NumberKind.CORPORATE: self.tr("Company number"),
            NumberKind.SATELLITE: self.tr("Satellite"),
            NumberKind.SHORT: self.tr("Short code"),
            NumberKind.EMERGENCY: self.tr("Emergency"),
            NumberKind.SERVICE_CODE: self.tr("Service code"),
        }
        return names.get(number.kind, "")

    def _local_time(self, number: PhoneNumber) -> str:
        """The time there, where all of the number's zones agree on it; a range where they do not."""
        times = sorted({moment.strftime("%H:%M"): moment for moment in self._moments(number)}.items())
        if not times:
            return ""
        first, last = (
            QLocale().toString(QTime(m.hour, m.minute), QLocale.FormatType.ShortFormat)
            for m in (times[0][1], times[-1][1])
        )
        return self.tr("{0} there").format(first if first == last else f"{first}–{last}")

    def _moments(self, number: PhoneNumber) -> list[datetime]:
        moments = []
        for name in number.time_zones:
            try:
                moments.append(self._now().astimezone(ZoneInfo(name)))
            except (ZoneInfoNotFoundError, ValueError):
                continue
        return moments

    def _tool_tip(self, number: PhoneNumber | None) -> str:
        if number is None or not number.digits_sent:
            return ""
        return self.tr("Digits sent to Acefone: {0}").format(number.digits_sent)


def country_name(country: str | None) -> str:
    """The country's name as Qt knows it; the code itself where it does not."""
    if not country:
        return ""
    territory = QLocale.codeToTerritory(country)
    return country if territory == QLocale.Country.AnyCountry else QLocale.territoryToString(territory)
