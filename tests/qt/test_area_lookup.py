"""Where a landline is: shown at once where that is known, and a little later where it has to be found out first."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import Future

import pytest
from pytestqt.qtbot import QtBot

from acefone_desktop.bridge.area_lookup import AreaLookup
from acefone_desktop.bridge.dialing.dial_store import DialStore
from acefone_desktop.bridge.network_thread import NetworkThread
from acefone_desktop.domain.numbers import PhoneNumber
from acefone_desktop.ui.dial.number_details import NumberDetails
from acefone_desktop.ui.look.theme import Theme
from acefone_desktop.ui.parts.elided_label import ElidedLabel
from tests.qt.scene import NOW

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")

LONDON, LIVERPOOL, WASHINGTON = "02079460123", "01514960123", "+12025550123"
AREAS = {"+442079460123": "London", "+441514960123": "Liverpool", WASHINGTON: "Washington D.C."}


class Plans:
    """Knows areas once they have been made; `fails` where they cannot be."""

    def __init__(self, *, is_made: bool, fails: bool = False) -> None:
        self.is_made, self.fails, self.times_made = is_made, fails, 0

    def area_of(self, number: PhoneNumber) -> str | None:
        return AREAS.get(number.e164 or "", "") if self.is_made else None

    async def make(self) -> bool:
        self.times_made += 1
        self.is_made = not self.fails
        return self.is_made


@pytest.fixture
def network(qapp: object) -> Iterator[NetworkThread]:
    network = NetworkThread()
    yield network
    network.close()


def store(lookup: AreaLookup) -> DialStore:
    from acefone_desktop.bridge.dialing.dial_store import DialAccount  # noqa: PLC0415

    made = DialStore(DialAccount(), lambda _: None, lambda _: None, lambda _: None, area_of=lookup.area_of)
    lookup.learned.connect(made.look_for_area)
    return made


def test_a_landlines_town_is_part_of_the_state_and_shown(network: NetworkThread, qtbot: QtBot, theme: Theme) -> None:
    dial = store(AreaLookup(lambda: Plans(is_made=True), network))
    dial.set_text(LONDON)
    assert dial.state.area == "London"
    details = NumberDetails(theme, lambda: NOW)
    qtbot.addWidget(details)
    details.render_state(dial.state)
    facts = [label.whole_text for label in details.findChildren(ElidedLabel)]
    assert any("London" in text and "Landline" in text for text in facts)
    dial.set_text("07700900123")
    assert dial.state.area == ""


@pytest.mark.parametrize("room", [420, 360, 300, 240, 160])
def test_the_callees_time_is_shown_however_little_room_there_is(
    network: NetworkThread, qtbot: QtBot, theme: Theme, room: int
) -> None:
    dial = store(AreaLookup(lambda: Plans(is_made=True), network))
    dial.set_text(WASHINGTON)
    details = NumberDetails(theme, lambda: NOW)
    qtbot.addWidget(details)
    details.resize(room, 60)
    details.render_state(dial.state)
    with qtbot.waitExposed(details):
        details.show()
    (facts,) = details.findChildren(ElidedLabel)
    assert facts.text().endswith("10:32 there")
    assert facts.toolTip() in {"", "United States · Washington D.C. · Landline or mobile · 10:32 there"}


def test_what_has_to_be_found_out_is_shown_when_it_is_known_and_found_out_once(
    network: NetworkThread, qtbot: QtBot
) -> None:
    plans = Plans(is_made=False)
    lookup = AreaLookup(lambda: plans, network)
    dial = store(lookup)
    with qtbot.waitSignal(lookup.learned):
        dial.set_text(LONDON)
        assert dial.state.area == ""
        dial.set_text(LIVERPOOL)
    assert dial.state.area == "Liverpool"
    assert plans.times_made == 1


def test_where_it_cannot_be_found_out_nothing_is_said_and_it_is_not_tried_again(
    network: NetworkThread, qtbot: QtBot
) -> None:
    plans = Plans(is_made=False, fails=True)
    lookup = AreaLookup(lambda: plans, network)
    dial = store(lookup)
    dial.set_text(LONDON)
    done: list[Future[None]] = []

    async def after_it() -> None:
        return

    network.run(after_it, done.append)
    qtbot.waitUntil(lambda: bool(done))
    dial.set_text(LIVERPOOL)
    assert dial.state.area == ""
    assert plans.times_made == 1


def test_numbering_plans_are_not_loaded_before_there_is_a_number(network: NetworkThread) -> None:
    made: list[Plans] = []

    def plans() -> Plans:
        made.append(Plans(is_made=True))
        return made[-1]

    dial = store(AreaLookup(plans, network))
    assert made == []
    dial.set_text(LONDON)
    assert len(made) == 1
