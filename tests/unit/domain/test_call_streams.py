"""Whole streams of reports, in any interleaving: a call's state is the true one or an open one, never a wrong one.

`HYPOTHESIS_PROFILE=thorough python -m pytest tests/unit/domain/test_call_streams.py` tries far more of them.
"""

from __future__ import annotations

import random
from dataclasses import replace
from datetime import timedelta

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from acefone_desktop.domain.calls import Call, CallOutcome, CallState
from acefone_desktop.domain.evidence import Evidence, Fact, Source, evidence_from_json, evidence_to_json
from acefone_desktop.domain.matching.correlation import Correlator, assemble
from tests.offices.circumstances import Circumstances
from tests.offices.reports import Arrival, Reporter
from tests.offices.true_calls import MORNING, Dial, Diary, TrueCall

CUSTOMERS = ("447700900123", "447700900124")
LONGEST_GAP_S = 90


def _circumstances() -> st.SearchStrategy[Circumstances]:
    """What an account tells, and how wrong the clocks and the zone are."""
    return st.builds(
        Circumstances,
        colleagues=st.just(3),
        webhooks=st.booleans(),
        live_calls=st.booleans(),
        records=st.booleans(),
        call_ids_in_webhooks=st.booleans(),
        ref_ids=st.booleans(),
        identifier_echoed=st.booleans(),
        agents_named=st.booleans(),
        agents_named_in_webhooks=st.booleans(),
        starts_in_webhooks=st.booleans(),
        namesakes=st.booleans(),
        our_clock_ahead_s=st.sampled_from([0.0, 0.0, 20.0, -75.0, 110.0]),
        stamps_ahead_s=st.sampled_from([0.0, 0.0, 5.5 * 3600, -3600.0]),
        latest_s=st.sampled_from([0.5, 5.0, 60.0]),
    )


