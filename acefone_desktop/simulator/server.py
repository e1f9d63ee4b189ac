"""The simulated account as a server on the loopback interface."""

from __future__ import annotations

import asyncio
from datetime import timedelta
from typing import TYPE_CHECKING

from acefone_desktop.simulator import tokens
from acefone_desktop.simulator.account import SimulatedAccount
from acefone_desktop.simulator.calling.call_script import CallScript
from acefone_desktop.simulator.clock import Clock, SimulatedClock
from acefone_desktop.simulator.deliveries import Deliveries, checked_address
from acefone_desktop.simulator.routes.routes_table import application
from acefone_desktop.simulator.simulation import ReceivedRequest, Simulation
from acefone_desktop.simulator.switches import Switches
from acefone_desktop.simulator.transport import EmbeddedServer, loopback_socket

if TYPE_CHECKING:
    import socket
    from collections.abc import Mapping
    from datetime import datetime

    from acefone_desktop.simulator.calling.incoming import IncomingStep


class Simulator:
    """One account on one port. Make, start and stop it on the same event loop; `switches` may be set from anywhere."""

    def __init__(
        self,
        account: SimulatedAccount | None = None,
        switches: Switches | None = None,
        clock: Clock | None = None,
        *,
        webhook_url: str | None = None,
        webhook_headers: Mapping[str, str] | None = None,
        script: CallScript | None = None,
    ) -> None:
        """WebhookAddressError (a ValueError) if `webhook_url` is not plain http to this machine."""
        self.account = account or SimulatedAccount()
        self._webhook_url = checked_address(webhook_url) if webhook_url else None
        self._webhook_headers = dict(webhook_headers or {})
        self._simulation = Simulation(
            self.account, switches or Switches(), clock or SimulatedClock(), script or CallScript()
        )
        self._deliveries: Deliveries | None = None
        self._server: EmbeddedServer | None = None
        self._serving: asyncio.Task[None] | None = None
        self._callers: set[asyncio.Task[None]] = set()
        self._socket: socket.socket | None = None

    async def start(self, port: int = 0) -> str:
        """Listens on 127.0.0.1 and returns the base address, without `/v1`. OSError if the port is taken."""
        self._socket = loopback_socket(port)
        self._simulation.base_url = f"http://127.0.0.1:{self._socket.getsockname()[1]}"
        if self._webhook_url:
            self._deliveries = Deliveries(self._simulation, self._webhook_url, self._webhook_headers)
            self._simulation.on_call = self._deliveries.follow
        self._server = EmbeddedServer(application(self._simulation))
        self._serving = asyncio.create_task(self._server.serve(sockets=[self._socket]), name="simulator: server")
        await self._server.listening.wait()
        self._simulation.on_caller = self._expect
        for step in self._simulation.script.incoming:
            self._expect(step)
        return self.base_url

    def ring_in(self, step: IncomingStep) -> str:
        """A customer calls the account now; returns the call's id. To be used on the simulator's loop."""
        return self._simulation.ring_in(step).call_id

    def _expect(self, step: IncomingStep) -> None:
        due = self._simulation.clock.now() + timedelta(seconds=step.at)
        caller = asyncio.create_task(self._ring_in_later(step, due), name="simulator: a customer calls")
        self._callers.add(caller)
        caller.add_done_callback(self._callers.discard)

    async def _ring_in_later(self, step: IncomingStep, due: datetime) -> None:
        await self._simulation.clock.sleep_until(due)
        self._simulation.ring_in(step)

    async def stop(self) -> None:
        """Lets go of every request and connection, then of the port."""
        self._simulation.stopping.set()
        callers = tuple(self._callers)
        for caller in callers:
            caller.cancel()
        await asyncio.gather(*callers, return_exceptions=True)
        if self._server and self._serving:
            self._server.leave()
            await self._serving
        if self._deliveries:
            await self._deliveries.close()
        if self._socket:
            self._socket.close()
        self._server = self._serving = self._socket = self._deliveries = None

    @property
    def base_url(self) -> str:
        """`http://127.0.0.1:PORT`; empty before the start."""
        return self._simulation.base_url

    @property
    def token(self) -> str:
        """The portal's token, or its masked form if the switch says so."""
        return tokens.masked(self.account.token) if self.switches.masked_token else self.account.token

    @property
    def agent_id(self) -> str:
        """The id that `agent_number` takes, of the first agent."""
        return self.account.first_agent.id

    @property
    def numbers(self) -> tuple[str, ...]:
        """The account's numbers, in E.164."""
        return tuple(number.did for number in self.account.numbers)

    @property
    def switches(self) -> Switches:
        """How the account behaves; set it while running to change that."""
        return self._simulation.switches

    @switches.setter
    def switches(self, wanted: Switches) -> None:
        self._simulation.switches = wanted

    @property
    def requests(self) -> tuple[ReceivedRequest, ...]:
        """Every request received, oldest first, refused ones too."""
        return tuple(self._simulation.requests)

    def dials(self) -> list[dict[str, object]]:
        """The parameters of every `click_to_call` received, oldest first, refused ones too."""
        return list(self._simulation.dials)
