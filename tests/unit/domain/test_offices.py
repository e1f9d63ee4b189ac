"""Whose call is whose, in whole offices: clear cases are found, and nothing is ever given to the wrong call."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from acefone_desktop.domain.matching.correlation import assemble
from tests.offices.circumstances import SITUATIONS, Circumstances
from tests.offices.reports import Reporter
from tests.offices.true_calls import Diary
from tests.offices.verdicts import Verdict, compare, judge

DIALS = 3
UNDECIDABLE = {
    "the same, nobody named in reports",
    "nobody named, a third of the reports lost",
    "all unanswered, our clock 60 s slow, redialled, no live calls",
    "the id alone, polling only, one colleague",
    "reports give names alone, and a colleague",
    "the same, and nothing is told of our own calls",
    "a colleague, and nothing is told of half of our own calls",
}
"""No report says whose call it is, or when it was, or that there was one: nobody could tell whose call is whose."""


@pytest.mark.parametrize("situation", SITUATIONS)
def test_no_dial_is_given_a_call_that_is_not_its_own(situation: str) -> None:
    verdict = judge(SITUATIONS[situation], DIALS)
    assert (verdict.wrong, verdict.mixed, verdict.outcomes_wrong) == (0, 0, 0)


@pytest.mark.parametrize("situation", sorted(SITUATIONS.keys() - UNDECIDABLE))
def test_a_call_that_can_be_told_apart_is_found(situation: str) -> None:
    verdict = judge(SITUATIONS[situation], DIALS, seed=2)
    assert verdict.found == verdict.placed


def test_calls_that_cannot_be_told_apart_are_shown_as_such() -> None:
    circumstances = SITUATIONS["the same, nobody named in reports"]
    day = Diary(circumstances, seed=3).day(DIALS)
    told = [evidence for arrival in Reporter(circumstances, seed=3).tell(day) for evidence in arrival.evidence]
    own = [call for call in assemble(told).calls if call.intent_id]
    undecided = [call for call in own if call.call_id is None]
    assert undecided
    assert all(call.ambiguous for call in undecided)


shares = st.floats(0, 0.5)
HAPPENINGS: dict[str, st.SearchStrategy[Any]] = {
    "colleagues": st.integers(1, 2),
    "pause_s": st.just(120.0),
    "rival_within_s": st.none() | st.floats(0.5, 60),
    "redial_within_s": st.none() | st.floats(2.5, 120),
    "live_calls": st.booleans(),
    "webhooks": st.booleans(),
    "records": st.booleans(),
    "ref_ids": st.booleans(),
    "identifier_echoed": st.booleans(),
    "lost": shares,
    "repeated": shares,
    "latest_s": st.floats(0.5, 90),
}
with_clocks_that_agree = st.builds(
    Circumstances,
    **HAPPENINGS,
    unanswered_requests=shares,
    call_ids_in_webhooks=st.booleans(),
    our_clock_ahead_s=st.floats(-1, 1),
)
with_clocks_that_differ = st.builds(Circumstances, **HAPPENINGS, our_clock_ahead_s=st.floats(-90, 90))


@given(with_clocks_that_agree | with_clocks_that_differ, st.integers(1, 10_000))
@settings(max_examples=20)
def test_where_reports_name_agents_nothing_is_given_to_the_wrong_call(circumstances: Circumstances, seed: int) -> None:
    verdict = judge(circumstances, 2, seed)
    assert (verdict.wrong, verdict.mixed, verdict.outcomes_wrong) == (0, 0, 0)


@pytest.mark.parametrize(
    "known",
    [{"own_names_known": False}, {}, {"namesakes": True}, {"namesakes": True, "names_alone": True}],
    ids=["of us the id alone is known", "all is known of us", "under our name", "under our name, which is all"],
)
def test_a_colleagues_call_is_not_ours_however_alone_it_stands(known: dict[str, Any]) -> None:
    circumstances = Circumstances(colleagues=1, pause_s=3600.0, rival_within_s=8.0, untold=1.0, **known)
    told = sum((judge(circumstances, 2, seed) for seed in range(1, 13)), Verdict())

    assert (told.placed, told.found, told.wrong, told.mixed, told.outcomes) == (24, 0, 0, 0, 0)


def test_the_measure_sees_what_is_wrong() -> None:
    day = Diary(SITUATIONS["quiet office"], seed=1).day(2)
    arrivals = Reporter(SITUATIONS["quiet office"], seed=1).tell(day)
    exchanged = {day.calls[0].call_id: day.calls[1].call_id}
    claimed = [type(a)(a.at, a.evidence, exchanged.get(a.of, a.of)) for a in arrivals]
    evidence = [evidence for arrival in arrivals for evidence in arrival.evidence]
    assert compare(day, arrivals, assemble(evidence).calls).mixed == 0
    assert compare(day, claimed, assemble(evidence).calls).mixed == 0  # a whole call under another name is whole
    half = [type(a)(a.at, a.evidence, "somebody else's" if n % 2 else a.of) for n, a in enumerate(arrivals)]
    verdict = compare(day, half, assemble(evidence).calls)
    assert verdict.mixed > 0
    assert verdict.wrong > 0