class Streams(RuleBasedStateMachine):
    """An account on which we, colleagues and callers phone; reports of it come, or do not, in any order."""

    @initialize(circumstances=_circumstances(), seed=st.integers(1, 1_000))
    def open_the_office(self, circumstances: Circumstances, seed: int) -> None:
        self.diary = Diary(circumstances, seed)
        self.reporter = Reporter(circumstances, seed)
        self.correlator = Correlator()
        self.now = MORNING
        self.dials: list[Dial] = []
        self.calls: dict[str, TrueCall] = {}
        self.pending: list[Arrival] = []
        self.told: set[Evidence] = set()

    # --- what happens ---------------------------------------------------------------------------------------------

    @rule(
        customer=st.sampled_from(CUSTOMERS),
        gap_s=st.integers(0, LONGEST_GAP_S),
        is_answered=st.booleans(),
        is_placed=st.booleans(),
    )
    def we_dial(self, customer: str, gap_s: int, is_answered: bool, is_placed: bool) -> None:
        """One person has one call at a time: the next dial waits for the end of the one before."""
        ours = [dial.closed_at for dial in self.dials]
        self.now = max([self.now, *ours]) + timedelta(seconds=3 + gap_s)
        dial = self.diary.dial(customer, self.now, is_answered=is_answered, is_placed=is_placed or is_answered)
        self.dials.append(dial)
        asked, came_of_it = self.reporter.of_dial(dial)
        self._take(asked.evidence)  # noted before it is sent
        self.pending.append(came_of_it)
        self._goes_on(dial.call)

    @rule(customer=st.sampled_from(CUSTOMERS), gap_s=st.integers(-20, 20), who=st.integers(1, 3))
    def a_colleague_dials(self, customer: str, gap_s: int, who: int) -> None:
        self._goes_on(self.diary.colleagues_call(who, customer, self.now + timedelta(seconds=gap_s)))

    def _goes_on(self, call: TrueCall | None) -> None:
        if call is not None:
            self.calls[call.call_id] = call
            self.pending += self.reporter.of_call(call, tuple(self.dials))

    # --- what is told of it ---------------------------------------------------------------------------------------

    @precondition(lambda self: self.pending)
    @rule(data=st.data())
    def a_report_comes(self, data: st.DataObject) -> None:
        """Any of those under way: the first to be sent may be the last to arrive."""
        place = data.draw(st.integers(0, len(self.pending) - 1))
        self._take(self.pending.pop(place).evidence)

    @precondition(lambda self: self.pending)
    @rule()
    def all_reports_come(self) -> None:
        for arrival in sorted(self.pending, key=lambda arrival: arrival.at):
            self._take(arrival.evidence)
        self.pending.clear()

    @precondition(lambda self: any(not _is_of_dial(arrival) for arrival in self.pending))
    @rule(data=st.data())
    def a_report_is_lost(self, data: st.DataObject) -> None:
        """What we note of our own dials is not sent by anybody: it cannot be lost."""
        self.pending.remove(data.draw(st.sampled_from([a for a in self.pending if not _is_of_dial(a)])))

    @precondition(lambda self: self.told)
    @rule(data=st.data(), later_s=st.integers(0, 600))
    def a_report_comes_again(self, data: st.DataObject, later_s: int) -> None:
        known = sorted((e for e in self.told if e.source in {Source.WEBHOOK, Source.CALL_RECORDS}), key=repr)
        if known:
            again = data.draw(st.sampled_from(known))
            self._take((replace(again, told_at=again.told_at + timedelta(seconds=later_s)),))

    @precondition(lambda self: self.told)
    @rule()
    def the_app_starts_anew(self) -> None:
        """From what was kept on disk, in no particular order."""
        kept = [evidence_from_json(line) for line in sorted(map(evidence_to_json, self.told))]
        self.correlator = Correlator()
        self.correlator.add(kept)

    def _take(self, evidence: tuple[Evidence, ...]) -> None:
        before = {item for call in self.correlator.calls for item in call.evidence}
        self.correlator.add(evidence)
        self.told.update(evidence)
        assert {item for call in self.correlator.calls for item in call.evidence} == before | set(evidence)

    # --- what must hold -------------------------------------------------------------------------------------------

    @invariant()
    def every_call_is_told_truly_or_left_open(self) -> None:
        for call in getattr(self, "correlator", Correlator()).calls:
            self._check(call)

    def _check(self, call: Call) -> None:
        dial = next((dial for dial in self.dials if dial.intent_id == call.intent_id), None)
        true = self.calls.get(call.call_id) if call.call_id else (dial.call if dial else None)
        if dial and call.call_id:
            assert dial.call is not None
            assert call.call_id == dial.call.call_id
        if call.outcome in {CallOutcome.ANSWERED, CallOutcome.CUSTOMER_MISSED, CallOutcome.AGENT_MISSED}:
            assert self._came_out_so(call, true)
        if true is not None and call.state is CallState.CONNECTED:
            assert true.outcome is CallOutcome.ANSWERED
        if true is not None and call.state is CallState.AGENT_ANSWERED:
            assert true.outcome is not CallOutcome.AGENT_MISSED

    def _came_out_so(self, call: Call, true: TrueCall | None) -> bool:
        """A call without any id may be any that its customer had."""
        if true is not None or call.intent_id:
            return true is not None and call.outcome is true.outcome
        return any(c.outcome is call.outcome for c in self.calls.values() if c.customer == call.customer)

    @invariant()
    def order_does_not_matter(self) -> None:
        told = sorted(getattr(self, "told", ()), key=evidence_to_json)
        random.Random(len(told)).shuffle(told)  # noqa: S311 (a repeatable order, no secret)
        if told:
            assert set(assemble(told).calls) == set(self.correlator.calls)

    @invariant()
    def what_nobody_said_is_not_claimed(self) -> None:
        for call in getattr(self, "correlator", Correlator()).calls:
            facts = {item.fact for item in call.evidence}
            assert call.state is not CallState.CONNECTED or Fact.CUSTOMER_ANSWERED in facts


def _is_of_dial(arrival: Arrival) -> bool:
    return arrival.evidence[0].source is Source.DIAL


THIRD = settings.get_profile(settings.get_current_profile_name()).max_examples // 3
TestStreams = Streams.TestCase
TestStreams.settings = settings(stateful_step_count=25, max_examples=THIRD)
