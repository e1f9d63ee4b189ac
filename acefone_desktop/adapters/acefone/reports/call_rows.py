"""Reads the rows of `live_calls` and `call/records`, tolerantly (contract §4, §6); needs nothing but a call id."""

from __future__ import annotations

from typing import TYPE_CHECKING

from acefone_desktop.adapters.acefone.reports.loose_values import (
    digits,
    first_digits,
    first_text,
    lower_keys,
    seconds,
    text,
)
from acefone_desktop.adapters.acefone.reports.mentions import mention, read_agents, read_direction, read_way
from acefone_desktop.adapters.acefone.reports.stamps import read_date_and_time, read_span, read_stamp
from acefone_desktop.domain.reports import AgentMention, CallRecord, CallRecordPage, Direction, LiveCall

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from datetime import tzinfo

MOST_ROWS = 5_000
MOST_CUSTOMERS = 20
SIGNIFICANT_DIGITS = 10
_WRAPPERS = ("results", "data")


def read_live_calls(decoded: object, zone: tzinfo) -> tuple[LiveCall, ...]:
    """The calls of a `live_calls` reply: a bare array, or one in `data` or `results`."""
    return tuple(_live_call(raw, zone) for raw in _rows(decoded))


def read_call_records(decoded: object, zone: tzinfo) -> CallRecordPage:
    """One page of a `call/records` reply; `zone` is the account's."""
    reply = lower_keys(decoded) if isinstance(decoded, dict) else {}
    page, total = (seconds(reply.get(name)) for name in ("page", "count"))
    return CallRecordPage(tuple(_record(raw, zone) for raw in _rows(decoded)), page or 1, total or 0)


def _rows(decoded: object) -> Iterator[Mapping[str, object]]:
    for _ in _WRAPPERS:
        if isinstance(decoded, dict):
            reply = lower_keys(decoded)
            decoded = next((reply[name] for name in _WRAPPERS if isinstance(reply.get(name), dict | list)), decoded)
    rows = decoded if isinstance(decoded, list) else [decoded]
    for row in rows[:MOST_ROWS]:
        if isinstance(row, dict) and text((raw := lower_keys(row)).get("call_id")):
            yield raw


def _live_call(raw: Mapping[str, object], zone: tzinfo) -> LiveCall:
    kind = text(raw.get("type"))
    direction, _ = read_direction(raw.get("direction"))
    direction = direction or read_direction(kind)[0] or _direction_of_source(raw)
    inbound = direction is Direction.INBOUND
    agents = mention(
        first_text(raw, "agent_id"), text(raw.get("agent_name")), raw.get("agent_number"),
        "" if inbound else raw.get("source"),
    )  # fmt: skip
    own = {number[-SIGNIFICANT_DIGITS:] for agent in agents for number in agent.numbers}
    return LiveCall(
        call_id=text(raw.get("call_id")),
        direction=direction,
        kind=kind,
        click_to_call=read_way(kind),
        agent=agents[0] if agents else AgentMention(),
        customers=_customers(raw, own, inbound=inbound),
        caller_id=digits(raw.get("did")),
        state=text(raw.get("state")),
        created_at=read_stamp(raw.get("created_at"), zone),
        elapsed_s=seconds(raw.get("call_time")),
    )


def _direction_of_source(raw: Mapping[str, object]) -> Direction | None:
    """A call comes from the customer, or from the agent's phone."""
    source, customer = (digits(raw.get(name))[-SIGNIFICANT_DIGITS:] for name in ("source", "customer_number"))
    if not source or not customer:
        return None
    return Direction.INBOUND if source == customer else Direction.OUTBOUND


def _customers(raw: Mapping[str, object], own: set[str], *, inbound: bool) -> tuple[str, ...]:
    """Everybody who may be the customer, the likeliest first; the agent's own phone can be among the destinations."""
    told = [digits(raw.get("customer_number"))]
    if inbound:
        told.append(digits(raw.get("source")))
    else:
        told += [digits(part) for part in text(raw.get("destination")).split(",")]
        if not any(told):
            told.append(digits(text(raw.get("multiple_destination_name")).replace("%2F", "/").rpartition("/")[2]))
    found: dict[str, str] = {}
    for number in told:
        if number and number[-SIGNIFICANT_DIGITS:] not in own:
            found.setdefault(number[-SIGNIFICANT_DIGITS:], number)
    return tuple(found.values())[:MOST_CUSTOMERS]


def _record(raw: Mapping[str, object], zone: tzinfo) -> CallRecord:
    direction, click_to_call = read_direction(raw.get("direction"))
    if direction is None and (click_to_call or read_direction(raw.get("call_hint"))[1]):
        direction = Direction.OUTBOUND
    agents = mention(
        first_text(raw, "agent_id"),
        text(raw.get("agent_name")),
        raw.get("agent_number_with_prefix"),
        raw.get("agent_number"),
    )
    day, clock = text(raw.get("date"))[:10], text(raw.get("time"))
    told = f"{day} {clock}" if day and read_date_and_time(day, clock, zone) else raw.get("start_stamp")
    started_at, ended_at = read_span(told, raw.get("end_stamp"), zone, seconds(raw.get("call_duration")))
    return CallRecord(
        call_id=text(raw.get("call_id")),
        ref_id=text(raw.get("ref_id")),
        custom_identifier=text(raw.get("custom_identifier")),
        direction=direction,
        click_to_call=click_to_call or read_way(raw.get("call_hint"), raw.get("service")),
        status=text(raw.get("status")),
        description=first_text(raw, "description", "detailed_description"),
        agent=agents[0] if agents else AgentMention(),
        missed_agents=read_agents(raw.get("missed_agents")),
        customer=first_digits(raw, "client_number", "customer_number"),
        caller_id=first_digits(raw, "did_number", "caller_id_num"),
        started_at=started_at,
        ended_at=ended_at,
        talk_s=seconds(raw.get("answered_seconds")),
        duration_s=seconds(raw.get("call_duration")),
        agent_ring_s=seconds(raw.get("agent_ring_time")),
        has_recording=bool(first_text(raw, "recording_url", "aws_call_recording_identifier")),
        reason=text(raw.get("reason")),
        hangup_cause=text(raw.get("hangup_cause")),
    )
