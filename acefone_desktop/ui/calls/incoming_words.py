"""A call that came in, in plain words; see `call_words`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication

from acefone_desktop.domain.calls import CallOutcome, CallState
from acefone_desktop.domain.incoming_calls import Standing, answered_by, standing
from acefone_desktop.ui.calls.call_words import CallWords, Tone
from acefone_desktop.ui.parts.written_direction import isolated

if TYPE_CHECKING:
    from acefone_desktop.domain.account import Agent
    from acefone_desktop.domain.calls import Call

translate = QCoreApplication.translate


def incoming_words(call: Call, who: str, us: Agent | None) -> CallWords:
    """`who` is the customer, ready to stand in a sentence."""
    how = standing(call, us)
    said = {
        Standing.WAITING: (translate("IncomingWords", "Incoming call"), Tone.GOOD),
        Standing.RINGING: (translate("IncomingWords", "Your phone is ringing"), Tone.GOOD),
        Standing.TALKING: (translate("IncomingWords", "Talking to {0}").format(who), Tone.GOOD),
        Standing.ANSWERED: (_answered(call), Tone.GOOD),
        Standing.ELSEWHERE: (_elsewhere(call), Tone.QUIET),
        Standing.TALKED: (translate("IncomingWords", "Call ended"), Tone.GOOD),
        Standing.MISSED: (_missed(call, who), Tone.BAD),
        Standing.UNKNOWN: _unknown(call),
    }
    status, tone = said[how]
    return CallWords(status, _detail(call, how), tone)


def not_ours_to_end(call: Call, us: Agent | None) -> str:
    """Why a call that came in cannot be ended from here; empty where it can."""
    match standing(call, us):
        case Standing.RINGING | Standing.WAITING:
            return translate(
                "IncomingWords", "Answer or reject it on your phone: Acefone has no way to do it from here."
            )
        case Standing.ELSEWHERE:
            return translate("IncomingWords", "You are not on this call, so it is not yours to end.")
        case _:
            return ""


def incoming_step(call: Call, us: Agent | None) -> int:
    """What the picture shows: 0 your phone rings, 1 only the customer is on the line, 2 both are."""
    step = {Standing.RINGING: 0, Standing.MISSED: 0, Standing.WAITING: 1, Standing.ELSEWHERE: 1, Standing.UNKNOWN: 1}
    return step.get(standing(call, us), 2)


def _answered(call: Call) -> str:
    return translate("IncomingWords", "Answered") if call.is_open else translate("IncomingWords", "Call ended")


def _elsewhere(call: Call) -> str:
    name = answered_by(call)
    if not name:
        return translate("IncomingWords", "Answered elsewhere")
    return translate("IncomingWords", "Answered by {0}").format(isolated(name))


def _missed(call: Call, who: str) -> str:
    if call.outcome is CallOutcome.CUSTOMER_MISSED:
        return translate("IncomingWords", "{0} hung up before anybody answered").format(who)
    return translate("IncomingWords", "You missed this call")


def _unknown(call: Call) -> tuple[str, Tone]:
    if call.state is CallState.ENDED and not call.is_settled:
        return translate("IncomingWords", "Call ended; looking up how it went"), Tone.QUIET
    if call.state is CallState.ENDED:
        return translate("IncomingWords", "The call ended; we don't know how"), Tone.PERHAPS
    if call.is_looked_for_in_vain:
        return translate("IncomingWords", "We looked for the end of this call and don't know how it went"), Tone.PERHAPS
    return translate("IncomingWords", "Not followed to its end: we don't know how it went"), Tone.PERHAPS


def _detail(call: Call, how: Standing) -> str:
    if call.ambiguous:
        return translate("IncomingWords", "A report fits this call and another one, so it was counted for neither.")
    if how is Standing.ANSWERED:
        return translate("IncomingWords", "Acefone did not say by whom.")
    if how is Standing.ELSEWHERE and call.is_open:
        return translate("IncomingWords", "It rang at your phone too.")
    return ""
