"""A call in plain words: the same on card, tray icon and notification."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication

from acefone_desktop.domain.calls import CallOutcome, CallState
from acefone_desktop.domain.evidence import Fact, Source
from acefone_desktop.domain.incoming_calls import is_incoming
from acefone_desktop.ui.parts.times_of_day import time_text
from acefone_desktop.ui.parts.written_direction import isolated

if TYPE_CHECKING:
    from datetime import datetime

    from acefone_desktop.domain.account import Agent
    from acefone_desktop.domain.calls import Call


translate = QCoreApplication.translate
_NOTHING_HEARD = frozenset({Fact.NOT_FOUND, Fact.GIVEN_UP})
_UNANSWERED = frozenset({CallOutcome.AGENT_MISSED, CallOutcome.CUSTOMER_MISSED})


class Tone(Enum):
    """How a state is coloured; the value is the stem of the tokens."""

    QUIET = "plain"
    GOOD = "call"
    PERHAPS = "caution"
    BAD = "danger"


@dataclass(frozen=True, slots=True)
class CallWords:
    """One line of status, a second line where something needs saying, and the tone of both."""

    status: str
    detail: str
    tone: Tone


def words_for(
    call: Call,
    customer: str,
    *,
    customer_answers_told: bool = False,
    is_unseen: bool = False,
    us: Agent | None = None,
) -> CallWords:
    """`customer` is the name to use, or the number where there is no name.

    `customer_answers_told`: see `CallStore.customer_answers_told`. Where they are not told, nobody but the agent knows
    whether the customer has answered: not even the state “Answered” of live calls says so (contract §4).
    `is_unseen`: the provider cannot be asked, so that an open call may have gone on. `us` is our agent: of a call that
    came in, a colleague's answer is told from ours by it.
    """
    who = isolated(customer) or translate("CallWords", "the customer")
    if is_incoming(call) and not (call.is_open and (call.hang_up_asked or call.transferred_to)):
        from acefone_desktop.ui.calls.incoming_words import incoming_words  # noqa: PLC0415 (it needs this module)

        words = incoming_words(call, who, us)
        status, tone, detail = words.status, words.tone, words.detail
    else:
        status, tone = _status(call, who, customer_answers_told=customer_answers_told)
        detail = _detail(call)
    if is_unseen and call.is_open and not _is_told_by_webhook(call):
        last_known = translate("CallWords", "Last known: {0}").format(status)
        return CallWords(translate("CallWords", "We cannot see this call at the moment"), last_known, Tone.PERHAPS)
    return CallWords(status, detail or _transferred(call), tone)


def _is_told_by_webhook(call: Call) -> bool:
    return any(told.source is Source.WEBHOOK for told in call.evidence)


def _status(call: Call, who: str, *, customer_answers_told: bool) -> tuple[str, Tone]:
    if call.is_open and call.hang_up_asked:
        return translate("CallWords", "Hanging up"), Tone.QUIET
    if call.is_open and call.transferred_to:
        return translate("CallWords", "Transferred to {0}").format(isolated(call.transferred_to)), Tone.QUIET
    running = {
        CallState.REQUESTED: (translate("CallWords", "Asking Acefone to call"), Tone.QUIET),
        CallState.ACCEPTED: (translate("CallWords", "Your phone will ring in a moment"), Tone.QUIET),
        CallState.AGENT_RINGING: (translate("CallWords", "Your phone is ringing"), Tone.GOOD),
        CallState.AGENT_ANSWERED: (_agent_answered(call, customer_answers_told).format(who), Tone.GOOD),
        CallState.CUSTOMER_RINGING: (translate("CallWords", "Ringing {0}").format(who), Tone.GOOD),
        CallState.CONNECTED: (translate("CallWords", "Connected"), Tone.GOOD),
    }
    return running.get(call.state) or _end(call, who)


def _agent_answered(call: Call, customer_answers_told: bool) -> str:  # noqa: FBT001 (what is known of the account)
    """Silence about the customer says that they are still being called only where webhooks tell of this call."""
    if _is_told_by_webhook(call) and customer_answers_told:
        return translate("CallWords", "You answered; calling {0}")
    return translate("CallWords", "You answered; calling or talking to {0}")


def _end(call: Call, who: str) -> tuple[str, Tone]:
    if call.is_looked_up:
        return translate("CallWords", "Call ended; looking up how it went"), Tone.QUIET
    if call.outcome is CallOutcome.UNKNOWN or call.state is CallState.UNKNOWN:
        return _unknown(call)
    if call.hang_up_asked and call.outcome in _UNANSWERED:
        return _hung_up(call).format(who), Tone.QUIET
    ends = {
        CallOutcome.ANSWERED: (translate("CallWords", "Call ended"), Tone.GOOD),
        CallOutcome.CUSTOMER_MISSED: (translate("CallWords", "{0} did not answer").format(who), Tone.BAD),
        CallOutcome.AGENT_MISSED: (translate("CallWords", "You did not answer your phone"), Tone.BAD),
        CallOutcome.REFUSED: (translate("CallWords", "Acefone refused the call"), Tone.BAD),
        CallOutcome.FAILED: (translate("CallWords", "The call did not go out"), Tone.BAD),
    }
    return ends[call.outcome or CallOutcome.FAILED]


def _hung_up(call: Call) -> str:
    """Nobody has missed a call that the agent ended from here while a phone was still ringing."""
    if call.outcome is CallOutcome.AGENT_MISSED:
        return translate("CallWords", "You hung up before {0} was called")
    return translate("CallWords", "You hung up before {0} answered")


def _unknown(call: Call) -> tuple[str, Tone]:
    if call.state is CallState.ENDED:
        return translate("CallWords", "The call ended; we don't know how"), Tone.PERHAPS
    if call.is_lost_sight_of and call.is_looked_for_in_vain:
        return translate("CallWords", "We looked for the end of this call and don't know how it went"), Tone.PERHAPS
    if call.is_lost_sight_of:
        return translate("CallWords", "Not followed to its end: we don't know how it went"), Tone.PERHAPS
    if call.is_settled:
        return translate("CallWords", "We don't know whether this call went out"), Tone.PERHAPS
    return translate("CallWords", "We don't know whether this call went out: checking"), Tone.PERHAPS


def _detail(call: Call) -> str:
    if call.ambiguous:
        return translate("CallWords", "A report fits this call and another one, so it was counted for neither.")
    if call.outcome is CallOutcome.REFUSED and (call.message or call.reason):
        return translate("CallWords", "Acefone says: “{0}”").format(call.message or call.reason)
    if call.outcome is CallOutcome.FAILED:
        return (
            call.reason
            or call.message
            or translate("CallWords", "Nothing was sent. Check the connection, then call again.")
        )
    if call.outcome is CallOutcome.AGENT_MISSED and not call.hang_up_asked:
        return translate("CallWords", "{0} was not called. Have your phone at hand and call again.").format(
            translate("CallWords", "The customer")
        )
    if call.outcome is CallOutcome.UNKNOWN or call.state is CallState.UNKNOWN:
        return _since_when(call)
    return ""


def _since_when(call: Call) -> str:
    """Since when nothing is known, and what to do about it; nothing of a call that is still looked up after its end."""
    if call.is_looked_up:
        return ""
    if call.state is CallState.ENDED or call.is_lost_sight_of:
        heard = (told.told_at for told in call.evidence if told.fact not in _NOTHING_HEARD)
        return translate("CallWords", "Last heard of at {0}.").format(_local_time(max(heard, default=None)))
    sent = (told.told_at for told in call.evidence if told.fact in {Fact.OUTCOME_UNKNOWN, Fact.ACCEPTED})
    since = _local_time(min(sent, default=call.requested_at))
    return translate(
        "CallWords", "Nothing heard since {0}. Look at your phone. The app does not dial again by itself."
    ).format(since)


def _local_time(moment: datetime | None) -> str:
    return time_text(moment.astimezone()) if moment is not None else translate("CallWords", "an unknown time")


def _transferred(call: Call) -> str:
    if not call.transferred_to:
        return ""
    if call.is_open:
        return translate("CallWords", "Your phone is free once they answer.")
    return translate("CallWords", "Transferred to {0}.").format(isolated(call.transferred_to))


def step_of(call: Call) -> int:
    """Which of the two phones the call is at: 0 yours, 1 the customer's, 2 both are on the line."""
    if call.state is CallState.CONNECTED or call.outcome is CallOutcome.ANSWERED:
        return 2
    reached_customer = {CallState.AGENT_ANSWERED, CallState.CUSTOMER_RINGING}
    return int(call.state in reached_customer or call.outcome is CallOutcome.CUSTOMER_MISSED)


