"""Whole streams of reports, in any interleaving: a call's state is the true one or an open one, never a wrong one.

The streams hold dials of ours (accepted, refused, without a reply, never placed), calls by hand to the same customers,
colleagues' calls, and calls that come in, to us and to others, while we dial; some are handed on in mid-call. Live
calls, webhooks in both dialects and from templates that leave almost anything out, and call records tell of them, by
clocks and in zones that may be wrong; reports are lost, repeated and late, buttons are pressed, time passes, the app
starts anew. What may be said is judged by what was true alone (`tests/offices/oracle.py`): outcome, direction,
customer, agent, times and durations, who talked; one card for one call, none for two; nothing that is over lives again.

Left out is what nobody could tell: calls by hand beside dials where no report says which is which, and two calls of one
customer that come in within one second. What was found is kept in `test_stream_examples.py`.

`HYPOTHESIS_PROFILE=thorough python -m pytest tests/unit/domain/test_call_streams.py` tries far more of them.
"""

from __future__ import annotations

import random
from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from acefone_desktop.domain.call_watch import is_watched, verdict
from acefone_desktop.domain.calls import CallOutcome
from acefone_desktop.domain.evidence import Evidence, Fact, Source, evidence_from_json, evidence_to_json
from acefone_desktop.domain.matching.correlation import Correlator, assemble
from acefone_desktop.services.call_door import EvidenceDoor
from tests.offices import oracle
from tests.offices.circumstances import Circumstances, Dialect, HandedName
from tests.offices.reports import Arrival, Reporter
from tests.offices.true_calls import MORNING, Diary, TrueCall, Way, person

CUSTOMERS = ("447700900123", "447700900124")
NOBODY_ELSES = "447700900125"
"""Whom we call by hand where reports do not say which calls are: nobody could tell those from a dial of ours."""

LONGEST_GAP_S = 90
GAPS = st.integers(-20, 20)
HAND_TO = st.sampled_from([None, None, None, 1, 2])
customers = st.sampled_from(CUSTOMERS)


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
        ref_id_in_reply=st.booleans(),
        identifier_echoed=st.booleans(),
        agents_named=st.booleans(),
        agents_named_in_webhooks=st.booleans(),
        starts_in_webhooks=st.booleans(),
        directions_in_webhooks=st.booleans(),
        parties_in_webhooks=st.booleans(),
        legs_in_webhooks=st.booleans(),
        ways_told=st.booleans(),
        menus_answer=st.booleans(),
        dialect=st.sampled_from(Dialect),
        handed_calls_name=st.sampled_from(HandedName),
        own_names_known=st.sampled_from([True, True, False]),
        namesakes=st.booleans(),
        our_clock_ahead_s=st.sampled_from([0.0, 0.0, 20.0, -75.0, 110.0]),
        stamps_ahead_s=st.sampled_from([0.0, 0.0, 5.5 * 3600, -3600.0]),
        latest_s=st.sampled_from([0.5, 5.0, 60.0]),
    )


