"""What can be done to a running call, to whom it can be given, and why not (contract §5)."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import Enum
from typing import TYPE_CHECKING

from acefone_desktop.domain.calls import CallState
from acefone_desktop.domain.evidence import Source
from acefone_desktop.domain.incoming_calls import is_ours_to_end
from acefone_desktop.domain.numbering.number_text import digits_only

if TYPE_CHECKING:
    from collections.abc import Iterable

    from acefone_desktop.domain.account import Agent
    from acefone_desktop.domain.calls import Call
    from acefone_desktop.domain.errors import ProviderError

MOST_TARGETS = 200
"""Entries a search comes back with: nobody scrolls further."""

_EXTENSION = re.compile(r"060[0-9]{10,11}")
_INTERCOM = re.compile(r"[0-9]{3,15}")
_LEAST_END = 3
_ALONE = frozenset({CallState.REQUESTED, CallState.ACCEPTED, CallState.AGENT_RINGING, CallState.CUSTOMER_RINGING})


class Hindrance(Enum):
    """Why a running call cannot be transferred at present."""

    OVER = "over"
    HANGING_UP = "hanging-up"
    NOT_OURS = "not-ours"
    ID_UNKNOWN = "id-unknown"
    NOT_CONNECTED = "not-connected"


class TargetKind(Enum):
    """What a call is given to."""

    AGENT = "agent"
    DEPARTMENT = "department"
    CONTACT = "contact"
    EXTENSION = "extension"
    NUMBER = "number"


@dataclass(frozen=True, slots=True, kw_only=True)
class Department:
    """A group of agents that answers together; `intercom` is empty where the provider does not tell one."""

    id: str
    name: str = ""
    intercom: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class TransferTarget:
    """Whom a call can be given to. `intercom` are exactly the digits that are sent, `status` the provider's."""

    kind: TargetKind
    intercom: str
    name: str = ""
    status: str = ""


@dataclass(frozen=True, slots=True)
class ControlDirectory:
    """Whom the account knows, and why a part of it could not be read."""

    agents: tuple[Agent, ...] = ()
    departments: tuple[Department, ...] = ()
    agents_trouble: ProviderError | None = None
    departments_trouble: ProviderError | None = None

    def targets(self, us: Agent | None) -> tuple[TransferTarget, ...]:
        """All to whom a call of ours can be given, agents first; ourselves are none of them."""
        own = us.own_numbers if us else frozenset()
        agents = [
            TransferTarget(kind=TargetKind.AGENT, intercom=intercom, name=agent.name, status=agent.status)
            for agent in self.agents
            if (us is None or agent.id != us.id) and (intercom := reached_by(agent)) and intercom not in own
        ]
        groups = [
            TransferTarget(kind=TargetKind.DEPARTMENT, intercom=group.intercom, name=group.name)
            for group in self.departments
            if _INTERCOM.fullmatch(group.intercom)
        ]
        return (*agents, *groups)


def reached_by(agent: Agent) -> str:
    """The digits by which a call gets to this agent: extension, else intercom, else own phone; empty without any."""
    for number in (agent.extension, agent.intercom, agent.phone):
        digits = digits_only(number)
        if _INTERCOM.fullmatch(digits):
            return digits
    return ""


def extension_in(text: str) -> str:
    """The digits of a text that is an extension of the provider (`060…`); empty for any other."""
    digits = digits_only(text)
    return digits if _EXTENSION.fullmatch(digits) else ""


def found(targets: Iterable[TransferTarget], query: str) -> tuple[TransferTarget, ...]:
    """Those that fit: each word of the query begins a word of the name, or its digits begin or end the number."""
    words, digits = query.casefold().split(), digits_only(query)
    only_digits = bool(digits) and len(digits) == len(query.strip())
    fitting: list[TransferTarget] = []
    for target in targets:
        own = target.name.casefold().replace("-", " ").split()
        named = all(any(word.startswith(wanted) for word in own) for wanted in words)
        ends = len(digits) >= _LEAST_END and target.intercom.endswith(digits)
        if named or (only_digits and (ends or target.intercom.startswith(digits))):
            fitting.append(target)
            if len(fitting) == MOST_TARGETS:
                break
    return tuple(fitting)


def hindrance(call: Call, us: Agent | None, *, customer_answers_told: bool = False) -> Hindrance | None:
    """Why this call cannot be transferred now; None where it can.

    Where the account's webhooks tell of customers' answers (`customer_answers_told`) and this call is told of by
    them, silence means that the customer has not answered; elsewhere only the agent can know, and may try.
    """
    if not call.is_open:
        return Hindrance.OVER
    if call.hang_up_asked:
        return Hindrance.HANGING_UP
    if not is_ours_to_end(call, us):
        return Hindrance.NOT_OURS
    if call.state in _ALONE:
        return Hindrance.NOT_CONNECTED
    if call.state is CallState.AGENT_ANSWERED and customer_answers_told and _is_told_by_webhook(call):
        return Hindrance.NOT_CONNECTED
    return None if call.call_id else Hindrance.ID_UNKNOWN


def _is_told_by_webhook(call: Call) -> bool:
    return any(told.source is Source.WEBHOOK for told in call.evidence)
