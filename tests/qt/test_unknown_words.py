"""What the card says of a call of which nothing is known: what to do, and since when."""

from __future__ import annotations

import pytest

from acefone_desktop.domain.calls import Call
from acefone_desktop.domain.evidence import Fact
from acefone_desktop.ui.calls.call_words import Tone, words_for
from acefone_desktop.ui.parts.times_of_day import time_text
from tests.qt.scene import OVER, a_call

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
