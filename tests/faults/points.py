"""The points of a call's life at which a line can fail, each told by the request that passes there."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tests.faults.proxy import Handling, Request
    from tests.faults.world import World

Passes = Callable[["World", "Request"], bool]


@dataclass(frozen=True, slots=True)
class Point:
    """One point; `passes` says of a request whether it is the one, as things stand in the world."""

    name: str
    what: str
    passes: Passes


def _elapsed(world: World) -> float | None:
    calls = world.true_calls
    return calls[-1].elapsed(world.clock.now()) if calls else None


def _look_between(begin: float, end: float) -> Passes:
    def passes(world: World, request: Request) -> bool:
        elapsed = _elapsed(world)
        return request.path.startswith("/v1/live_calls") and elapsed is not None and begin <= elapsed < end

    return passes


def _asks(path: str) -> Passes:
    return lambda _, request: request.path.startswith(path)


POINTS: tuple[Point, ...] = (
    Point("dial", "the one request for the call", lambda _, request: request.is_dial),
    Point("before it shows", "a look at live calls, the call not there yet", _look_between(0, 2)),
    Point("phone rings", "a look while the agent's own phone rings", _look_between(2, 4)),
    Point("talking", "a look while the two talk", _look_between(10, 22)),
    Point("just over", "the first look after the end", _look_between(22, 60)),
    Point("record", "the first request for call records", _asks("/v1/call/records")),
    Point("hang-up", "the request to end the call", _asks("/v1/call/hangup")),
)


class OnePlan:
    """One fault at one point, `times` requests long."""

    def __init__(self, world: World, point: Point, handle: Handling, times: int = 1) -> None:
        self._world, self._point, self._handle, self._left = world, point, handle, times
        self.struck = 0

    def __call__(self, request: Request) -> Handling | None:
        if self._left and self._point.passes(self._world, request):
            self._left -= 1
            self.struck += 1
            return self._handle
        return None
