"""Webhook deliveries at a steady rate over real HTTP: calls of our agent, each answered, connected and hung up."""

from __future__ import annotations

import json
import socket
import threading
import time
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from tests.support import call_bodies

if TYPE_CHECKING:
    from collections.abc import Iterator

SENDERS = 4
_HEAD = (
    b"POST /hook HTTP/1.1\r\nhost: 127.0.0.1\r\nx-acefone-secret: %s\r\n"
    b"content-type: application/json\r\ncontent-length: %d\r\n\r\n"
)
_STAGES = (call_bodies.ANSWERED_BY_AGENT, call_bodies.ANSWERED_BY_CUSTOMER, call_bodies.HUNG_UP)


class EventStorm:
    """`blow` sends for so many seconds and returns how many events a second were acknowledged."""

    def __init__(self, port: int, secret: str, rate: int) -> None:
        self._port, self._secret, self._rate = port, secret, rate
        self._acknowledged = [0] * SENDERS

    @property
    def acknowledged(self) -> int:
        """Events so far to which the listener has said yes."""
        return sum(self._acknowledged)

    def blow(self, seconds: float) -> float:
        """From several connections at once, each keeping its share of the rate."""
        began = time.perf_counter()
        senders = [threading.Thread(target=self._send, args=(place, began, seconds)) for place in range(SENDERS)]
        for sender in senders:
            sender.start()
        for sender in senders:
            sender.join()
        return self.acknowledged / (time.perf_counter() - began)

    def _send(self, place: int, began: float, seconds: float) -> None:
        """On bare sockets: a machine with few processors is to be busy with the app, not with this."""
        with socket.create_connection(("127.0.0.1", self._port)) as connection:
            connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            for number, body in enumerate(_bodies(place)):
                due = began + number * SENDERS / self._rate
                if due > began + seconds:
                    break
                time.sleep(max(0.0, due - time.perf_counter()))
                connection.sendall(_HEAD % (self._secret.encode(), len(body)) + body)
                self._acknowledged[place] += _is_acknowledged(connection)


def _is_acknowledged(connection: socket.socket) -> bool:
    """Reads one reply; whether it says 200 and that all is well."""
    reply = b""
    while not reply.endswith(b"}"):  # each reply is one object
        piece = connection.recv(4096)
        if not piece:
            raise ConnectionError("the listener hung up")
        reply += piece
    return reply.startswith(b"HTTP/1.1 200 ") and reply.endswith(b'{"ok":true}')


def _bodies(place: int) -> Iterator[bytes]:
    """One call after the other, as long as somebody asks."""
    number = 0
    while True:
        number += 1
        stamp = datetime.now(UTC).strftime("%Y-%m-%d %H:%M:%S")
        call = {"call_id": f"{int(time.time())}.{place}{number}", "uuid": f"{place}-{number}", "custom_identifier": ""}
        customer = f"447700900{number % 1000:03}"
        told = {"start_stamp": stamp, "call_to_number": customer, "customer_no_with_prefix ": f"+{customer}"}
        for stage in _STAGES:
            stamps = {name: stamp for name in ("answer_stamp", "end_stamp") if name in stage}
            yield json.dumps(stage | call | told | stamps).encode()
