"""Webhook deliveries at a steady rate over real HTTP: our agent's calls, other people's, and what was sent before.

Each call is answered, connected and hung up. Requests are made before they are due, and leave together where several
are: a machine with few processors is to be busy with the app, not with this.

As a program: python -m tests.support.event_storm PORT RATE OURS REPEATED SECONDS, with the secret in SECRET. Prints how
many events were sent and acknowledged.
"""

from __future__ import annotations

import json
import os
import random
import socket
import sys
import threading
import time
from collections import deque
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from tests.support import call_bodies

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

SENDERS = 4
MOST_AT_ONCE = 50
BREATH_S = 0.01
"""Between two looks at what is due, so that requests of one connection leave together."""

_HEAD = (
    b"POST /hook HTTP/1.1\r\nhost: 127.0.0.1\r\nx-acefone-secret: %s\r\n"
    b"content-type: application/json\r\ncontent-length: %d\r\n\r\n"
)
_COLLEAGUES = 60
_SMALL = 1 << 16
_RECENT = 200


@dataclass(frozen=True, slots=True)
class Mix:
    """Of all events: the part about our agent, and the part that is sent a second time; all else is other people's."""

    ours: float
    repeated: float = 0.0


@dataclass(frozen=True, slots=True)
class Event:
    """One delivery; `mark` names the call and its stage, and is empty where it is not our agent's or is a repeat."""

    body: bytes
    mark: str

    @staticmethod
    def of(body: dict[str, Any]) -> Event:
        """One of somebody's choice."""
        return Event(json.dumps(body).encode(), "")


class EventStorm:
    """`blow` sends for so many seconds and returns how many events a second were acknowledged."""

    def __init__(self, port: int, secret: str, rate: int, mix: Mix) -> None:
        self._port, self._secret, self._rate, self._mix = port, secret, rate, mix
        self._sent, self._acknowledged = [0] * SENDERS, [0] * SENDERS
        self._ours: list[set[str]] = [set() for _ in range(SENDERS)]
        self.sender_s = 0.0
        """Processor time for sending and reading replies."""

    @property
    def sent(self) -> int:
        return sum(self._sent)

    @property
    def acknowledged(self) -> int:
        """Events so far to which the listener has said yes."""
        return sum(self._acknowledged)

    @property
    def ours(self) -> set[str]:
        """The marks of our agent's events that were acknowledged."""
        return set[str]().union(*self._ours)

    def blow(self, seconds: float) -> float:
        """From several connections at once, each keeping its share of the rate as well as it can."""
        began, used = time.perf_counter(), time.process_time()
        senders = [threading.Thread(target=self._send, args=(place, began, seconds)) for place in range(SENDERS)]
        for sender in senders:
            sender.start()
        for sender in senders:
            sender.join()
        self.sender_s = time.process_time() - used
        return self.acknowledged / (time.perf_counter() - began)

    def _send(self, place: int, began: float, seconds: float) -> None:
        events = events_of(place, self._mix)
        with socket.create_connection(("127.0.0.1", self._port)) as connection:
            connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            while (passed := time.perf_counter() - began) < seconds:
                due = min(int(passed * self._rate / SENDERS) - self._sent[place], MOST_AT_ONCE)
                if due > 0:
                    self._deliver(place, connection, [next(events) for _ in range(due)])
                else:
                    time.sleep(BREATH_S)

    def _deliver(self, place: int, connection: socket.socket, events: list[Event]) -> None:
        self._sent[place] += len(events)
        for event, status in zip(events, delivered(connection, self._secret, events), strict=True):
            if status == 200:
                self._acknowledged[place] += 1
                if event.mark:
                    self._ours[place].add(event.mark)


def delivered(connection: socket.socket, secret: str, events: Sequence[Event]) -> list[int]:
    """Sends them together; the status of each reply."""
    together = b"".join(_HEAD % (secret.encode(), len(event.body)) + event.body for event in events)
    if len(together) <= _SMALL:
        connection.sendall(together)
        return _statuses(connection, len(events))
    sender = threading.Thread(target=connection.sendall, args=(together,))  # replies are read meanwhile
    sender.start()
    try:
        return _statuses(connection, len(events))
    finally:
        sender.join()


def _statuses(connection: socket.socket, count: int) -> list[int]:
    """Of so many replies, each a head and one object without an empty line in it."""
    replies = b""
    while replies.count(b"\r\n\r\n") < count or not replies.endswith(b"}"):
        piece = connection.recv(65536)
        if not piece:
            raise ConnectionError("the listener hung up")
        replies += piece
    return [int(reply.partition(b" ")[0]) for reply in replies.split(b"HTTP/1.1 ")[1:]]


def events_of(place: int, mix: Mix) -> Iterator[Event]:
    """As many as somebody asks for, with each call's in their order."""
    chance = random.Random(place)  # noqa: S311 (a repeatable storm, no secret)
    stages: dict[bool, deque[Event]] = {True: deque(), False: deque()}
    recent: deque[bytes] = deque([b""], maxlen=_RECENT)
    number = 0
    while True:
        told = chance.random()
        if told < mix.repeated and len(recent) > 1:
            yield Event(recent[-1], "")
            continue
        ours = told < mix.repeated + mix.ours
        if not stages[ours]:
            number += 1
            stages[ours].extend(_call(place, number, ours=ours, chance=chance))
        event = stages[ours].popleft()
        recent.append(event.body)
        yield event


def _call(place: int, number: int, *, ours: bool, chance: random.Random) -> Iterator[Event]:
    stamp = datetime.now(UTC).strftime("%Y-%m-%d %H:%M:%S")
    call_id, customer = f"{int(time.time())}.7{place}{number:07}", f"447700900{chance.randrange(1000):03}"
    if not ours:
        customer = f"4420794601{chance.randrange(100):02}"
    call = {"call_id": call_id, "uuid": f"{place}-{number}", "custom_identifier": "", "ref_id": ""}
    told = {"start_stamp": stamp, "call_to_number": customer, "customer_no_with_prefix ": f"+{customer}"}
    colleague = None if ours else chance.randrange(_COLLEAGUES)
    for stage in call_bodies.STAGES:
        stamps = {name: stamp for name in ("answer_stamp", "end_stamp") if name in stage}
        body = json.dumps(_by(stage | call | told | stamps, colleague)).encode()
        yield Event(body, f"{call_id} {stage['call_status']}" if ours else "")


def _by(body: dict[str, Any], colleague: int | None) -> dict[str, Any]:
    """The same body with another agent in the place of ours."""
    if colleague is None:
        return body
    agent_id, name, phone = f"05012345700{colleague:02}", f"Colleague {colleague}", f"+4477009009{colleague:02}"
    written = json.dumps(body)
    for mine, theirs in (
        (call_bodies.ASHA, agent_id),
        (call_bodies.ASHA_NAME, name),
        (call_bodies.ASHA_PHONE, phone),
        ("0601234560001", f"06012345700{colleague:02}"),
    ):
        written = written.replace(mine, theirs)
    changed: dict[str, Any] = json.loads(written)
    return changed


def main(port: str, rate: str, ours: str, repeated: str, seconds: str) -> None:
    """Blows once."""
    storm = EventStorm(int(port), os.environ["SECRET"], int(rate), Mix(float(ours), float(repeated)))
    storm.blow(float(seconds))
    print(storm.sent, storm.acknowledged, flush=True)


if __name__ == "__main__":
    main(*sys.argv[1:])
