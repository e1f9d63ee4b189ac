"""A plain HTTP caller and a webhook receiver, for looking at the simulated account from outside."""

from __future__ import annotations

import queue
import ssl
import threading
from dataclasses import dataclass, replace
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import TYPE_CHECKING, Any, Self

import httpx

if TYPE_CHECKING:
    from acefone_desktop.simulator.thread import SimulatorThread

NO_TLS = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)  # plain http needs no authorities read from disk
CUSTOMER = "447700900123"


class Caller:
    """Speaks to one simulated account with its own token."""

    def __init__(self, simulator: SimulatorThread) -> None:
        self.simulator = simulator
        self.http = httpx.Client(base_url=simulator.base_url, trust_env=False, timeout=10, verify=NO_TLS)
        self.http.headers["Authorization"] = f"Bearer {simulator.token}"

    def switch(self, **wanted: Any) -> None:
        """Sets switches of the running account."""
        self.simulator.switches = replace(self.simulator.switches, **wanted)

    def dial(self, number: str = CUSTOMER, **more: Any) -> httpx.Response:
        body = {"agent_number": self.simulator.agent_id, "destination_number": number, "async": "1", **more}
        return self.http.post("/v1/click_to_call", json=body)

    def get(self, path: str, **query: str | int) -> Any:
        return self.http.get(f"/v1/{path}", params=query).json()

    def live(self, **query: str) -> list[dict[str, Any]]:
        rows: list[dict[str, Any]] = self.get("live_calls", **query)
        return rows

    def records(self, **query: str | int) -> list[dict[str, Any]]:
        rows: list[dict[str, Any]] = self.get("call/records", **query)["results"]
        return rows

    def hang_up(self, call_id: str) -> httpx.Response:
        return self.http.post("/v1/call/hangup", json={"call_id": call_id})


@dataclass(frozen=True, slots=True)
class Delivery:
    """A webhook as it arrived."""

    method: str
    path: str
    headers: dict[str, str]
    body: bytes


class Receiver:
    """Takes webhooks on a loopback port and answers them with `statuses`, the last one for ever."""

    def __init__(self) -> None:
        self.statuses = [200]
        self._arrived: queue.Queue[Delivery] = queue.Queue()
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), self._handler())
        self._thread = threading.Thread(target=self._server.serve_forever, args=(0.01,), name="receiver")

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self._server.server_port}/hook"

    def next(self) -> Delivery:
        """The next webhook, waited for."""
        return self._arrived.get(timeout=10)

    def is_empty(self) -> bool:
        return self._arrived.empty()

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._server.shutdown()
        self._thread.join()
        self._server.server_close()

    def _handler(self) -> type[BaseHTTPRequestHandler]:
        receiver = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                body = self.rfile.read(int(self.headers.get("content-length") or 0))
                receiver._arrived.put(Delivery(self.command, self.path, dict(self.headers.items()), body))
                statuses = receiver.statuses
                self.send_response(statuses.pop(0) if len(statuses) > 1 else statuses[0])
                self.send_header("content-length", "0")
                self.end_headers()

            do_GET = do_POST  # noqa: N815 - the base class calls it so

            def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the base class's name
                """Silence."""

        return Handler
