"""The listener in a flood, and beside an app that stands still: it answers, and nothing of ours is lost."""

from __future__ import annotations

import socket
import subprocess
import sys
from collections.abc import Iterator
from typing import TYPE_CHECKING

import pytest

from acefone_desktop.adapters.listener.frames import (
    HEADER,
    Concern,
    Heard,
    Listening,
    News,
    Order,
    Stop,
    Taken,
    Wish,
    frame,
    length_of,
    news_in,
)
from acefone_desktop.domain.account import Agent, AgentId
from acefone_desktop.domain.incoming_calls import mention_of
from tests.support import call_bodies
from tests.support.event_storm import Event, EventStorm, Mix, delivered, events_of

if TYPE_CHECKING:
    from acefone_desktop.domain.evidence import Evidence

SECRET = "correct-horse-battery"
PROGRAM = (sys.executable, "-m", "acefone_desktop", "--listener-process")
US = mention_of(Agent(id=AgentId(call_bodies.ASHA), name=call_bodies.ASHA_NAME, phone=call_bodies.ASHA_PHONE))
DIALLED = "447700900123"


class StillApp:
    """The app's side of the pipes, which reads only when it is told to."""

    def __init__(self, process: subprocess.Popen[bytes]) -> None:
        assert process.stdin
        assert process.stdout
        self._said, self._told = process.stdin, process.stdout
        self.say(Wish("127.0.0.1", 0, SECRET, "UTC", US))
        listening = self.next()
        assert isinstance(listening, Listening)
        self.port = listening.port

    def say(self, order: Order) -> None:
        self._said.write(frame(order))
        self._said.flush()

    def next(self) -> News:
        return news_in(self._told.read(length_of(self._told.read(HEADER.size))))

    def take(self, count: int) -> list[Evidence]:
        """What so many reports say, each told by one piece at least."""
        reports: list[tuple[Evidence, ...]] = []
        while len(reports) < count:
            news = self.next()
            if isinstance(news, Heard):
                reports += news.reports
                self.say(Taken())
        return [item for report in reports for item in report]


@pytest.fixture
def app() -> Iterator[StillApp]:
    with subprocess.Popen(PROGRAM, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as process:
        app = StillApp(process)
        yield app
        app.say(Stop())


def sent(app: StillApp, events: list[Event]) -> list[int]:
    """The answers to these, from a connection of their own."""
    with socket.create_connection(("127.0.0.1", app.port)) as connection:
        connection.settimeout(30)
        return delivered(connection, SECRET, events)


def first_of(mix: Mix, count: int) -> list[Event]:
    events = events_of(0, mix)
    return [next(events) for _ in range(count)]


def of_our_dial() -> list[Event]:
    """A call whose reports name no agent: its customer alone says that it is ours."""
    names = ("call_id", "call_status", "start_stamp", "direction", "customer_no_with_prefix ")
    bodies = [{name: stage[name] for name in names if name in stage} for stage in call_bodies.STAGES]
    return [Event.of(body | {"call_id": "1.1", "customer_no_with_prefix ": f"+{DIALLED}"}) for body in bodies]


def test_an_app_that_reads_nothing_holds_up_no_sender_and_hears_all_of_its_own_later(app: StillApp) -> None:
    ours = first_of(Mix(ours=1.0), 600)
    assert sent(app, ours) == [200] * 600, "more than a pipe holds"
    told = app.take(600)
    assert {item.call_id for item in told} == {event.mark.partition(" ")[0] for event in ours}


def test_other_peoples_calls_stay_away_and_our_dial_comes_through_before_all_else(app: StillApp) -> None:
    flood = first_of(Mix(ours=0.2, repeated=0.1), 1500)
    ours = {event.mark for event in flood if event.mark}
    assert sent(app, flood) == [200] * 1500
    app.say(Concern((("customer", DIALLED[-10:]),)))
    dial = of_our_dial()
    assert sent(app, dial) == [200] * len(dial)
    told = app.take(len(ours) + len(dial))
    assert {item.call_id for item in told} == {mark.partition(" ")[0] for mark in ours} | {"1.1"}
    assert [item.call_id for item in told].index("1.1") < len(told) / 2, "those that waited longer came after it"


def test_a_report_that_came_before_the_dial_was_known_is_handed_over_then(app: StillApp) -> None:
    dial = of_our_dial()
    assert sent(app, dial) == [200] * len(dial)
    assert sent(app, first_of(Mix(ours=0.0), 900)) == [200] * 900
    app.say(Concern((("customer", DIALLED[-10:]),)))
    assert {item.call_id for item in app.take(len(dial))} == {"1.1"}


def test_of_several_senders_at_once_every_acknowledged_report_of_ours_arrives(app: StillApp) -> None:
    storm = EventStorm(app.port, SECRET, 5000, Mix(ours=0.1, repeated=0.1))
    storm.blow(1)
    assert storm.acknowledged == storm.sent > 0
    told = app.take(len(storm.ours)) if storm.ours else []
    assert {item.call_id for item in told} == {mark.partition(" ")[0] for mark in storm.ours}
