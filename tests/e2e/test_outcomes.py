"""A call to each of its ends: window, tray and history tell the same truth, and one request was sent."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from acefone_desktop.simulator.calling.call_script import DialReply, Outcome
from tests.support.simulator import UNLIMITED

if TYPE_CHECKING:
    from acefone_desktop.simulator.clock import ManualClock
    from tests.support.app_driver import AppDriver


def test_an_answered_call_is_followed_from_the_first_ring_to_its_end(
    paced_app: AppDriver, manual_clock: ManualClock
) -> None:
    app = paced_app
    app.set_up()
    app.open()
    app.dial("07700900123")
    for seconds, words in (
        (0, "Your phone will ring in a moment"),
        (3.5, "Your phone is ringing"),
        (2, "You answered; calling or talking to 07700 900123"),
        (120, "Call ended"),
    ):
        manual_clock.advance(seconds)
        app.await_words(words)
        assert app.await_tool_tip(f".*{words}")
    app.await_node("Call again", enabled=True)
    assert [dial["destination_number"] for dial in app.simulator.dials()] == ["447700900123"]
    (call,) = app.history()
    assert (call["customer"], call["outcome"]) == ("447700900123", "answered")


@pytest.mark.parametrize(
    ("number", "words", "detail", "outcome"),
    [
        ("07700900901", "07700 900901 did not answer", "", "customer_missed"),
        ("07700900902", "You did not answer your phone", "The customer was not called.*", "agent_missed"),
        ("07700900903", "Acefone refused the call", "Acefone says: “Agent is offline”", "refused"),
    ],
    ids=["customer missed", "agent missed", "refused"],
)
def test_a_call_that_fails_says_how(app: AppDriver, number: str, words: str, detail: str, outcome: str) -> None:
    app.set_up()
    app.open()
    app.dial(number)
    app.await_words(words)
    if detail:
        app.await_words(detail)
    app.await_tool_tip(f".*{words}")
    assert len(app.simulator.dials()) == 1
    (call,) = app.history()
    assert call["outcome"] == outcome


def test_a_refusal_comes_to_the_front_of_the_call_before_it(app: AppDriver) -> None:
    app.set_up()
    app.open()
    app.dial("07700900123")
    app.await_words("Call ended")
    app.dial("07700900903")
    app.await_words("Ended call 2 of 2")
    app.await_words("Acefone refused the call")
    assert [call["outcome"] for call in app.history()] == ["refused", "answered"]
    assert len(app.simulator.dials()) == 2


def test_a_call_of_which_nothing_is_heard_is_called_unknown(app: AppDriver) -> None:
    """The connection breaks after the account took the request, and no live call ever shows it."""
    app.set_up()
    app.simulator.switches = replace(UNLIMITED, dial_reply=DialReply.DROPPED, outcome=Outcome.ROW_NEVER_APPEARS)
    app.open()
    app.dial("07700900123")
    app.await_words("We don't know whether this call went out: checking")
    app.await_words("Nothing heard since .+ Look at your phone. The app does not dial again by itself.")
    app.await_tool_tip("07700 900123: We don't know whether this call went out.*")
    app.await_node("Call", "push button", enabled=False)
    (call,) = app.history()
    assert call["state"] == "unknown"
    assert len(app.simulator.dials()) == 1


def test_a_reply_that_is_lost_is_made_up_for_by_what_the_account_shows(
    paced_app: AppDriver, manual_clock: ManualClock
) -> None:
    """The request was accepted, its reply lost; the live call and its record tell the rest."""
    app = paced_app
    app.set_up()
    app.open()
    app.dial("07700900905")
    manual_clock.advance(3.5)
    app.await_words("Your phone is ringing")
    manual_clock.advance(120)
    app.await_words("Call ended")
    (call,) = app.history()
    assert call["outcome"] == "answered"
    assert len(app.simulator.dials()) == 1
