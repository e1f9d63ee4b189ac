"""What the tracker lets go of when there has been a great deal, and what it never does."""

from __future__ import annotations

from typing import TYPE_CHECKING

from acefone_desktop.domain.matching.correlation import Correlator
from acefone_desktop.services import tracking
from tests.support.call_bodies import HUNG_UP, intent, webhook
from tests.support.tracking_scene import ONE, Scene

if TYPE_CHECKING:
    import pytest

    from acefone_desktop.domain.evidence import Evidence


def ended(number: int, told_after_s: float) -> tuple[Evidence, ...]:
    """Our agent had this call otherwise."""
    customer = f"447700900{number % 1000:03}"
    own = {"call_id": f"7.{number}", "uuid": f"u{number}", "ref_id": f"r{number}", "custom_identifier": ""}
    return webhook(HUNG_UP | own | {"call_to_number": customer, "customer_no_with_prefix ": customer}, told_after_s)


async def flood(scene: Scene, first: int, last: int) -> None:
    """So many calls end now."""
    await scene.tracker.take([e for n in range(first, last) for e in ended(n, scene.clock.monotonic())])


async def test_old_calls_are_let_go_and_open_and_recent_ones_stay(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tracking, "MOST_REMEMBERED", 200)
    scene = Scene(polling=False)
    await scene.tracker.start()
    await flood(scene, 100, 160)
    await scene.clock.advance(2 * 3600)
    await scene.dial(intent(after_s=2 * 3600, digits="447700900001"))
    await flood(scene, 160, 180)

    assert {call.key for call in scene.tracker.calls} == {ONE, *(f"7.{number}" for number in range(160, 180))}
    await scene.tracker.stop()


async def test_a_flood_within_the_hour_is_not_sorted_again_and_again(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tracking, "MOST_REMEMBERED", 100)
    made: list[Correlator] = []

    class Counted(Correlator):
        def __init__(self) -> None:
            super().__init__()
            made.append(self)

    monkeypatch.setattr(tracking, "Correlator", Counted)
    scene = Scene(polling=False)
    await scene.tracker.start()
    for number in range(0, 400, 20):
        await flood(scene, number, number + 20)

    assert len(scene.tracker.calls) == 400
    assert len(made) == 1
    await scene.tracker.stop()


async def test_what_is_told_again_after_a_flood_changes_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tracking, "MOST_REMEMBERED", 50)
    scene = Scene(polling=False)
    await scene.tracker.start()
    await flood(scene, 0, 60)
    before = scene.tracker.calls
    await flood(scene, 0, 60)

    assert scene.tracker.calls == before
    await scene.tracker.stop()
