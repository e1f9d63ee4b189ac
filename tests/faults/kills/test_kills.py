"""kill -9 at every write of a dial: at most one request per dial, no dial forgotten, and the truth found afterwards."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from acefone_desktop.simulator.calling.call_script import DialReply, Outcome, Step
from tests.faults.kills.deaths import Deaths, DeedDeaths, RefusedDeaths, account
from tests.faults.kills.tracer import can_trace

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = [
    pytest.mark.slow,
    pytest.mark.timeout(300),
    pytest.mark.skipif(not can_trace(), reason="the system does not let a process trace its child (ptrace)"),
]

ANSWERED = Step(row_at=1, agent_answers_at=2, customer_answers_at=3, ends_at=8)
REFUSED = Step(outcome=Outcome.REFUSED, message="Agent is offline")
KINDS = {"pwrite64 log", "fdatasync log", "connect network", "sendto network", "recvfrom network"}


@pytest.mark.parametrize("road", ["app", "call"])
def test_killed_at_every_write_a_dial_is_sent_once_at_most_and_its_truth_is_found(road: str, tmp_path: Path) -> None:
    with account(ANSWERED) as simulator:
        deaths = Deaths(road, tmp_path, simulator, each=False)
        deaths.all()
    assert deaths.failed == {}
    assert {point.replace("acefone.sqlite3-wal", "log") for point in deaths.points.values()} >= KINDS


def test_a_power_cut_at_every_write_loses_no_dial_that_has_left_and_has_no_answer(tmp_path: Path) -> None:
    with account(replace(ANSWERED, reply=DialReply.DROPPED)) as simulator:
        deaths = Deaths("dial", tmp_path, simulator, each=False, power_cut=True)
        deaths.all()
    assert deaths.failed == {}


def test_killed_at_every_write_a_refused_dial_is_not_forgotten(tmp_path: Path) -> None:
    with account(REFUSED) as simulator:
        deaths = RefusedDeaths("dial", tmp_path, simulator, each=False)
        deaths.all()
    assert deaths.failed == {}


def test_killed_at_every_write_a_hang_up_is_asked_for_once_and_a_note_is_whole(tmp_path: Path) -> None:
    with account(replace(ANSWERED, customer_answers_at=120, ends_at=180)) as simulator:
        deaths = DeedDeaths("hang up", tmp_path, simulator, each=False)
        deaths.all()
    assert deaths.failed == {}
    assert {found.partition(" | ")[0] for found in deaths.found.values()} == {"done", "not done"}
