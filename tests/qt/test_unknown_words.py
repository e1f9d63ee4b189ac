"""What the card says of a call of which nothing is known: what to do, and since when."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from acefone_desktop.domain.calls import Call
from acefone_desktop.domain.evidence import Fact, Source
from acefone_desktop.ui.calls.call_words import Tone, words_for
from acefone_desktop.ui.calls.incoming_words import incoming_words
from acefone_desktop.ui.parts.times_of_day import time_text
from tests.qt.scene import AGENT, OVER, a_call, a_caller

pytestmark = pytest.mark.usefixtures("qapp")


@pytest.mark.parametrize("call", [OVER["unknown"], a_call(Fact.ACCEPTED, Fact.NOT_FOUND, age_s=300)])
def test_a_call_that_may_ring_says_since_when_and_that_nobody_dials_again(call: Call) -> None:
    words = words_for(call, "Tom Field")
    sent = min(e.told_at for e in call.evidence if e.fact in {Fact.OUTCOME_UNKNOWN, Fact.ACCEPTED})
    assert words.tone is Tone.PERHAPS
    assert words.detail.startswith(f"Nothing heard since {time_text(sent.astimezone())}. Look at your phone.")


def test_a_call_lost_from_sight_says_when_it_was_last_heard_of() -> None:
    call = a_call(Fact.ACCEPTED, Fact.AGENT_ANSWERED, Fact.GIVEN_UP, age_s=7200)
    heard = max(e.told_at for e in call.evidence if e.fact is not Fact.GIVEN_UP)
    assert words_for(call, "Tom Field").detail == f"Last heard of at {time_text(heard.astimezone())}."


@pytest.mark.parametrize(
    ("given_up_after_s", "status"),
    [
        (0, "Not followed to its end: we don't know how it went"),
        (180, "We looked for the end of this call and don't know how it went"),
    ],
)
def test_not_followed_is_only_said_where_nobody_looked(given_up_after_s: float, status: str) -> None:
    def given_up(call: Call) -> Call:
        last = max(call.evidence, key=lambda told: told.told_at)
        stopped_at = last.told_at + timedelta(seconds=given_up_after_s)
        return call | Call.of([replace(last, source=Source.LIVE_CALLS, fact=Fact.GIVEN_UP, told_at=stopped_at)])

    assert words_for(given_up(a_call(Fact.ACCEPTED, Fact.AGENT_ANSWERED)), "Tom Field").status == status
    assert incoming_words(given_up(a_caller(Fact.AGENT_RINGING)), "Tom Field", AGENT).status == status
