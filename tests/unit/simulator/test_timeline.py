"""Properties that every call's timetable has."""

from __future__ import annotations

import random

from hypothesis import given
from hypothesis import strategies as st

from acefone_desktop.simulator.calling.call_script import Outcome, Step
from acefone_desktop.simulator.calling.timeline import Ending, Leg, Timeline, planned
from acefone_desktop.simulator.webhooks import Trigger, happenings

MOMENTS = st.none() | st.floats(0, 500)
STEPS = st.builds(
    Step,
    outcome=st.sampled_from([o for o in Outcome if o not in {Outcome.ROW_NEVER_APPEARS, Outcome.REFUSED}]),
    row_at=MOMENTS,
    agent_answers_at=MOMENTS,
    customer_answers_at=MOMENTS,
    ends_at=MOMENTS,
)


def timeline(step: Step) -> Timeline:
    made = planned(step, random.Random(1))  # noqa: S311 - repeatable on purpose
    assert made is not None
    return made


def check(made: Timeline) -> None:
    assert made.agent_rings >= 0
    assert made.agent_seconds >= made.talk_seconds >= 0
    for answered in (made.agent_answers_at, made.customer_answers_at):
        assert answered is None or answered < made.ends_at
    if made.missed_by is Leg.AGENT:
        assert made.customer_rings is None
        assert made.talk_seconds == 0
    else:
        assert made.customer_rings is not None
        assert made.customer_rings >= 0


@given(STEPS, st.floats(0, 600))
def test_no_script_and_no_hang_up_makes_a_timetable_that_contradicts_itself(step: Step, at: float) -> None:
    whole = timeline(step)
    check(whole)
    cut = whole.cut(at, Ending.CALLER)
    check(cut)
    assert cut.ends_at == min(at, whole.ends_at)
    assert cut.cut(at, Ending.CALLEE) == cut


@given(STEPS, st.integers(1, 600))
def test_the_maximum_length_limits_the_conversation_alone(step: Step, seconds: int) -> None:
    whole = timeline(step)
    limited = whole.limited(seconds)
    check(limited)
    assert limited.talk_seconds <= seconds + 1e-6
    assert (limited.agent_rings, limited.customer_rings) == (whole.agent_rings, whole.customer_rings)
    assert whole.limited(0) == whole


@given(STEPS)
def test_what_there_is_to_tell_comes_in_order_and_ends_with_the_hang_up(step: Step) -> None:
    told = happenings(None, timeline(step))
    assert [each.moment for each in told] == sorted(each.moment for each in told)
    assert told[-1].trigger is Trigger.HANG_UP
