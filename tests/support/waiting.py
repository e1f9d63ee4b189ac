"""Waiting for a condition, never for a time."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable

T = TypeVar("T")
SHORTEST_PAUSE_S, LONGEST_PAUSE_S = 0.02, 0.25


def wait_until(condition: Callable[[], T], timeout: float = 10.0, what: str = "") -> T:
    """The first true value of `condition`, asked again and again; raises `TimeoutError` after `timeout` seconds.

    An `AssertionError` inside the condition counts as "not yet" and is the cause of the time-out.
    What takes long to ask is asked less often: the processor is for what is waited for.
    """
    deadline = time.monotonic() + timeout
    while True:
        asked_at = time.monotonic()
        cause: AssertionError | None = None
        value: T | None = None
        try:
            value = condition()
        except AssertionError as error:
            cause = error
        if value:
            return value
        if time.monotonic() > deadline:
            raise TimeoutError(
                f"gave up after {timeout:g} s waiting for {what or condition!r}; last: {value!r}"
            ) from cause
        time.sleep(min(max(SHORTEST_PAUSE_S, 2 * (time.monotonic() - asked_at)), LONGEST_PAUSE_S))
