"""Dials and evidence on disk, and calls as history shows them."""

from __future__ import annotations

import asyncio
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from acefone_desktop.adapters.storage.calls.intent_rows import intent_from_json, intent_to_json
from acefone_desktop.domain.account import AgentId
from acefone_desktop.domain.calls import Call
from acefone_desktop.domain.dial_wishes import Origin
from acefone_desktop.domain.dialing import CallIntent, DialRequest, IntentId
from acefone_desktop.domain.errors import StorageError
from acefone_desktop.domain.evidence import Evidence, Fact, Source
from tests.support.storage import NOW, a_call, a_contact, an_intent, evidence_of, opened

if TYPE_CHECKING:
    from pathlib import Path

TEXTS = st.text(st.characters(exclude_categories=["Cs"]), max_size=30)


async def test_a_dial_is_without_reply_until_it_is_closed(tmp_path: Path) -> None:
    first, second = an_intent("a"), an_intent("b", NOW + timedelta(seconds=1))
    with opened(tmp_path) as profile:
        await profile.journal.record_intent(second)
        await profile.journal.record_intent(first)
        assert await profile.journal.intents_without_reply() == (first, second)
        await profile.journal.close_intent(first.id)
        await profile.journal.close_intent(first.id)
    with opened(tmp_path) as profile:
        assert await profile.journal.intents_without_reply() == (second,)


async def test_one_id_is_one_dial(tmp_path: Path) -> None:
    with opened(tmp_path) as profile:
        await profile.journal.record_intent(an_intent())
        with pytest.raises(StorageError):
            await profile.journal.record_intent(an_intent())


@given(
    st.builds(
        DialRequest,
        digits=TEXTS,
        agent_id=TEXTS.map(AgentId),
        display=TEXTS,
        extension=TEXTS,
        caller_id=st.none() | TEXTS,
        max_length_s=st.none() | st.integers(0, 9999),
        custom_identifier=TEXTS,
        origin=st.sampled_from(Origin),
        confirmed=st.booleans(),
    )
)
def test_a_dial_comes_back_as_it_went(request: DialRequest) -> None:
    intent = CallIntent(IntentId("x"), request, NOW)
    assert intent_from_json("x", intent_to_json(intent)) == intent


@pytest.mark.parametrize("text", ["", "{}", "[]", '{"requested_at": 1, "request": {}}'])
def test_a_dial_that_cannot_be_read_is_a_storage_error(text: str) -> None:
    with pytest.raises(StorageError):
        intent_from_json("x", text)


async def test_evidence_is_kept_once_and_told_oldest_first(tmp_path: Path) -> None:
    evidence = evidence_of()
    with opened(tmp_path) as profile:
        await profile.journal.record_evidence(evidence[1:])
        await profile.journal.record_evidence(evidence)
        await profile.journal.record_evidence(())
    with opened(tmp_path) as profile:
        assert await profile.journal.open_evidence(NOW) == evidence
        assert await profile.journal.open_evidence(NOW + timedelta(seconds=2)) == evidence[2:]


async def test_half_a_surrogate_pair_in_the_providers_words_is_no_reason_to_lose_evidence(tmp_path: Path) -> None:
    odd = Evidence(source=Source.WEBHOOK, told_at=NOW, fact=Fact.ENDED, call_id="c", reason="bad \ud83d end")
    with opened(tmp_path) as profile:
        await profile.journal.record_evidence([odd, odd])
        await profile.journal.record_calls([Call.of([odd])])
        (kept,) = await profile.journal.open_evidence(NOW)
        assert kept.reason == "bad ? end"
        assert len(profile.history.page(None, 5)) == 1


async def test_history_shows_a_call_once_whatever_it_was_called_before(tmp_path: Path) -> None:
    seen_first = Call.of(
        [Evidence(source=Source.WEBHOOK, told_at=NOW, fact=Fact.AGENT_RINGING, call_id="call-of-dl-1")]
    )
    with opened(tmp_path) as profile:
        await profile.journal.record_calls([seen_first])
        assert profile.history.page(None, 5) == (seen_first,)
        await profile.journal.record_calls([seen_first | a_call()])
        await profile.journal.record_calls([seen_first | a_call()])
        assert profile.history.page(None, 5) == (seen_first | a_call(),)


async def test_contested_evidence_comes_back_as_such(tmp_path: Path) -> None:
    contested = Evidence(source=Source.LIVE_CALLS, told_at=NOW, fact=Fact.IN_PROGRESS, call_id="other")
    call = Call(frozenset(evidence_of()), frozenset([contested]))
    with opened(tmp_path) as profile:
        await profile.journal.record_calls([call, Call()])
        (kept,) = profile.history.page(None, 5)
    assert kept == call
    assert kept.ambiguous


async def test_history_pages_newest_first_without_gap_or_double(tmp_path: Path) -> None:
    calls = [a_call(f"dl-{n}", NOW + timedelta(minutes=n // 2)) for n in range(25)]  # two at each moment
    with opened(tmp_path) as profile:
        await profile.journal.record_calls(calls)
        read: list[Call] = []
        while page := profile.history.page(read[-1] if read else None, 4):
            read += page
    assert sorted(call.key for call in read) == sorted(call.key for call in calls)
    assert [call.requested_at for call in read] == sorted((call.requested_at for call in calls), reverse=True)  # type: ignore[type-var]


async def test_recent_numbers_are_the_newest_call_of_each(tmp_path: Path) -> None:
    calls = [a_call(f"dl-{n}", NOW + timedelta(minutes=n), f"44770090012{n % 3}") for n in range(9)]
    same_number_in_national_form = a_call("dl-9", NOW + timedelta(minutes=9), "07700900122")
    with opened(tmp_path) as profile:
        await profile.journal.record_calls([*calls, same_number_in_national_form])
        assert [call.intent_id for call in profile.history.recent_numbers(10)] == ["dl-9", "dl-7", "dl-6"]
        assert [call.intent_id for call in profile.history.recent_numbers(2)] == ["dl-9", "dl-7"]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("", ["b", "a"]),
        ("900124", ["b"]),
        ("07700 900 123", ["a"]),
        ("+44 7700 900124", ["b"]),
        ("tom", ["a"]),
        ("field t", ["a"]),
        ("nobody", []),
        ('"; DROP TABLE call; --', []),
    ],
)
async def test_history_is_searched_by_number_and_by_the_contacts_name(
    text: str, found: list[str], tmp_path: Path
) -> None:
    with opened(tmp_path) as profile:
        await profile.book.save(a_contact("Tom Field", "+447700900123"))
        later = a_call("b", NOW + timedelta(hours=1), "447700900124")
        await profile.journal.record_calls([a_call("a"), later])
        assert [call.intent_id for call in profile.history.page(None, 5, text)] == found


@given(st.permutations(range(3)), st.integers(1, 3))
def test_what_was_kept_amounts_to_the_same_call(order: list[int], times: int) -> None:
    import tempfile  # noqa: PLC0415 (one folder per example)
    from pathlib import Path  # noqa: PLC0415

    evidence = evidence_of()
    with tempfile.TemporaryDirectory() as folder, opened(Path(folder)) as profile:
        for _ in range(times):
            for place in order:
                asyncio.run(profile.journal.record_evidence([evidence[place]]))
        assert Call.of(asyncio.run(profile.journal.open_evidence(NOW))) == a_call()
