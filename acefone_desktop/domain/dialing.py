"""What a person wants dialled, and what came of asking for it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, NewType

from acefone_desktop.domain.account import AgentId
from acefone_desktop.domain.dial_wishes import Origin

if TYPE_CHECKING:
    from acefone_desktop.domain.errors import ProviderError

IntentId = NewType("IntentId", str)
"""Our own id of one dial; sent as `custom_identifier` unless the person set one."""


@dataclass(frozen=True, slots=True, kw_only=True)
class DialRequest:
    """One call somebody asked for.

    `digits` are exactly what is sent, country code first, no plus; `caller_id` (digits) None is the account's default;
    `max_length_s` cuts the call after that many seconds, None leaves it to the account; `confirmed` says that a person
    answered yes to the policy's question.
    """

    digits: str
    agent_id: AgentId
    display: str = ""
    extension: str = ""
    caller_id: str | None = None
    max_length_s: int | None = None
    custom_identifier: str = ""
    origin: Origin = Origin.WINDOW
    confirmed: bool = False


@dataclass(frozen=True, slots=True)
class CallIntent:
    """A dial that is on disk: from here on it is sent at most once."""

    id: IntentId
    request: DialRequest
    requested_at: datetime

    @property
    def identifier(self) -> str:
        """The `custom_identifier` that goes with the request and comes back in webhooks."""
        return self.request.custom_identifier or self.id


@dataclass(frozen=True, slots=True)
class Accepted:
    """The provider took the request. It says nothing about any phone yet. `at` is the time by its own clock."""

    message: str = ""
    ref_id: str = ""
    at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Dialed:
    """Sent and accepted."""

    intent: CallIntent
    reply: Accepted


@dataclass(frozen=True, slots=True)
class NotDialed:
    """Certainly not ringing: the provider said no, or nothing was sent."""

    intent: CallIntent
    error: ProviderError


@dataclass(frozen=True, slots=True)
class PerhapsDialed:
    """Sent, no answer: it may be ringing. Never to be sent again by the program."""

    intent: CallIntent
    error: ProviderError


DialOutcome = Dialed | NotDialed | PerhapsDialed