class Streams(RuleBasedStateMachine):
    """An account on which we, colleagues and callers phone; reports of it come, or do not, in any order."""

    @initialize(circumstances=_circumstances(), seed=st.integers(1, 1_000), has_door=st.booleans())
    def open_the_office(self, circumstances: Circumstances, seed: int, *, has_door: bool) -> None:
        """`has_door`: only what concerns us, and is news, comes in, as in the app; else all the account's reports."""
        self.diary = Diary(circumstances, seed)
        self.reporter = Reporter(circumstances, seed)
        self.correlator = Correlator()
        self.has_door, self.door = has_door, EvidenceDoor(self.reporter.own_agent)
        us = person(0, namesakes=circumstances.namesakes)
        self.truth = oracle.Truth(circumstances, us, self.reporter.own_agent)
        self.now = MORNING  # by the provider's clock; nothing happens before what we have already heard
        self.busy: list[tuple[datetime, datetime]] = []
        self.came_in: set[tuple[str, datetime]] = set()
        self.pending: list[Arrival] = []
        self.told: dict[Evidence, None] = {}  # in the order in which it came
        self.over: set[str] = set()

    # --- what happens ---------------------------------------------------------------------------------------------

    @rule(
        customer=customers,
        gap_s=st.integers(0, LONGEST_GAP_S),
        came_of_it=st.sampled_from(["accepted", "accepted", "lost", "lost and not placed", "refused"]),
        hand_to=HAND_TO,
    )
    def we_dial(self, customer: str, gap_s: int, came_of_it: str, hand_to: int | None) -> None:
        """One person has one call at a time: the next dial waits for the end of the one before."""
        self.now = max([self.now, *(end for _, end in self.busy)]) + timedelta(seconds=3 + gap_s)
        dial = self.diary.dial(
            customer,
            self.now,
            is_answered=not came_of_it.startswith("lost"),
            is_placed=came_of_it != "lost and not placed",
            is_refused=came_of_it == "refused",
        )
        dial = replace(dial, call=self._handed_on(dial.call, hand_to))
        self.truth.dials[dial.intent_id] = dial
        if dial.call:
            self.busy.append((dial.requested_at, dial.call.ended_at))
        asked, came = self.reporter.of_dial(dial)
        self._goes_on(dial.call)
        self._know(asked)
        self._take(asked.evidence)  # noted before it is sent
        self.pending.append(came)
        self._know(came)

    @rule(customer=customers, gap_s=st.integers(0, LONGEST_GAP_S), is_answered=st.booleans())
    def we_dial_on_the_phone(self, customer: str, gap_s: int, is_answered: bool) -> None:
        self.now = max([self.now, *(end for _, end in self.busy)]) + timedelta(seconds=3 + gap_s)
        c = self.truth.circumstances
        ways_told = c.ways_told and (c.directions_in_webhooks or not c.webhooks)
        whom = customer if ways_told else NOBODY_ELSES
        call = self.diary.call_by_hand(0, whom, self.now, is_answered=is_answered)
        self.busy.append((call.started_at, call.ended_at))
        self._goes_on(call)

    @rule(customer=customers, gap_s=GAPS, who=st.integers(1, 3), way=st.sampled_from([Way.REQUESTED, Way.BY_HAND]))
    def a_colleague_dials(self, customer: str, gap_s: int, who: int, way: Way) -> None:
        at = self.now + timedelta(seconds=gap_s)
        if way is Way.BY_HAND:
            self._goes_on(self.diary.call_by_hand(who, customer, at, is_answered=gap_s % 2 == 0))
        else:
            self._goes_on(self.diary.colleagues_call(who, customer, at))

    @rule(
        customer=customers,
        gap_s=GAPS,
        rung=st.lists(st.integers(0, 3), max_size=3, unique=True),
        answers=st.integers(0, 3),
        hand_to=HAND_TO,
    )
    def a_customer_calls(self, customer: str, gap_s: int, rung: list[int], answers: int, hand_to: int | None) -> None:
        """Whoever answers is on no other call; `answers` is a place among those rung, or beyond.

        No customer calls twice in one second: without ids nobody could tell those apart.
        """
        at = self.now + timedelta(seconds=gap_s)
        answerer = rung[answers] if answers < len(rung) else None
        call = self.diary.comes_in(customer, at, rung, answerer)
        if (customer, call.started_at) in self.came_in:
            return
        if answerer == 0:
            if any(begun < call.ended_at and call.started_at < end for begun, end in self.busy):
                call = self.diary.comes_in(customer, at, rung, None)
            else:
                self.busy.append((call.started_at, call.ended_at))
        self.came_in.add((customer, call.started_at))
        self._goes_on(self._handed_on(call, hand_to))

    def _handed_on(self, call: TrueCall | None, to: int | None) -> TrueCall | None:
        """The same call, or given to a colleague in the middle of the talk, on the phone."""
        may_be = (
            call is not None and to is not None and call.outcome is CallOutcome.ANSWERED and call.person != person(to)
        )
        return self.diary.handed_on(call, to) if call and to and may_be else call

    @precondition(lambda self: any(call.can_hang_up for call in self.correlator.calls))
    @rule(data=st.data(), what=st.sampled_from([Fact.HANG_UP_ASKED, Fact.TRANSFER_ASKED]))
    def we_press_a_button(self, data: st.DataObject, what: Fact) -> None:
        """On a card; the provider says yes, and what becomes of the call is another matter."""
        cards = [call for call in self.correlator.calls if call.can_hang_up]
        card = cards[data.draw(st.integers(0, len(cards) - 1))]
        asked = Evidence(
            source=Source.DIAL,
            told_at=self._our_time(),
            fact=what,
            intent_id=card.intent_id or "",
            call_id=card.call_id or "",
            message="Ben" if what is Fact.TRANSFER_ASKED else "",
        )
        self.truth.of[asked].add(asked.call_id)
        self._take((asked,))

    @rule(seconds=st.sampled_from([1, 10, 50, 200, 5 * 3600]))
    def time_passes(self, seconds: int) -> None:
        """Whoever is looked for in vain is not found, then given up, as the tracker does it."""
        self.now += timedelta(seconds=seconds)
        for call in self.correlator.calls:
            said = verdict(call, self._our_time()) if is_watched(call) else None
            if said is not None:
                dial = self.truth.dials.get(said.intent_id)
                self.truth.of[said].add(dial.call.call_id if dial and dial.call else said.intent_id or said.call_id)
                self._take((said,))

    def _our_time(self) -> datetime:
        return self.now + timedelta(seconds=self.truth.circumstances.our_clock_ahead_s)

    def _goes_on(self, call: TrueCall | None) -> None:
        if call is not None:
            self.truth.calls[call.call_id] = call
            told = list(self.reporter.of_call(call, tuple(self.truth.dials.values())))
            self.pending += told
            for arrival in told:
                self._know(arrival)

    def _know(self, arrival: Arrival) -> None:
        for item in arrival.evidence:
            self.truth.of[item].add(arrival.of)

    # --- what is told of it ---------------------------------------------------------------------------------------

    @precondition(lambda self: self.pending)
    @rule(data=st.data())
    def a_report_comes(self, data: st.DataObject) -> None:
        """Any of those under way: the first to be sent may be the last to arrive."""
        place = data.draw(st.integers(0, len(self.pending) - 1))
        self._hear(self.pending.pop(place))

    @precondition(lambda self: self.pending)
    @rule()
    def all_reports_come(self) -> None:
        for arrival in sorted(self.pending, key=lambda arrival: arrival.at):
            self._hear(arrival)
        self.pending.clear()

    @precondition(lambda self: any(not oracle.is_of_dial(arrival.evidence) for arrival in self.pending))
    @rule(data=st.data())
    def a_report_is_lost(self, data: st.DataObject) -> None:
        """What we note of our own dials is not sent by anybody: it cannot be lost."""
        places = [n for n, arrival in enumerate(self.pending) if not oracle.is_of_dial(arrival.evidence)]
        self.pending.pop(data.draw(st.sampled_from(places)))

    @precondition(lambda self: self.told)
    @rule(data=st.data(), later_s=st.integers(0, 600))
    def a_report_comes_again(self, data: st.DataObject, later_s: int) -> None:
        known = sorted((e for e in self.told if e.source in {Source.WEBHOOK, Source.CALL_RECORDS}), key=repr)
        if known:
            first = known[data.draw(st.integers(0, len(known) - 1))]
            again = replace(first, told_at=first.told_at + timedelta(seconds=later_s))
            self.truth.of[again] |= self.truth.of[first]
            self._hear(Arrival(again.told_at - (self._our_time() - self.now), (again,), ""))

    @precondition(lambda self: self.told)
    @rule()
    def the_app_starts_anew(self) -> None:
        """From what was kept on disk."""
        kept = tuple(evidence_from_json(evidence_to_json(item)) for item in self.told)
        self.correlator, self.door = Correlator(), EvidenceDoor(self.reporter.own_agent)
        self.correlator.add(self.door.admit(kept, lambda _: True) if self.has_door else reversed(kept))

    def _hear(self, arrival: Arrival) -> None:
        """What came of our dials is known in time: nobody waits longer for a reply.

        That a row is gone is found out by whoever has seen it: without that, nothing is heard.
        """
        early = [one for one in self.pending if oracle.is_of_dial(one.evidence) and one.at <= arrival.at]
        self.pending = [one for one in self.pending if one not in early]
        for one in early:
            self._take(one.evidence)
        rows = {item.call_id for item in self.told if item.source is Source.LIVE_CALLS}
        if all(item.fact is not Fact.VANISHED or item.call_id in rows for item in arrival.evidence):
            self.now = max(self.now, arrival.at)
            self._take(arrival.evidence)

    def _take(self, evidence: tuple[Evidence, ...]) -> None:
        before = {item for call in self.correlator.calls for item in call.evidence}
        if self.has_door:
            evidence = tuple(self.door.admit(evidence, self.correlator.knows))
        self.correlator.add(evidence)
        self.told |= dict.fromkeys(evidence)
        assert {item for call in self.correlator.calls for item in call.evidence} == before | set(evidence)

    # --- what must hold -------------------------------------------------------------------------------------------

    @invariant()
    def every_call_is_told_truly_or_left_open(self) -> None:
        if hasattr(self, "truth"):
            assert self.truth.errors(self.correlator.calls) == []

    @invariant()
    def what_names_one_call_is_in_one_call(self) -> None:
        if hasattr(self, "correlator"):
            assert oracle.split(self.correlator.calls) == []

    @invariant()
    def what_is_over_stays_over(self) -> None:
        for call in self.correlator.calls if hasattr(self, "correlator") else ():
            if oracle.over(call):
                self.over |= oracle.names(call)
            assert not (call.is_open and oracle.names(call) & self.over), "an ended call lives again"

    @invariant()
    def order_does_not_matter(self) -> None:
        told = sorted(getattr(self, "told", ()), key=evidence_to_json)
        random.Random(len(told)).shuffle(told)  # noqa: S311 (a repeatable order, no secret)
        if told:
            assert set(assemble(told).calls) == set(self.correlator.calls)


