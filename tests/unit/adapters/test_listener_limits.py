"""The webhook listener's rate and its secret, without a network."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from acefone_desktop.adapters.listener.limits import TokenBucket
from acefone_desktop.adapters.listener.secret import SharedSecret

SECRET = "correct-horse-battery"


class Watch:
    def __init__(self) -> None:
        self.now = 0.0

    def __call__(self) -> float:
        return self.now


@given(st.lists(st.floats(min_value=0, max_value=3), max_size=200))
def test_never_more_than_the_burst_and_the_rate_pass(pauses: list[float]) -> None:
    watch = Watch()
    bucket = TokenBucket(10, 20, watch)
    passed = 0
    for pause in pauses:
        watch.now += pause
        passed += bucket.take()
    assert passed <= 20 + 10 * watch.now + 1e-6


def test_a_bucket_fills_again() -> None:
    watch = Watch()
    bucket = TokenBucket(10, 2, watch)
    assert [bucket.take() for _ in range(3)] == [True, True, False]
    watch.now += bucket.seconds_to_next
    assert bucket.take()


@pytest.mark.parametrize(
    ("path", "headers"),
    [
        (SECRET, {}),
        ("", {"x-acefone-secret": SECRET}),
        ("", {"authorization": f"Bearer {SECRET}"}),
        ("", {"authorization": f"bearer  {SECRET}"}),
    ],
)
def test_the_secret_is_taken_from_each_place(path: str, headers: dict[str, str]) -> None:
    assert SharedSecret(SECRET).admits(path, headers)


@given(st.text(max_size=40).filter(lambda text: text != SECRET))
def test_nothing_else_is_the_secret(text: str) -> None:
    headers = {"x-acefone-secret": text, "authorization": f"Bearer x{text}"}
    assert not SharedSecret(SECRET).admits(text, headers)


def test_no_secret_is_no_secret() -> None:
    assert not SharedSecret(SECRET).admits("", {})
    assert not SharedSecret(SECRET).admits("", {"authorization": f"Basic {SECRET}"})
    with pytest.raises(ValueError, match="16"):
        SharedSecret("short")
    assert SECRET not in repr(SharedSecret(SECRET))