def hang_up_reason(call: Call, us: Agent | None = None) -> str:
    """Why hanging up is not possible (yet); empty when it is."""
    if call.hang_up_asked:
        return translate("CallWords", "Acefone has been asked to end this call.")
    if not call.is_open:
        return ""
    if call.transferred_to:
        return translate("CallWords", "You gave this call away: hanging up here could cut it off for the others.")
    if is_incoming(call):
        from acefone_desktop.ui.calls.incoming_words import not_ours_to_end  # noqa: PLC0415 (as above)

        if reason := not_ours_to_end(call, us):
            return reason
    if call.can_hang_up:
        return ""
    return translate("CallWords", "Hang up on your phone, or wait: Acefone has not told us the call's id yet.")


def hang_up_note(call: Call) -> str:
    """The same in few words, to stand beside the button."""
    if call.hang_up_asked:
        return hang_up_reason(call)
    if is_incoming(call) and not call.can_hang_up:
        return translate("CallWords", "Answer or reject it on your phone.")
    return translate("CallWords", "Hang up on your phone, or here in a moment.") if hang_up_reason(call) else ""


def duration_text(seconds: float) -> str:
    """`0:07`, `12:34`, `1:02:03`."""
    whole = max(0, int(seconds))
    hours, rest = divmod(whole, 3600)
    minutes, second = divmod(rest, 60)
    return f"{hours}:{minutes:02}:{second:02}" if hours else f"{minutes}:{second:02}"
