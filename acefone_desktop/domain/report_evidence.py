"""What the provider's reports tell about a call (contract §4, §6, §8).

A report becomes one piece of evidence per thing it says happened, so that sources that say the same agree.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING

from acefone_desktop.domain.evidence import LONGEST_TEXT, NOBODY, Evidence, Fact, Leg, Source
from acefone_desktop.domain.matching.call_traits import marks_of
from acefone_desktop.domain.reports import AgentMention, CallRecord, Direction, LiveCall, WebhookReport

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

_LIVE_WORDS = {"ringing": Fact.AGENT_RINGING, "answered": Fact.AGENT_ANSWERED}
"""The only states evidenced. For a click-to-call “Answered” proves no more than that the agent picked up (§4)."""

_TRIGGERS = {
    "answered by agent": Fact.AGENT_ANSWERED,
    "answered by customer": Fact.CUSTOMER_ANSWERED,
    "missed by customer": Fact.CUSTOMER_MISSED,
    "missed by agent": Fact.AGENT_MISSED,
    "dialed on agent": Fact.AGENT_RINGING,
    "dialer: call connected to agent": Fact.AGENT_ANSWERED,
}
_HANG_UPS = {"hangup (answered)": "answered", "hangup (missed)": "missed"}
_OF_CLICK_TO_CALLS = {"answered by customer", "missed by customer"}
_FOR_CLICK_TO_CALL = " (click to call)"
"""The portal names some triggers so; templates may pass the name on."""


def from_live_call(row: LiveCall, told_at: datetime) -> tuple[Evidence, ...]:
    """A row of `live_calls`. A state nobody has described means “in progress”."""
    fact = _LIVE_WORDS.get(_words(row.state), Fact.IN_PROGRESS)
    if row.direction is Direction.INBOUND and row.agent == NOBODY:
        fact = Fact.IN_PROGRESS  # a menu or a queue has answered: no agent's phone is spoken of
    elif fact is Fact.AGENT_RINGING and row.click_to_call is False and row.direction is Direction.OUTBOUND:
        fact = Fact.IN_PROGRESS  # dialled on the agent's phone: it is not that which rings
    return (
        Evidence(
            source=Source.LIVE_CALLS,
            told_at=told_at,
            fact=fact,
            call_id=row.call_id,
            agent=row.agent,
            customers=row.customers,
            direction=row.direction,
            by_request=row.click_to_call,
            caller_id=row.caller_id,
            begun_at=None if row.elapsed_s is None else told_at - timedelta(seconds=row.elapsed_s),
            started_at=row.created_at,
            message=row.state[:LONGEST_TEXT] if fact is Fact.IN_PROGRESS else "",
        ),
    )


def from_vanished(seen: Evidence, told_at: datetime) -> Evidence:
    """The row that `seen` tells of is missing from a later snapshot of `live_calls`."""
    return replace(
        seen, told_at=told_at, fact=Fact.VANISHED, begun_at=None, started_at=None, happened_at=None, message=""
    )


def from_call_record(record: CallRecord, told_at: datetime) -> tuple[Evidence, ...]:
    """A row of `call/records`: the call is over, and this is how it went."""
    missed_by = _missed_in_record(record)
    status = _words(record.status)
    answered = missed_by is None and (status == "answered" or (bool(record.talk_s) and status != "missed"))
    ended_at = record.ended_at or _later(record.started_at, record.duration_s)
    said = Evidence(
        source=Source.CALL_RECORDS,
        told_at=told_at,
        fact=Fact.ENDED,
        call_id=record.call_id,
        ref_id=record.ref_id,
        custom_identifier=record.custom_identifier,
        agent=_whole_mention((record.agent, *_missed_alone(record, missed_by))),
        customers=(record.customer,) if record.customer else (),
        direction=record.direction,
        by_request=record.click_to_call,
        caller_id=record.caller_id,
        started_at=record.started_at,
        ended_at=ended_at,
        happened_at=ended_at,
        talk_s=record.talk_s if answered else None,
        ring_s=_customer_ring_in_record(record, missed_by),
        agent_ring_s=_agent_ring_in_record(record, missed_by),
        recording=record.has_recording,
        reason=(record.reason or record.hangup_cause)[:LONGEST_TEXT],
    )
    agent_answered_at = _later(record.started_at, record.agent_ring_s)
    if record.direction is Direction.INBOUND:
        agent_answered_at = None  # how long the call was in a menu before is not told
    return _course(said, missed_by, agent_answered_at, record.missed_agents, answered=answered)


def from_webhook(report: WebhookReport, told_at: datetime) -> tuple[Evidence, ...]:
    """A webhook body: a live trigger says one thing, a hang-up says how the whole call went."""
    words = _words(report.status)
    by_request = _way_in_webhook(report, words)
    said = Evidence(
        source=Source.WEBHOOK,
        told_at=told_at,
        fact=Fact.ENDED,
        call_id=report.call_id,
        ref_id=report.ref_id,
        custom_identifier=report.custom_identifier,
        agent=_whole_mention(report.answered_agents or report.missed_agents or report.named_agents),
        customers=(report.customer,) if report.customer else (),
        direction=report.direction or (Direction.OUTBOUND if by_request else None),
        by_request=by_request,
        caller_id=report.caller_id,
        started_at=report.started_at,
        ring_s=report.customer_ring_s,
        agent_ring_s=report.agent_ring_s,
        recording=report.has_recording,
        reason=(report.reason or report.hangup_cause)[:LONGEST_TEXT],
    )
    is_over = words.startswith("hangup") or report.ended_at is not None
    if words in {"answered", "missed"} or (words not in _TRIGGERS and is_over):
        return _hung_up(said, report, words)
    fact = _TRIGGERS.get(words) or _described(words)
    if fact is Fact.AGENT_MISSED and report.direction is Direction.INBOUND and report.ended_at is None:
        fact = Fact.IN_PROGRESS  # the next agent's phone may ring
    message = report.status[:LONGEST_TEXT] if fact is Fact.IN_PROGRESS else ""
    return (replace(said, fact=fact, message=message, reason=""),)


def _hung_up(said: Evidence, report: WebhookReport, words: str) -> tuple[Evidence, ...]:
    missed_by = _missed_in_webhook(report) if words == "missed" else None
    answered = words == "answered"
    ended_at = report.ended_at or _later(report.answered_at, report.duration_s)
    said = replace(
        said,
        ended_at=ended_at,
        happened_at=ended_at,
        talk_s=_talk_in_webhook(report, ended_at) if answered else None,
    )
    return _course(said, missed_by, _agent_answered_at(report), report.missed_agents, answered=answered)


def _course(
    said: Evidence,
    missed_by: Leg | None,
    agent_answered_at: datetime | None,
    missed: Sequence[AgentMention],
    *,
    answered: bool,
) -> tuple[Evidence, ...]:
    """The end and what must have happened before it. A call that comes in may ring several agents: each counts."""
    met_at = said.ended_at - timedelta(seconds=said.talk_s) if said.ended_at and said.talk_s else None
    inbound = said.direction is Direction.INBOUND
    course = [said]
    if answered and inbound:
        course.append(_step(said, Fact.AGENT_ANSWERED, agent_answered_at or met_at))
    elif answered:
        course.append(_step(said, Fact.CUSTOMER_ANSWERED, met_at))
    elif missed_by is Leg.AGENT:
        course.append(_step(said, Fact.AGENT_MISSED, said.ended_at))
    elif missed_by is Leg.CUSTOMER:
        course.append(_step(said, Fact.CUSTOMER_MISSED, said.ended_at))
    if inbound and said.call_id:  # what names no call cannot be told of several people: it would come apart
        others = dict.fromkeys(agent for agent in missed if agent not in {NOBODY, said.agent})
        course[:0] = [_step(replace(said, agent=agent), Fact.AGENT_MISSED, said.ended_at) for agent in others]
    if not inbound and agent_answered_at and (answered or missed_by is Leg.CUSTOMER):
        course.append(_step(said, Fact.AGENT_ANSWERED, agent_answered_at))
    return tuple(course)


def _step(said: Evidence, fact: Fact, happened_at: datetime | None) -> Evidence:
    return replace(said, fact=fact, happened_at=happened_at, recording=False, reason="", is_implied=True)


def _way_in_webhook(report: WebhookReport, words: str) -> bool | None:
    """Customers answer or miss, and have their own ringing counted, where both were called: in click-to-calls alone."""
    both_called = words in _OF_CLICK_TO_CALLS or report.customer_ring_s is not None
    if report.click_to_call is None and both_called and report.direction is not Direction.INBOUND:
        return True
    return report.click_to_call


def _missed_in_webhook(report: WebhookReport) -> Leg | None:
    """Which leg of a missed call failed (contract §8, “Which leg failed?”); None when the body does not tell.

    `call_connected` is "1" on click-to-calls that the customer missed: it says that the agent's leg stood. One who
    dials on the phone has no such leg.
    """
    if report.direction is Direction.INBOUND:
        return Leg.AGENT
    if report.missed_agents and not report.customer_ring_s and report.connected is False:
        return Leg.AGENT
    if report.customer_ring_s or report.answered_agents:
        return Leg.CUSTOMER
    if report.missed_agents and not report.connected:
        return Leg.AGENT
    if (report.connected or report.answered_at) and (report.direction or report.click_to_call):
        return Leg.CUSTOMER
    return Leg.AGENT if report.missed_agents or (report.connected is False and report.click_to_call) else None


def _missed_in_record(record: CallRecord) -> Leg | None:
    """Which leg failed; None when it was answered or the row does not tell.

    Only words and named agents tell: durations include setting up and hanging up, so what is left of them is no leg.
    """
    status, words = _words(record.status), _words(record.description)
    if not (status == "missed" or (status != "answered" and "missed" in words)):
        return None
    if record.direction is Direction.INBOUND:
        return Leg.AGENT
    if "missed" in words and "by customer" in words:
        return Leg.CUSTOMER
    return Leg.AGENT if record.missed_agents or ("missed" in words and "by agent" in words) else None


def _talk_in_webhook(report: WebhookReport, ended_at: datetime | None) -> int | None:
    """Seconds both parties talked; a click-to-call's `billsec` includes the ringing of the customer's phone.

    Of a call that came in, it counts from the first answer, which may have been a menu's (contract §8).
    """
    if report.talk_s is not None:
        return report.talk_s
    if report.direction is not Direction.INBOUND:
        if report.duration_s is None or report.customer_ring_s is None:
            return None
        return max(report.duration_s - report.customer_ring_s, 0)
    answered_at = _agent_answered_at(report)
    if report.duration_s is None and ended_at and answered_at:
        return max(int((ended_at - answered_at).total_seconds()), 0)
    return report.duration_s if answered_at or report.answered_at is None else None


def _agent_answered_at(report: WebhookReport) -> datetime | None:
    """The first answer, where it was an agent's: a menu that a call comes into answers before any phone has rung."""
    if report.direction is Direction.OUTBOUND or report.click_to_call or report.answered_at is None:
        return report.answered_at
    rang = _later(report.started_at, report.agent_ring_s)
    return report.answered_at if rang and rang <= report.answered_at else None