HALF = settings.get_profile(settings.get_current_profile_name()).max_examples // 2
TestStreams = pytest.mark.timeout(7200)(Streams.TestCase)
TestStreams.settings = settings(stateful_step_count=25, max_examples=HALF)


@given(
    st.builds(
        Circumstances,
        colleagues=st.just(3),
        live_calls=st.booleans(),
        records=st.booleans(),
        ref_ids=st.booleans(),
        identifier_echoed=st.booleans(),
        menus_answer=st.booleans(),
        ways_told=st.booleans(),
        dialect=st.sampled_from(Dialect),
        handed_calls_name=st.sampled_from(HandedName),
        our_clock_ahead_s=st.sampled_from([0.0, 20.0, -75.0]),
        stamps_ahead_s=st.sampled_from([0.0, 5.5 * 3600]),
    ),
    st.integers(1, 1_000),
    st.lists(st.sampled_from(["dial", "by hand", "comes in", "colleague"]), min_size=1, max_size=5),
    HAND_TO,
)
def test_where_everything_is_told_each_call_has_one_card_that_says_all_of_it(
    circumstances: Circumstances, seed: int, happenings: list[str], hand_to: int | None
) -> None:
    office = Streams()
    office.open_the_office(circumstances, seed, has_door=False)
    for number, what in enumerate(happenings):
        customer = f"44770090012{number}"
        if what == "dial":
            office.we_dial(customer, 0, "accepted", hand_to)
        elif what == "by hand":
            office.we_dial_on_the_phone(customer, 0, is_answered=bool(seed % 2))
        elif what == "comes in":
            office.a_customer_calls(customer, 0, [0, 1], seed % 3, hand_to)
        else:
            office.a_colleague_dials(customer, 0, 2, Way.REQUESTED)
    office.all_reports_come()
    office.every_call_is_told_truly_or_left_open()
    calls = {call.call_id: call for call in office.correlator.calls}
    assert len(calls) == len(office.correlator.calls)
    assert calls.keys() == office.truth.calls.keys()
    for call_id, true in office.truth.calls.items():
        said = calls[call_id]
        assert (said.intent_id or "", said.outcome, said.direction) == (true.intent_id, true.outcome, true.direction)
        assert not said.is_open
        assert not said.ambiguous
        talk_may_be_the_menus = true.way is Way.COMES_IN and circumstances.menus_answer and not circumstances.records
        assert said.is_settled or talk_may_be_the_menus
