"""Of all reports, those that concern us reach the app, in whatever order we learn that they do."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from acefone_desktop.adapters.listener import sieve as module
from acefone_desktop.adapters.listener.frames import unpacked
from acefone_desktop.adapters.listener.sieve import Sieve
from acefone_desktop.domain.account import Agent, AgentId
from acefone_desktop.domain.evidence import NOBODY, Evidence, Fact, Source
from acefone_desktop.domain.incoming_calls import mention_of
from acefone_desktop.domain.matching.call_sorting import Name
from acefone_desktop.domain.matching.correlation import names_of
from acefone_desktop.domain.reports import AgentMention
from acefone_desktop.services.call_door import EvidenceDoor

AGENT = Agent(id=AgentId("0501234560001"), name="Asha Rao", phone="+447700900001")
ASHA, BEN = mention_of(AGENT), AgentMention(id="0501234560002", name="Ben Cole")
NOON = datetime(2026, 1, 15, 12, tzinfo=UTC)
OURS = ("customer", "7700900123")


def told(call_id: str = "", customer: str = "", agent: AgentMention = NOBODY, ref_id: str = "") -> Evidence:
    customers = (customer,) if customer else ()
    return Evidence(
        source=Source.WEBHOOK, told_at=NOON, fact=Fact.AGENT_ANSWERED,
        call_id=call_id, customers=customers, agent=agent, ref_id=ref_id,
    )  # fmt: skip


def sieve(agent: AgentMention = ASHA) -> Sieve:
    return Sieve(agent, lambda: 0.0)


def passed(sieve: Sieve) -> list[Evidence]:
    """All that is told to the app from here on."""
    return [item for whole in sieve.next(10**6, 10**9) for item in unpacked(whole)]


def test_reports_of_our_agent_pass_and_other_peoples_do_not() -> None:
    sifted = sieve()
    mine, theirs = told("1", agent=ASHA), told("2", agent=BEN)
    assert sifted.put((mine,))
    assert sifted.put((theirs,)), "acknowledged all the same"
    assert passed(sifted) == [mine]


def test_what_shares_a_name_with_a_report_of_ours_passes_too() -> None:
    sifted = sieve()
    first, second = told("1", agent=ASHA), told("1", customer="447700900123")
    third = told(customer="07700900123")
    for item in (first, second, third):
        sifted.put((item,))
    assert passed(sifted) == [first, second, third]


@pytest.mark.parametrize("customer", ["447700900123", "+447700900123".lstrip("+"), "07700900123", "7700900123"])
@pytest.mark.parametrize("agent", [NOBODY, BEN, ASHA])
def test_while_a_dial_is_open_every_report_with_its_customer_passes(customer: str, agent: AgentMention) -> None:
    sifted = sieve()
    sifted.learn([OURS])
    report = told("9", customer, agent)
    sifted.put((report,))
    assert passed(sifted) == [report]


def test_what_came_before_its_name_was_known_follows_with_all_that_belongs_to_it() -> None:
    sifted = sieve()
    nameless, by_ref, elsewhere = told("5", ref_id="r"), told(ref_id="r", customer="447700900123"), told("6")
    for item in (nameless, by_ref, elsewhere):
        sifted.put((item,))
    assert passed(sifted) == []
    sifted.learn([OURS])
    assert set(passed(sifted)) == {nameless, by_ref}
    later = told("5")
    sifted.put((later,))
    assert passed(sifted) == [later], "its call id is known from now on"


def test_our_dials_go_before_a_flood_about_our_agent() -> None:
    sifted = sieve()
    sifted.learn([OURS])
    for number in range(50):
        sifted.put((told(f"flood {number}", agent=ASHA),))
    urgent = told("9", "447700900123")
    sifted.put((urgent,))
    assert passed(sifted)[0] == urgent


def test_a_flood_is_refused_before_it_fills_the_memory_and_never_our_dials(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "MOST_WAITING", 20)
    sifted = sieve()
    sifted.learn([OURS])
    assert [sifted.put((told(str(number), agent=ASHA),)) for number in range(25)] == [True] * 20 + [False] * 5
    assert sifted.put((told("9", "447700900123"),))
    assert len(sifted) == 21


def test_other_peoples_flood_does_not_push_out_what_names_nobody(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "MOST_ASIDE", 10)
    sifted = sieve()
    nameless = told("5", "447700900123")
    sifted.put((nameless,))
    for number in range(1000):
        sifted.put((told(f"other {number}", "442079460100", BEN),))
    sifted.learn([OURS])
    assert passed(sifted) == [nameless]


def test_names_are_bounded_and_those_of_our_dials_outlast_any_flood(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "MOST_NAMES", 10)
    sifted = sieve()
    sifted.learn([OURS])
    for number in range(100):
        sifted.put((told(str(number), f"4479460{number:05}", ASHA),))
    passed(sifted)
    report = told("9", "447700900123")
    sifted.put((report,))
    assert passed(sifted) == [report]


def test_a_helping_has_so_many_reports_and_bytes_at_most() -> None:
    sifted = sieve(NOBODY)
    for number in range(30):
        sifted.put((told(str(number)),))
    assert len(sifted.next(10, 10**6)) == 10
    assert len(sifted.next(10, 1)) == 1, "never none while any waits"
    size = len(sifted.next(1, 1)[0])
    assert len(sifted.next(100, 5 * size)) == 5
    assert len(sifted) == 13


reports = st.builds(
    told,
    call_id=st.sampled_from(["", "1", "2", "3"]),
    customer=st.sampled_from(["", "447700900123", "07700900123", "442079460100"]),
    agent=st.sampled_from([NOBODY, ASHA, BEN, AgentMention(numbers=("447700900001",))]),
    ref_id=st.sampled_from(["", "r", "s"]),
)


@settings(max_examples=300)
@given(st.lists(reports, max_size=12), st.integers(0, 12))
def test_nothing_is_kept_from_the_app_that_it_would_let_in(stream: list[Evidence], dialled_at: int) -> None:
    """The app's own door, which sees everything, is the measure; a dial of ours is known from some moment on."""
    stream = [replace(item, message=str(place)) for place, item in enumerate(stream)]
    sifted, door = sieve(), EvidenceDoor(AGENT)
    known: set[Name] = set()
    let_in: set[Evidence] = set()
    for place, item in enumerate(stream):
        if place == dialled_at:
            sifted.learn([OURS])
            known.add(OURS)
        sifted.put((item,))
        admitted = door.admit([item], known.__contains__)
        known.update(name for one in admitted for name in names_of(one))
        let_in.update(admitted)
    assert let_in <= set(passed(sifted))