def _customer_ring_in_record(record: CallRecord, missed_by: Leg | None) -> int | None:
    """What is left of the whole call after the agent's ringing and the talk; the row has no field for it."""
    if record.direction is Direction.INBOUND or missed_by is Leg.AGENT:
        return None
    if missed_by is None and _words(record.status) == "missed":
        return None  # it may have been the agent's leg alone
    if record.duration_s is None or record.agent_ring_s is None or record.talk_s is None:
        return None
    left = record.duration_s - record.agent_ring_s - record.talk_s
    return left if left >= 0 else None


def _agent_ring_in_record(record: CallRecord, missed_by: Leg | None) -> int | None:
    if record.agent_ring_s is None and missed_by is Leg.AGENT:
        return record.duration_s
    return record.agent_ring_s


def _described(words: str) -> Fact:
    """Reads a trigger in words of the customer's own template, as far as they are plain."""
    rings = any(word in words for word in ("ring", "dial"))
    if rings and "customer" in words:
        return Fact.CUSTOMER_RINGING
    return Fact.AGENT_RINGING if rings and "agent" in words else Fact.IN_PROGRESS


def _missed_alone(record: CallRecord, missed_by: Leg | None) -> tuple[AgentMention, ...]:
    """Who missed it, if that is the one whom the row names; where several phones rang, it may be any of them."""
    return record.missed_agents if missed_by is Leg.AGENT and len(record.missed_agents) == 1 else ()


