"""What the provider keeps besides calls: users, contacts, notes, blocked numbers, callbacks (contract §5, §7)."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import Enum
from typing import TYPE_CHECKING, Generic, TypeVar

if TYPE_CHECKING:
    from datetime import datetime

    from acefone_desktop.domain.account import Agent

Item = TypeVar("Item")

SHORTEST_RING_S, LONGEST_RING_S = 10, 30
"""Bounds of a support call's ring time in seconds (contract §2)."""
SHORTEST_BLOCKED, LONGEST_BLOCKED = 5, 50
"""Characters of a blocked number (contract §7)."""


class CallOption(Enum):
    """What a supervisor can do with a running call; the value is the provider's `type`."""

    MONITOR = 1
    WHISPER = 2
    BARGE = 3
    TRANSFER = 4


@dataclass(frozen=True, slots=True, kw_only=True)
class SupportCall:
    """A call that rings the customer first, then what the key is bound to. The key is a secret."""

    customer_number: str
    api_key: str = field(repr=False)
    caller_id: str = ""
    ring_timeout_s: int | None = None
    max_length_s: int | None = None
    custom_identifier: str = ""

    def __post_init__(self) -> None:
        if self.ring_timeout_s is not None and not SHORTEST_RING_S <= self.ring_timeout_s <= LONGEST_RING_S:
            raise ValueError(f"ring_timeout_s must be between {SHORTEST_RING_S} and {LONGEST_RING_S}")


@dataclass(frozen=True, slots=True, kw_only=True)
class User:
    """A user of the account; `agent` is None for one without a phone. `status` is the provider's, as sent."""

    id: str
    name: str = ""
    login_id: str = ""
    email: str = ""
    role: str = ""
    status: str = ""
    agent: Agent | None = None


@dataclass(frozen=True, slots=True)
class ListPage(Generic[Item]):
    """One page of a list; `total` counts all pages, 0 when the provider does not say."""

    items: tuple[Item, ...]
    page: int = 1
    total: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class ProviderContact:
    """A contact in the provider's address book. `phone` is as the provider writes it."""

    id: str
    group_id: str = ""
    group_name: str = ""
    phone: str = ""
    name: str = ""
    email: str = ""
    address: str = ""
    company: str = ""
    custom_fields: tuple[tuple[str, str], ...] = ()
    updated_at: datetime | None = None
    is_deleted: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class ContactDraft:
    """What is written of a contact; the order of the fields is the provider's (`field_0` …)."""

    phone: str
    name: str = ""
    email: str = ""
    address: str = ""
    company: str = ""
    other_phone: str = ""
    custom: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class ContactGroup:
    """A list of contacts at the provider."""

    id: str
    name: str = ""
    description: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class CallNote:
    """What an agent wrote about a call with a customer."""

    id: str
    text: str
    author: str = ""
    written_at: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class BlockedNumber:
    """A number the account does not take calls from. `scope` is the provider's `block_key` as sent."""

    id: str
    number: str
    scope: str = ""
    numbers_called: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class ScheduledCall:
    """A callback planned at the provider; `at` is aware. `id` is empty for one that is only wished for."""

    id: str = ""
    customer_name: str = ""
    customer_number: str = ""
    at: datetime | None = None
    text: str = ""
    assigned_to: str = ""
    ends_after_min: int | None = None


class AgentStatus(Enum):
    """`agent.status`. The names are documented, their order is inferred (contract §7): shown, never enforced."""

    ACTIVE = "0"
    BLOCKED = "1"
    DISABLED = "2"
    BUSY = "3"
    OFFLINE = "4"
    UNKNOWN = ""

    @classmethod
    def of(cls, status: str) -> AgentStatus:
        """The meaning of the provider's value; UNKNOWN for one that nobody has documented."""
        try:
            return cls(status.strip())
        except ValueError:
            return cls.UNKNOWN

    @property
    def hinders_calls(self) -> bool:
        """Whether the provider is likely to refuse a call of this agent."""
        return self not in {AgentStatus.ACTIVE, AgentStatus.UNKNOWN}
