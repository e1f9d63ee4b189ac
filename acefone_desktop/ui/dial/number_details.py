"""What is known about the number in the field: country, kind, the callee's time, and what the policy says."""

from __future__ import annotations

import textwrap
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QLabel, QWidget

from acefone_desktop.bridge.dialing.dial_state import DialState
from acefone_desktop.ui.dial.country_badge import CountryBadge
from acefone_desktop.ui.look import tokens
from acefone_desktop.ui.look.icons import Glyph
from acefone_desktop.ui.look.theme import Theme, small_font
from acefone_desktop.ui.parts.elided_label import ElidedLabel
from acefone_desktop.ui.parts.glyph_label import GlyphLabel
from acefone_desktop.ui.parts.layouts import column, dress, row
from acefone_desktop.ui.parts.written_direction import side_by_side

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime


_LONGEST_NAME, _LONGEST_DIGITS = 48, 24
HEIGHT = 48  # two lines, kept while something is typed so that nothing below jumps
_MAY_BE_UNFINISHED = frozenset({"too-short", "area-code-missing"})
"""Verdicts that a number gets while it is being typed: said quietly until the person asks to call it."""


class NumberDetails(QWidget):
    """Two quiet lines under the field. `now` gives the present, aware."""

    def __init__(self, theme: Theme, now: Callable[[], datetime], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme, self._now = theme, now
        self._reason = ""
        self._badge, self._facts = CountryBadge(theme), ElidedLabel()
        self._sign, self._verdict = GlyphLabel(theme), QLabel()
        self._facts.setFont(small_font(self.font()))
        self._verdict.setFont(small_font(self.font()))
        self._verdict.setWordWrap(True)
        column(
            self,
            row(self._badge, (self._facts, 1), spacing=tokens.SPACE_S),
            row(self._sign, (self._verdict, 1), spacing=tokens.SPACE_XS),
            1,
            spacing=tokens.SPACE_XS,
        )
        dress(self._facts, "muted")
        self.render_state(DialState())

    @property
    def reason(self) -> str:
        """Why there is nothing to dial in what was entered; empty where there is, or where contacts match."""
        return self._reason

    def render_state(self, state: DialState, *, has_matches: bool = False) -> None:
        """Draws what is known; says nothing about a number that is only just begun.

        `has_matches` says whether contacts are on offer for the text.
        """
        self._reason = self._why_none(state, has_matches=has_matches)
        self.setMinimumHeight(HEIGHT if state.number or self._reason else 0)
        number = state.number
        shown = number if number and number.country else None
        self._badge.show_country(shown.country or "" if shown else "")
        hint = self.tr("Type, paste or drop a name or number") if not state.text else ""
        whole, *shorter = self._facts_of(state)
        self._facts.set_whole_text(whole or hint, shorter)
        self._facts.setVisible(not self._reason)
        self.setToolTip(self._tool_tip(state))
        self._render_verdict(state)

    def _facts_of(self, state: DialState) -> list[str]:
        """All that is known in one line, and what is left of it where there is less room.

        The callee's time is what changes with every call, and the badge tells the country, too.
        """
        number = state.number
        if number is None:
            return [""]
        from acefone_desktop.ui.dial import number_facts  # noqa: PLC0415 (loads the numbering plans)

        kind, there = number_facts.kind_name(number.kind), number_facts.local_time(number.time_zones, self._now())
        facts = (number_facts.country_name(number.country), state.area, kind, there)
        return [" · ".join(part for part in facts[left_out:] if part) for left_out in range(len(facts) if there else 1)]

    def _render_verdict(self, state: DialState) -> None:
        if self._reason:
            self._sign.show_glyph(Glyph.INFO_FILL, "muted")
            self._verdict.setText(self._reason)
            dress(self._verdict, "muted")
            return
        verdict = state.verdict
        settled = state.busy and state.needs_confirmation  # what is being dialled was said yes to
        if verdict is None or verdict.decision.value == "ok" or settled:
            self._render_remark(state)
            return
        role, glyph = "caution", Glyph.WARNING_FILL
        if not state.needs_confirmation:
            role, glyph = "danger", Glyph.PROHIBIT_BOLD
            if verdict.code in _MAY_BE_UNFINISHED and not state.insisted:
                role, glyph = "muted", Glyph.DOTS_THREE_BOLD
        self._sign.show_glyph(glyph, role if role == "muted" else f"{role}_text")
        extension = self._extension(state) if state.needs_confirmation else ""
        self._verdict.setText(f"{verdict.reason} {extension}".strip())
        dress(self._verdict, role)

    def _why_none(self, state: DialState, *, has_matches: bool) -> str:
        if state.number is not None or not any(c.isalnum() for c in state.text):
            return ""
        lacking = state.shortfall
        if lacking is not None:
            whole = lacking.digits
            digits = whole if len(whole) <= _LONGEST_DIGITS else f"{whole[: _LONGEST_DIGITS - 1]}…"
            if lacking.is_too_long:
                return self.tr("No number to call: {0} is too long for one.").format(digits)
            return self.tr("No number to call: {0} is too short for one.").format(digits)
        return "" if has_matches else self.tr("No number in this text, and no contact of this name.")

    def _render_remark(self, state: DialState) -> None:
        """Whose number it is comes first; nothing stands in the way of calling it."""
        who = state.contact
        self._sign.hide()
        if who is not None:
            self._sign.show_glyph(Glyph.USER_FILL, "accent")
        name = ", ".join(dict.fromkeys(part for part in (who.title, who.company) if part)) if who else ""
        remark = self._remark(state)
        name = textwrap.shorten(name, _LONGEST_NAME, placeholder="…")
        self._verdict.setText(side_by_side(name, remark))
        dress(self._verdict, "" if who else "muted")

    def _remark(self, state: DialState) -> str:
        """What else is worth knowing about a number that may be called."""
        return self._extension(state) or self._others(state)

    def _extension(self, state: DialState) -> str:
        if state.number is None or not state.number.extension:
            return ""
        return self.tr("Extension {0}: enter it yourself when they answer.").format(state.number.extension)

    def _others(self, state: DialState) -> str:
        return self.tr("{0} numbers found: choose one.").format(state.others + 1) if state.others else ""

    def _tool_tip(self, state: DialState) -> str:
        number = state.number
        refused = state.verdict is not None and state.verdict.decision.value == "refuse"
        if number is None or not number.digits_sent or refused:
            return ""
        return self.tr("Digits sent to Acefone: {0}").format(number.digits_sent)