def _whole_mention(mentions: Sequence[AgentMention]) -> AgentMention:
    """The first agent named; what a second mention of the same one adds is kept."""
    named = [mention for mention in mentions if mention != NOBODY]
    if not named:
        return NOBODY
    same = [mention for mention in named if _may_be_one(named[0], mention)]
    return AgentMention(
        id=next((m.id for m in same if m.id), ""),
        name=next((m.name for m in same if m.name), ""),
        numbers=tuple(dict.fromkeys(number for m in same for number in m.numbers)),
    )


def _may_be_one(one: AgentMention, other: AgentMention) -> bool:
    """Whether nothing says that two mentions in one report are of two people; numbers are of two kinds."""
    if one.id and other.id:
        return one.id == other.id
    marks, others = marks_of(one), marks_of(other)
    kinds = {mark[0] for mark in marks} & {mark[0] for mark in others}
    return all(any(mark[0] == kind for mark in marks & others) for kind in kinds)


def _words(text: str) -> str:
    words = " ".join(text.casefold().replace("_", " ").replace("-", " ").split())
    words = words.removeprefix("call ").removesuffix(_FOR_CLICK_TO_CALL)
    return _HANG_UPS.get(words, words)


def _later(moment: datetime | None, seconds: int | None) -> datetime | None:
    return moment + timedelta(seconds=seconds) if moment and seconds is not None else None
