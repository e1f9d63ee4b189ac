"""What concerns nobody yet is kept for a while, in bounded memory, and found again by each of its names."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from acefone_desktop.adapters.listener.stash import Stash

LASTING_S = 100.0


class Watch:
    def __init__(self) -> None:
        self.now = 0.0

    def __call__(self) -> float:
        return self.now


def stash(watch: Watch, most: int = 10, most_bytes: int = 1000) -> Stash[int]:
    return Stash(most, most_bytes, LASTING_S, watch)


def test_a_piece_is_found_by_each_of_its_names_and_taken_out_under_the_one_asked_for() -> None:
    kept = stash(Watch())
    kept.put(["call 1", "customer 2"], 7, 1)
    kept.put(["customer 2"], 8, 1)
    assert kept.take("customer 2") == [7, 8]
    assert kept.take("customer 2") == []
    assert kept.take("call 1") == [7]
    assert kept.take("call 9") == []


@given(st.integers(1, 60))
def test_the_last_ones_are_there_and_never_more_than_twice_as_many(count: int) -> None:
    kept = stash(Watch())
    for number in range(count):
        kept.put([number, "all"], number, 1)
    there = kept.take("all")
    assert there == list(range(count))[-len(there) :]
    assert min(count, 10) <= len(there) <= 20
    assert [kept.take(number) for number in there] == [[number] for number in there]


@given(st.lists(st.integers(1, 400), max_size=50))
def test_bytes_are_bounded_too(sizes: list[int]) -> None:
    kept = stash(Watch(), most=1000)
    for number, size in enumerate(sizes):
        kept.put(["all"], number, size)
    assert sum(sizes[number] for number in kept.take("all")) <= 2000


@given(st.lists(st.floats(0, 3 * LASTING_S), max_size=30))
def test_everything_stays_for_its_time_and_nothing_for_more_than_twice_that(pauses: list[float]) -> None:
    watch = Watch()
    kept = stash(watch, most=1000)
    put_at = []
    for pause in pauses:
        watch.now += pause
        put_at.append(watch.now)
        kept.put(["all"], len(put_at) - 1, 1)
    there = set(kept.take("all"))
    ages = [watch.now - at for at in put_at]
    assert {number for number, age in enumerate(ages) if age < LASTING_S} <= there
    assert not {number for number, age in enumerate(ages) if age > 2 * LASTING_S + 1e-6} & there
