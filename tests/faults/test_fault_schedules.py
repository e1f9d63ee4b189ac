"""Any schedule of faults, over several dials: one request per dial, and the truth or what is not known."""

from __future__ import annotations

import os
import tempfile
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from acefone_desktop.simulator.calling.call_script import CallScript, Outcome, Step
from tests.faults.invariants import check_everything
from tests.faults.leaping_loop import run_leaping
from tests.faults.proxy import Handling, Plan, Request
from tests.faults.wire_faults import BY_NAME, FAULTS
from tests.faults.world import SHORT_CALL, world

if TYPE_CHECKING:
    from tests.faults.proxy import Line

CUSTOMERS = ("447700900111", "447700900122", "447700900133")
STORM = 12
"""Requests in a row that one fault can last."""
SCRIPT = CallScript(
    by_ending={
        "111": SHORT_CALL,
        "122": Step(outcome=Outcome.CUSTOMER_NO_ANSWER, row_at=2, agent_answers_at=4, ends_at=14),
        "133": Step(outcome=Outcome.AGENT_NO_ANSWER, row_at=2, ends_at=12),
    }
)

names = st.sampled_from([fault.name for fault in FAULTS])
storms = st.lists(st.tuples(st.integers(0, 8), names, st.integers(1, STORM)), max_size=6)
"""So many requests without a fault, then the fault, so many times."""
dials = st.lists(st.tuples(st.sampled_from(CUSTOMERS), st.integers(0, 40)), min_size=1, max_size=3)


def plan_of(schedule: list[tuple[int, str, int]], latency_s: float) -> Plan:
    """The schedule, request by request; what comes after it is only late."""
    course: list[Handling | None] = []
    for quiet, name, times in schedule:
        course += [None] * quiet + [BY_NAME[name].handle] * times

    async def late(line: Line, request: Request) -> bool:
        await line.pause(latency_s)
        reply = await line.forward(request)
        await line.send(reply)
        return bool(reply)

    def plan(request: Request) -> Handling | None:
        place = request.ordinal - 1
        handle = course[place] if place < len(course) else None
        return handle or (late if latency_s else None)

    return plan


@pytest.mark.slow
@pytest.mark.timeout(600)
@settings(max_examples=300 if os.environ.get("HYPOTHESIS_PROFILE") == "thorough" else 12)
@given(
    schedule=storms, hook_schedule=storms, made=dials, latency_s=st.sampled_from([0.0, 0.3, 4.0]), hooks=st.booleans()
)
def test_no_schedule_of_faults_leads_to_a_wrong_outcome_or_a_second_request(
    schedule: list[tuple[int, str, int]],
    hook_schedule: list[tuple[int, str, int]],
    made: list[tuple[str, int]],
    latency_s: float,
    hooks: bool,
) -> None:
    async def run(folder: Path) -> None:
        async with world(folder, script=SCRIPT, webhooks=hooks) as at:
            at.proxy.plan = plan_of(schedule, latency_s)
            if at.hooks is not None:
                at.hooks.plan = plan_of(hook_schedule, latency_s)
            for customer, pause_s in made:
                await at.dial(customer)
                await at.clock.sleep(pause_s)
            await at.until_all_is_settled()
            await check_everything(at, Counter(customer for customer, _ in made))

    with tempfile.TemporaryDirectory() as folder:
        run_leaping(run(Path(folder)))
