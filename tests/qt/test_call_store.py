from __future__ import annotations

import time

import pytest
from PySide6.QtCore import QElapsedTimer, QTimer
from PySide6.QtTest import QSignalSpy
from pytestqt.qtbot import QtBot

from acefone_desktop.bridge import call_store
from acefone_desktop.bridge.call_store import MOST_CARDS, CallStore
from acefone_desktop.domain.calls import CallKey
from acefone_desktop.domain.evidence import Fact
from tests.qt.scene import OVER, RUNNING, a_call


def shown(store: CallStore) -> list[str]:
    return [call.key for call in store.state.calls]


def test_calls_are_shown_with_the_next_frame(qtbot: QtBot) -> None:
    store = CallStore()
    with qtbot.waitSignal(store.changed):
        store.apply((RUNNING["requested"],))
        assert store.state.calls == ()
    assert store.state.front == RUNNING["requested"]


def test_a_burst_of_events_is_one_change_a_frame(qtbot: QtBot) -> None:
    store = CallStore()
    calls = [a_call(Fact.ACCEPTED, key=f"dl-{n % 5}", age_s=n + 1) for n in range(1000)]
    for call in calls:
        assert call.key  # the tracker has read them before they are handed over
    spy = QSignalSpy(store.changed)
    for call in calls:
        store.apply((call,))
    qtbot.waitUntil(
        lambda: (
            len(store.state.calls) == 5
            and {c.key for c in store.state.calls} == {"dl-0", "dl-1", "dl-2", "dl-3", "dl-4"}
        )
    )
    assert spy.count() <= 20
    assert {call.requested_at for call in store.state.calls} == {call.requested_at for call in calls[-5:]}


def test_many_calls_never_hold_a_frame_up(qtbot: QtBot) -> None:
    """Calls that nobody has read yet cost most: what does not fit into a frame's budget waits for the next."""
    store = CallStore()
    calls = tuple(a_call(Fact.ACCEPTED, Fact.AGENT_RINGING, key=f"dl-{n}", call_id=str(n)) for n in range(400))
    gaps: list[float] = []
    last = QElapsedTimer()
    last.start()
    beat = QTimer(interval=1)
    beat.timeout.connect(lambda: gaps.append(last.restart()))
    beat.start()
    began = time.perf_counter()
    store.apply(calls)
    assert time.perf_counter() - began < 0.016
    qtbot.waitUntil(lambda: len(store.state.calls) == 400)
    beat.stop()
    assert len(gaps) > 5


def test_a_new_call_comes_to_the_front_and_older_ones_stay(qtbot: QtBot) -> None:
    store = CallStore()
    store.take_in_at_once((RUNNING["connected"],))
    store.take_in_at_once((a_call(key="dl-2"),))
    assert shown(store) == ["dl-1", "dl-2"]
    assert store.state.selected == "dl-2"
    store.select(CallKey("dl-1"))
    assert store.state.front == RUNNING["connected"]
    store.take_in_at_once((a_call(Fact.ACCEPTED, key="dl-2"),))
    assert store.state.selected == "dl-1", "progress of another call does not take the card away"


def test_a_call_that_failed_within_a_frame_comes_to_the_front_too(qtbot: QtBot) -> None:
    store = CallStore()
    store.take_in_at_once((OVER["answered"],))
    store.apply((a_call(key="dl-2"),))
    store.apply((a_call(Fact.OUTCOME_UNKNOWN, key="dl-2"),))
    qtbot.waitUntil(lambda: shown(store) == ["dl-1", "dl-2"])
    assert store.state.selected == "dl-2", "the frame never saw it open, but the person has just dialled it"
    store.select(CallKey("dl-1"))
    store.take_in_at_once((a_call(Fact.REFUSED, key="dl-3"), a_call(Fact.ACCEPTED, key="dl-4")))
    assert store.state.selected == "dl-4", "a call that goes on matters more"


def test_an_open_call_cannot_be_dismissed_and_an_ended_one_stays_away(qtbot: QtBot) -> None:
    store = CallStore()
    store.take_in_at_once((RUNNING["connected"],))
    store.dismiss(CallKey("dl-1"))
    assert shown(store) == ["dl-1"]
    store.take_in_at_once((OVER["answered"],))
    store.dismiss(CallKey("dl-1"))
    assert shown(store) == []
    store.apply((OVER["answered"],))
    store.apply((a_call(key="dl-2"),))
    qtbot.waitUntil(lambda: shown(store) == ["dl-2"])


def test_a_dismissed_call_that_turns_out_to_run_comes_back(qtbot: QtBot) -> None:
    store = CallStore()
    store.take_in_at_once((OVER["unknown"],))
    store.dismiss(CallKey("dl-1"))
    with qtbot.waitSignal(store.changed):
        store.apply((RUNNING["agent-ringing"],))
    assert shown(store) == ["dl-1"]


def test_a_call_put_away_stays_off_the_screen_unless_it_turns_out_to_run(qtbot: QtBot) -> None:
    store = CallStore()
    store.put_away([OVER["answered"], RUNNING["connected"], a_call(key="dl-2")])
    store.apply((OVER["answered"], a_call(key="dl-2")))
    qtbot.waitUntil(lambda: shown(store) == ["dl-2"])
    store.apply((RUNNING["connected"],))
    qtbot.waitUntil(lambda: shown(store) == ["dl-2", "dl-1"])


def test_hanging_up_is_asked_once_and_can_be_asked_again_after_the_answer(qtbot: QtBot) -> None:
    store = CallStore()
    spy = QSignalSpy(store.hang_up_wanted)
    store.take_in_at_once((RUNNING["connected"],))
    store.hang_up(CallKey("dl-1"))
    store.hang_up(CallKey("dl-1"))
    assert spy.count() == 1
    store.hang_up_landed(CallKey("dl-1"))
    store.hang_up(CallKey("dl-1"))
    assert spy.count() == 2
    store.take_in_at_once((OVER["answered"],))
    assert store.state.hanging_up == frozenset()


@pytest.mark.parametrize("name", ["requested", "accepted", "hanging-up"])
def test_hanging_up_waits_for_the_call_id_and_is_not_repeated(name: str) -> None:
    store = CallStore()
    spy = QSignalSpy(store.hang_up_wanted)
    store.take_in_at_once((RUNNING[name],))
    store.hang_up(CallKey("dl-1"))
    assert spy.count() == 0


def test_only_the_newest_ended_calls_are_kept() -> None:
    store = CallStore()
    ended = tuple(a_call(Fact.REFUSED, key=f"dl-{n}") for n in range(MOST_CARDS + 5))
    store.take_in_at_once((RUNNING["connected"], *(call for call in ended if call.key != "dl-1")))
    assert len(store.state.calls) == MOST_CARDS
    assert "dl-1" in shown(store)
    assert shown(store)[-1] == f"dl-{MOST_CARDS + 4}"


def test_only_the_newest_calls_put_away_are_remembered(qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(call_store, "MOST_DISMISSED", 3)
    store = CallStore()
    calls = [a_call(*(told.fact for told in OVER["answered"].evidence), key=f"dl-{n}") for n in range(5)]
    assert not any(call.is_open for call in calls)
    store.put_away(calls)
    store.apply(tuple(calls))
    qtbot.waitUntil(lambda: set(shown(store)) == {"dl-0", "dl-1"})
