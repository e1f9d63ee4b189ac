"""Notes stay with their call, whatever it is called by."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from acefone_desktop.domain.call_notes import LONGEST_KEPT, note_text
from acefone_desktop.domain.calls import Call
from tests.support.storage import NOW, a_call, a_contact, evidence_of, opened

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from tests.support.storage import Profile

OTHER = a_call("dl-2", NOW + timedelta(minutes=5), "447700900456")


@pytest.fixture
def profile(tmp_path: Path) -> Iterator[Profile]:
    with opened(tmp_path) as profile:
        yield profile


def begun_elsewhere() -> Call:
    """The call of `a_call` while nobody knew yet that it was ours."""
    return Call.of(replace(told, intent_id="") for told in evidence_of() if told.call_id)


async def test_a_note_is_replaced_and_an_empty_one_is_none(profile: Profile) -> None:
    await profile.journal.record_calls([a_call(), OTHER])
    for text in ("Wants an offer", "Wants an offer for 30 seats.\nCall on Monday.", " \n\t", ""):
        await profile.notes.keep(a_call(), text)
        assert profile.noted.note(a_call()) == (text if text.strip() else "")
        assert profile.noted.note(OTHER) == ""
    count = await profile.database.write(lambda c: c.execute("SELECT count(*) FROM call_note").fetchone()[0])
    assert count == 0


async def test_a_note_is_there_in_the_next_run(tmp_path: Path) -> None:
    with opened(tmp_path) as profile:
        await profile.notes.keep(a_call(), "Wants an offer")
    with opened(tmp_path) as profile:
        assert profile.noted.note(a_call()) == "Wants an offer"


async def test_a_note_may_come_before_its_call(profile: Profile) -> None:
    await profile.notes.keep(a_call(), "Wants an offer")
    await profile.journal.record_calls([a_call()])
    assert profile.noted.note(a_call()) == "Wants an offer"
    assert profile.history.page(None, 10, "offer") == (a_call(),)


async def test_a_note_follows_a_call_that_turns_out_to_be_ours(profile: Profile) -> None:
    await profile.journal.record_calls([begun_elsewhere()])
    await profile.notes.keep(begun_elsewhere(), "Wants an offer")
    assert begun_elsewhere().key != a_call().key
    assert profile.noted.note(a_call()) == "Wants an offer", "also before that is on disk"
    await profile.journal.record_calls([a_call()])
    assert profile.noted.note(a_call()) == "Wants an offer"
    assert profile.history.page(None, 10, "offer") == (a_call(),)


async def test_words_about_a_call_that_went_into_another_meanwhile_are_not_lost(profile: Profile) -> None:
    await profile.journal.record_calls([a_call(), OTHER])
    await profile.notes.keep(begun_elsewhere(), "Wants an offer")
    assert profile.noted.note(a_call()) == "Wants an offer"
    assert profile.history.page(None, 10, "offer") == (a_call(),)


async def test_two_notes_become_one_where_two_calls_do(profile: Profile) -> None:
    await profile.notes.keep(begun_elsewhere(), "Told by live calls")
    await profile.notes.keep(Call.of(evidence_of()[:2]), "Told by the dial")
    await profile.journal.record_calls([a_call()])
    assert profile.noted.note(a_call()) == "Told by the dial\nTold by live calls"


@pytest.mark.parametrize("text", ["thirty  SEATS", "zoe", "order 7/12", "30", "2024-17"])
async def test_history_finds_a_call_by_its_note(profile: Profile, text: str) -> None:
    await profile.book.save(a_contact("Tom Field", "+447700900123"))
    await profile.journal.record_calls([a_call(), OTHER])
    await profile.notes.keep(OTHER, "Offer for thirty\nseats (30), order 7/12, reference 2024-17, asks for Zoë")
    assert profile.history.page(None, 10, text) == (OTHER,)
    assert profile.history.page(None, 10, "tom") == (a_call(),)


async def test_no_note_is_longer_than_the_longest(profile: Profile) -> None:
    await profile.notes.keep(a_call(), "é" * (LONGEST_KEPT + 1))
    assert profile.noted.note(a_call()) == "é" * LONGEST_KEPT


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(text=st.text(max_size=60))
async def test_any_text_comes_back_as_it_was_written(profile: Profile, text: str) -> None:
    """Half a surrogate pair, which no text on disk can hold, apart."""
    await profile.notes.keep(a_call(), text)
    assert profile.noted.note(a_call()) == note_text(text).encode("utf-8", "replace").decode()
