"""What the provider tells about calls, read into plain values: wire quirks are gone, nothing is interpreted yet.

Numbers are digits only (no plus); empty text means “not said”; stamps are aware or None.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import Enum


class Direction(Enum):
    OUTBOUND = "outbound"
    INBOUND = "inbound"


@dataclass(frozen=True, slots=True, kw_only=True)
class AgentMention:
    """An agent as a report names one: any of the fields may be all there is."""

    id: str = ""
    name: str = ""
    numbers: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class LiveCall:
    """One row of `live_calls` (contract §4). `state` is the provider's word as sent."""

    call_id: str
    direction: Direction | None = None
    kind: str = ""
    click_to_call: bool | None = None
    """Whether it was asked for over the API: False where another way is told, None where none is."""
    agent: AgentMention = AgentMention()
    customers: tuple[str, ...] = ()
    caller_id: str = ""
    state: str = ""
    created_at: datetime | None = None
    elapsed_s: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class CallRecord:
    """One row of `call/records` (contract §6). Whether there is a recording is kept, its address is not."""

    call_id: str
    ref_id: str = ""
    custom_identifier: str = ""
    direction: Direction | None = None
    click_to_call: bool | None = None
    status: str = ""
    description: str = ""
    agent: AgentMention = AgentMention()
    missed_agents: tuple[AgentMention, ...] = ()
    customer: str = ""
    caller_id: str = ""
    started_at: datetime | None = None
    ended_at: datetime | None = None
    talk_s: int | None = None
    duration_s: int | None = None
    agent_ring_s: int | None = None
    has_recording: bool = False
    reason: str = ""
    hangup_cause: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class WebhookReport:
    """One webhook body (contract §8). `status` is the provider's `call_status` as sent."""

    status: str
    call_id: str = ""
    ref_id: str = ""
    custom_identifier: str = ""
    direction: Direction | None = None
    click_to_call: bool | None = None
    customer: str = ""
    caller_id: str = ""
    answered_agents: tuple[AgentMention, ...] = ()
    missed_agents: tuple[AgentMention, ...] = ()
    named_agents: tuple[AgentMention, ...] = ()
    """Named without a word on whether they answered."""
    started_at: datetime | None = None
    answered_at: datetime | None = None
    ended_at: datetime | None = None
    talk_s: int | None = None
    duration_s: int | None = None
    customer_ring_s: int | None = None
    agent_ring_s: int | None = None
    connected: bool | None = None
    has_recording: bool = False
    reason: str = ""
    hangup_cause: str = ""


@dataclass(frozen=True, slots=True)
class CallRecordPage:
    """One page of records; `total` is the provider's count over all pages, 0 when it does not say."""

    records: tuple[CallRecord, ...]
    page: int
    total: int
