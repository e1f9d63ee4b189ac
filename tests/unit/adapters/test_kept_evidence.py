"""What is read back of calls: all of dials and the newest of the rest at a start, and single calls by their names."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from acefone_desktop.adapters.storage.calls import kept_evidence
from acefone_desktop.domain.calls import Call
from acefone_desktop.domain.evidence import Evidence, Fact, Source
from tests.support.storage import NOW, a_call, an_intent, opened

if TYPE_CHECKING:
    from pathlib import Path


def of_a_flood(number: int) -> Evidence:
    told_at = NOW + timedelta(minutes=1, seconds=number)
    return Evidence(source=Source.WEBHOOK, told_at=told_at, fact=Fact.ENDED, call_id=f"9.{number}")


async def test_after_a_flood_the_newest_is_read_and_all_of_dials(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(kept_evidence, "MOST_READ", 10)
    dial, others = a_call("dl-1"), [of_a_flood(number) for number in range(30)]
    with opened(tmp_path) as profile:
        await profile.journal.record_intent(an_intent("dl-1"))
        await profile.journal.record_news([*dial.evidence, *others], [dial, *(Call.of([e]) for e in others)], ())
        read = await profile.journal.open_evidence(NOW)

    assert set(read) == dial.evidence | set(others[20:])
    assert list(read) == sorted(read, key=lambda told: told.told_at)


async def test_a_call_is_found_by_its_key_and_by_its_customer_in_any_form(tmp_path: Path) -> None:
    dial = a_call("dl-1")
    international, national = dial.customer, f"0{dial.customer[-10:]}"
    with opened(tmp_path) as profile:
        await profile.journal.record_calls([dial, Call.of([of_a_flood(1)])])
        ask = profile.journal.calls_of
        assert await ask(["dl-1"], {}, {}, NOW) == (dial,)
        for number in (international, national):
            assert await ask((), {}, {number: ()}, NOW - timedelta(hours=1)) == (dial,)
        assert await ask(["dl-1"], {}, {national: ["call-of-dl-1"]}, NOW - timedelta(hours=1)) == (dial,)
        assert await ask((), {}, {national: ()}, NOW + timedelta(days=1)) == ()
        assert await ask(["nobody"], {"0": ()}, {"": ()}, NOW) == ()


@pytest.mark.parametrize("name", ["7.1", 'with "quotes" and \\', "naïve ☎", "half \ud83d pair"])
async def test_of_a_customers_calls_only_those_are_read_that_go_by_the_name(tmp_path: Path, name: str) -> None:
    dial = a_call("dl-1")
    mine = Evidence(source=Source.WEBHOOK, told_at=NOW, fact=Fact.ENDED, call_id=name, customers=(dial.customer,))
    since = NOW - timedelta(hours=1)
    with opened(tmp_path) as profile:
        await profile.journal.record_intent(an_intent("dl-1"))
        await profile.journal.record_calls([dial, Call.of([mine])])
        (found,) = await profile.journal.calls_of((), {}, {dial.customer: [name]}, since)
        assert found.customer == dial.customer
        assert found.intent_id is None
        assert await profile.journal.calls_of((), {}, {dial.customer: ["another"]}, since) == ()
        assert len(await profile.journal.calls_of((), {}, {dial.customer: ()}, since)) == 2
        assert await profile.journal.calls_of((), {dial.customer: ()}, {}, since) == (dial,)


async def test_of_one_customer_only_the_newest_calls_are_read(tmp_path: Path) -> None:
    calls = [a_call(f"dl-{n}", NOW + timedelta(minutes=n)) for n in range(kept_evidence.MOST_OF_A_CUSTOMER + 5)]
    with opened(tmp_path) as profile:
        await profile.journal.record_calls(calls)
        found = await profile.journal.calls_of((), {}, {calls[0].customer: ()}, NOW - timedelta(hours=1))
    assert {call.key for call in found} == {call.key for call in calls[5:]}
