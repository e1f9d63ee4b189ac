"""Numbers of links that wait: each once, newest first, bounded, counted."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from acefone_desktop.bridge.dialing.arrival_store import MOST_LISTED, ArrivalsState, ArrivalStore, is_same
from acefone_desktop.domain.links import read_link
from acefone_desktop.domain.numbers import E164, PhoneNumber

_ONE = read_link("tel:+447700900123", "GB").number


def number(place: int) -> PhoneNumber:
    digits = f"+44770090{place:04}"
    return replace(_ONE, e164=E164(digits), display=digits)


@given(st.lists(st.lists(st.integers(0, 300), max_size=200), max_size=5))
def test_each_is_listed_once_newest_first_and_none_is_uncounted(batches: list[list[int]]) -> None:
    store = ArrivalStore()
    for batch in batches:
        store.add(number(place) for place in batch)
    came = [place for batch in batches for place in batch]
    newest_first = list(dict.fromkeys(reversed(came)))
    assert store.state.numbers == tuple(number(place) for place in newest_first[:MOST_LISTED])
    assert store.state.count >= len(newest_first)
    if len(newest_first) <= MOST_LISTED:
        assert store.state.count == len(newest_first)


def test_what_is_seen_waits_no_longer_and_all_can_be_dismissed() -> None:
    store = ArrivalStore()
    store.add(map(number, range(250)))
    store.remove(number(249))
    store.remove(number(3))  # counted, not listed
    assert (store.state.count, len(store.state.numbers)) == (249, MOST_LISTED - 1)
    store.dismiss()
    assert store.state == ArrivalsState()
    store.add((number(1),))
    store.remove(number(1))
    assert store.state == ArrivalsState()


def test_another_extension_is_another_call() -> None:
    assert is_same(_ONE, replace(_ONE, raw="0044 7700 900123", display="+44 7700 900123"))
    assert not is_same(_ONE, replace(_ONE, extension="12"))
    assert not is_same(None, _ONE)
