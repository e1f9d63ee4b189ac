"""Whose recording it is: told only where one agent dials, one person is named, and that person called at once."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from acefone_desktop.domain.dial_evidence import from_accepted, from_intent, from_unknown
from acefone_desktop.domain.matching.correlation import assemble
from acefone_desktop.domain.matching.lone_agent import lone_agent, named
from acefone_desktop.domain.reports import AgentMention
from tests.support.call_bodies import (
    ANSWERED_BY_CUSTOMER,
    ASHA,
    ASHA_NAME,
    ASHA_PHONE,
    BEN,
    BEN_NAME,
    BEN_PHONE,
    CALL_ID,
    NOON,
    intent,
    live,
    record,
    webhook,
)

if TYPE_CHECKING:
    from acefone_desktop.domain.evidence import Evidence

BEN_CALLS_ANOTHER: dict[str, Any] = {
    "call_id": "2.2",
    "source": BEN_PHONE,
    "agent_name": BEN_NAME,
    "customer_number": "+447700900199",
    "destination": "447700900199",
}


def accepted(name: str = "one", at: float = -2, agent: str = ASHA) -> tuple[Evidence, ...]:
    dial = intent(name, at, agent=agent)
    return from_intent(dial), from_accepted(dial, dial.requested_at)


def test_the_one_person_who_is_named_is_the_one_agent_who_dials() -> None:
    told = [*accepted(), *live(3), *record()]

    assert lone_agent(told) == AgentMention(id=ASHA, name=ASHA_NAME, numbers=(ASHA_PHONE.lstrip("+"),))


def test_with_the_agents_name_the_dial_finds_its_call() -> None:
    told = [*accepted(), *live(3), *record()]
    agent = lone_agent(told)

    assert agent is not None
    (call,) = assemble(named(told, agent)).calls
    assert (call.intent_id, call.call_id) == ("one", CALL_ID)


def test_a_name_is_enough_where_it_is_the_only_one() -> None:
    told = [*accepted(), *live(3, source=None)]
    agent = lone_agent(told)

    assert agent == AgentMention(id=ASHA, name=ASHA_NAME)
    (call,) = assemble(named(told, agent)).calls
    assert call.call_id == CALL_ID


@pytest.mark.parametrize(
    "told",
    [
        [*accepted(), *live(3), *live(3, **BEN_CALLS_ANOTHER)],
        [*accepted(), *live(3), *accepted("bens", agent=BEN)],
        [*accepted(), *live(3), *webhook(ANSWERED_BY_CUSTOMER | {"answered_agent_number": {"id": BEN}})],
        [*accepted(), *live(3, agent_name=BEN_NAME), *record()],
        [*accepted(), *live(3, agent_name=None, source=None)],
        [*accepted(agent=""), *live(3)],
        [from_intent(intent()), from_unknown(intent(), NOON, "no answer"), *live(3)],
        [*accepted(at=-60), *live(3)],
        [*accepted(at=4), *live(5)],
        [*accepted(), *live(3, customer_number="+447700900199", destination="447700900199")],
    ],
    ids=[
        "a second person is named", "a second agent dials", "a second id is named", "one phone under two names",
        "nobody is named", "the dial names nobody", "the dial got no reply", "the call began a minute later",
        "the call began before the dial", "another customer",
    ],
)  # fmt: skip
def test_where_the_call_may_be_anybody_elses_nothing_is_taken_for_granted(told: list[Evidence]) -> None:
    assert lone_agent(told) is None
