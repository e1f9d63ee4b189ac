"""What our own requests tell about a call."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from acefone_desktop.domain.dialing import Accepted, CallIntent, Dialed, DialOutcome, NotDialed, PerhapsDialed
from acefone_desktop.domain.errors import (
    LoginExpiredError,
    LoginFailedError,
    LoginLockedError,
    OfflineError,
    ProviderError,
)
from acefone_desktop.domain.evidence import LONGEST_TEXT, Evidence, Fact, Source
from acefone_desktop.domain.reports import AgentMention, Direction

if TYPE_CHECKING:
    from datetime import datetime

    from acefone_desktop.domain.account import Agent

_NOTHING_SENT = (OfflineError, LoginExpiredError, LoginFailedError, LoginLockedError)
"""Errors without an answer to the dial; any other is somebody's no."""

_WORDLESS = Accepted()


def from_intent(intent: CallIntent, agent: Agent | None = None) -> Evidence:
    """The dial was asked for. `agent` adds the phone and name by which the provider's reports know the same agent."""
    request = intent.request
    return Evidence(
        source=Source.DIAL,
        told_at=intent.requested_at,
        fact=Fact.REQUESTED,
        intent_id=intent.id,
        custom_identifier=intent.identifier,
        agent=_mention(request.agent_id, agent),
        customers=(request.digits,),
        extension=request.extension,
        direction=Direction.OUTBOUND,
        caller_id=request.caller_id or "",
    )


def from_outcome(outcome: DialOutcome, told_at: datetime) -> Evidence:
    """What came of sending it."""
    match outcome:
        case Dialed(intent, reply):
            return from_accepted(intent, told_at, reply)
        case NotDialed(intent, error) if isinstance(error, _NOTHING_SENT):
            return from_not_sent(intent, told_at, error)
        case NotDialed(intent, error):
            return from_refused(intent, told_at, error)
        case PerhapsDialed(intent, error):
            return from_unknown(intent, told_at, error.explanation)


def from_accepted(intent: CallIntent, told_at: datetime, reply: Accepted = _WORDLESS) -> Evidence:
    """The provider took the request; no phone need be ringing yet."""
    said = _about(intent, told_at, Fact.ACCEPTED, ref_id=reply.ref_id, message=reply.message)
    return said if reply.at is None else replace(said, taken_at=reply.at)


def from_refused(intent: CallIntent, told_at: datetime, error: ProviderError) -> Evidence:
    """The provider said no."""
    return _about(intent, told_at, Fact.REFUSED, message=error.server_message, reason=error.explanation)


def from_not_sent(intent: CallIntent, told_at: datetime, error: ProviderError) -> Evidence:
    """The request certainly did not go out."""
    return _about(intent, told_at, Fact.NOT_SENT, message=error.server_message, reason=error.explanation)


def from_unknown(intent: CallIntent, told_at: datetime, reason: str) -> Evidence:
    """The request may have gone out: it was sent, or about to be, and no answer is known."""
    return _about(intent, told_at, Fact.OUTCOME_UNKNOWN, reason=reason)


def _about(
    intent: CallIntent, told_at: datetime, fact: Fact, *, ref_id: str = "", message: str = "", reason: str = ""
) -> Evidence:
    return Evidence(
        source=Source.DIAL,
        told_at=told_at,
        fact=fact,
        intent_id=intent.id,
        ref_id=ref_id,
        custom_identifier=intent.identifier,
        customers=(intent.request.digits,),
        direction=Direction.OUTBOUND,
        message=message[:LONGEST_TEXT],
        reason=reason[:LONGEST_TEXT],
    )


def _mention(agent_id: str, agent: Agent | None) -> AgentMention:
    if agent is None or agent.id != agent_id:
        return AgentMention(id=agent_id)
    numbers = tuple(number.lstrip("+") for number in (agent.phone, agent.extension) if number)
    return AgentMention(id=agent_id, name=agent.name, numbers=numbers)
