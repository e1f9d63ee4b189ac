"""A past call in few words: how it came out, when it was, how long it took."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication, QDate, QLocale, QTime

from acefone_desktop.domain.calls import CallOutcome
from acefone_desktop.domain.evidence import Source
from acefone_desktop.domain.incoming_calls import Standing, standing
from acefone_desktop.domain.reports import Direction
from acefone_desktop.ui.calls.call_words import Tone
from acefone_desktop.ui.look.icons import Glyph

if TYPE_CHECKING:
    from datetime import date, datetime

    from acefone_desktop.domain.account import Agent
    from acefone_desktop.domain.calls import Call


def tr(text: str) -> str:
    """Translates a text of this module."""
    return QCoreApplication.translate("HistoryWords", text)


def outcome_word(call: Call, us: Agent | None = None) -> tuple[str, Tone]:
    """How it came out, and the tone to say it in; `us` tells a colleague's answer from ours."""
    if call.is_open:
        return tr("In progress"), Tone.GOOD
    if call.is_looked_up:
        return tr("Ended"), Tone.QUIET
    if call.hang_up_asked and call.outcome in {CallOutcome.CUSTOMER_MISSED, CallOutcome.AGENT_MISSED}:
        return tr("You hung up early"), Tone.QUIET
    inbound = call.direction is Direction.INBOUND
    if inbound and us is not None and standing(call, us) is Standing.ELSEWHERE:
        return tr("Answered by a colleague"), Tone.QUIET
    words = {
        CallOutcome.ANSWERED: (tr("Answered"), Tone.GOOD),
        CallOutcome.CUSTOMER_MISSED: (tr("Hung up early") if inbound else tr("No answer"), Tone.BAD),
        CallOutcome.AGENT_MISSED: (tr("Missed") if inbound else tr("You did not answer"), Tone.BAD),
        CallOutcome.REFUSED: (tr("Refused"), Tone.BAD),
        CallOutcome.FAILED: (tr("Not sent"), Tone.BAD),
    }
    return words.get(call.outcome or CallOutcome.UNKNOWN, (tr("Outcome unknown"), Tone.PERHAPS))


def outcome_glyph(call: Call) -> Glyph:
    """The direction, unless how it came out matters more."""
    if call.is_open:
        return Glyph.PHONE_CALL
    if call.outcome in {CallOutcome.REFUSED, CallOutcome.FAILED}:
        return Glyph.PROHIBIT_BOLD
    if call.outcome is CallOutcome.UNKNOWN or call.outcome is None:
        return Glyph.QUESTION_FILL
    return Glyph.PHONE_INCOMING if call.direction is Direction.INBOUND else Glyph.PHONE_OUTGOING


def direction_word(call: Call) -> str:
    """Who called whom."""
    return tr("Incoming") if call.direction is Direction.INBOUND else tr("Outgoing")


def moment_of(call: Call) -> datetime | None:
    """When it began, in this computer's own zone; None where nobody said."""
    at = call.started_at or call.requested_at
    return at.astimezone() if at else None


def day_words(day: date, today: date) -> tuple[str, str]:
    """Two short lines: the weekday (or “Today”) and the date, with its year where that is the last one.

    Of other years, whose weekdays say little: the date and the whole year.
    """
    locale, shown = QLocale(), QDate(day.year, day.month, day.day)
    if day.year not in {today.year, today.year - 1}:
        return locale.toString(shown, "d MMM"), locale.toString(shown, "yyyy")
    above = tr("Today") if day == today else locale.toString(shown, "ddd")
    return above, locale.toString(shown, "d MMM" if day.year == today.year else "d MMM yy")


def whole_day(day: date) -> str:
    """The day in full."""
    return QLocale().toString(QDate(day.year, day.month, day.day), QLocale.FormatType.LongFormat)


def exact_time(moment: datetime) -> str:
    """With seconds, for what happens in quick succession."""
    return QLocale().toString(QTime(moment.hour, moment.minute, moment.second), "HH:mm:ss")


def source_word(source: Source) -> str:
    """Who told us, in a person's words."""
    words = {
        Source.DIAL: tr("this app"),
        Source.LIVE_CALLS: tr("live calls"),
        Source.WEBHOOK: tr("webhook"),
        Source.CALL_RECORDS: tr("call records"),
    }
    return words[source]
