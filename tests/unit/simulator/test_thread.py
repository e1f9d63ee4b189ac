"""The simulator on its own thread, and what it tells tests."""

from __future__ import annotations

import socket
import threading
import time
from dataclasses import replace

import httpx
import pytest

from acefone_desktop.simulator.deliveries import WebhookAddressError
from acefone_desktop.simulator.server import Simulator
from acefone_desktop.simulator.thread import SimulatorThread
from tests.unit.simulator.caller import Caller


def names() -> set[str]:
    return {thread.name for thread in threading.enumerate()}


def test_it_listens_between_enter_and_exit_and_leaves_nothing() -> None:
    with SimulatorThread() as running:
        assert running.base_url.startswith("http://127.0.0.1:")
        assert "simulator" in names()
        port = int(running.base_url.rpartition(":")[2])
    assert "simulator" not in names()
    with socket.socket() as free:
        assert free.connect_ex(("127.0.0.1", port)) != 0


def test_it_stops_within_a_second_with_connections_open() -> None:
    with SimulatorThread() as running, socket.create_connection(("127.0.0.1", int(running.base_url[17:]))) as idle:
        caller = Caller(running)
        with caller.http:
            caller.live()
            started = time.monotonic()
            running.stop()
            assert time.monotonic() - started < 1
        assert idle.recv(1) == b""
        running.stop()


def test_it_stops_within_a_second_though_a_request_never_comes_to_its_end() -> None:
    with SimulatorThread() as running, socket.create_connection(("127.0.0.1", int(running.base_url[17:]))) as stalled:
        stalled.sendall(b"POST /v1/click_to_call HTTP/1.1\r\nHost: x\r\nContent-Length: 100\r\n\r\n{")
        caller = Caller(running)
        with caller.http:
            caller.live()
        started = time.monotonic()
        running.stop()
        assert time.monotonic() - started < 1
        assert stalled.recv(1) == b""


def test_a_port_that_is_taken_is_an_error_at_the_start() -> None:
    with SimulatorThread() as running:
        port = int(running.base_url.rpartition(":")[2])
        with pytest.raises(OSError, match=r"[Aa]ddress"):
            SimulatorThread(port=port).start()
    with SimulatorThread(port=port) as again:
        assert again.base_url.endswith(f":{port}")


def test_a_webhook_address_elsewhere_is_an_error_at_the_start() -> None:
    with pytest.raises(WebhookAddressError):
        SimulatorThread(webhook_url="http://192.0.2.10/").start()


def test_it_remembers_what_it_received(simulator: SimulatorThread) -> None:
    caller = Caller(simulator)
    with caller.http:
        caller.live(agent_number="1002")
        caller.dial(custom_identifier="mine")
        caller.http.get("/nowhere")
    first, second, third = simulator.requests
    method, path, body, at = first
    assert (method, path, body) == ("GET", "/v1/live_calls", "agent_number=1002")
    assert at.tzinfo is not None
    assert (second.method, second.path) == ("POST", "/v1/click_to_call")
    assert '"custom_identifier":"mine"' in second.body
    assert (third.path, third.at >= at) == ("/nowhere", True)
    assert [dial["custom_identifier"] for dial in simulator.dials()] == ["mine"]


def test_a_refused_dial_is_remembered_too(simulator: SimulatorThread) -> None:
    caller = Caller(simulator)
    with caller.http:
        del caller.http.headers["Authorization"]
        assert caller.dial().status_code == 401
    assert len(simulator.dials()) == 1


def test_switches_can_be_set_while_it_runs(simulator: SimulatorThread) -> None:
    caller = Caller(simulator)
    with caller.http:
        simulator.switches = replace(simulator.switches, reply_ref_id=True)
        assert "ref_id" in caller.dial().json()


async def test_it_also_runs_on_a_loop_that_is_there_already() -> None:
    simulator = Simulator()
    base_url = await simulator.start()
    try:
        headers = {"Authorization": f"Bearer {simulator.token}"}
        async with httpx.AsyncClient(base_url=base_url, headers=headers, trust_env=False) as http:
            assert (await http.get("/v1/live_calls")).json() == []
    finally:
        await simulator.stop()
