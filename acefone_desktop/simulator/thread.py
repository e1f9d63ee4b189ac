"""The simulator on a thread and an event loop of its own."""

from __future__ import annotations

import asyncio
import threading
from concurrent.futures import Future
from typing import TYPE_CHECKING, Self

from acefone_desktop.simulator.server import Simulator

if TYPE_CHECKING:
    from collections.abc import Mapping
    from types import TracebackType

    from acefone_desktop.simulator.account import SimulatedAccount
    from acefone_desktop.simulator.calling.call_script import CallScript
    from acefone_desktop.simulator.calling.incoming import IncomingStep
    from acefone_desktop.simulator.clock import Clock
    from acefone_desktop.simulator.simulation import ReceivedRequest
    from acefone_desktop.simulator.switches import Switches

_DEADLINE_S = 10.0


class SimulatorThread:
    """A context manager: serves between enter and exit. Everything here may be used from any thread."""

    def __init__(
        self,
        account: SimulatedAccount | None = None,
        switches: Switches | None = None,
        clock: Clock | None = None,
        *,
        webhook_url: str | None = None,
        webhook_headers: Mapping[str, str] | None = None,
        script: CallScript | None = None,
        port: int = 0,
    ) -> None:
        self._given = (account, switches, clock)
        self._webhook_url, self._webhook_headers = webhook_url, webhook_headers
        self._script, self._port = script, port
        self._ready: Future[tuple[Simulator, asyncio.AbstractEventLoop, asyncio.Event]] = Future()
        self._thread = threading.Thread(target=self._run, name="simulator", daemon=True)

    def start(self) -> str:
        """Starts serving and returns the base address; raises what the start raised."""
        self._thread.start()
        try:
            return self._ready.result(_DEADLINE_S)[0].base_url
        except BaseException:
            self._thread.join(_DEADLINE_S)
            raise

    def stop(self) -> None:
        """Stops serving; the thread is gone afterwards. Does nothing the second time."""
        if not self._thread.is_alive():
            return
        _, loop, over = self._ready.result(_DEADLINE_S)
        loop.call_soon_threadsafe(over.set)
        self._thread.join(_DEADLINE_S)
        if self._thread.is_alive():
            raise RuntimeError("the simulator did not stop")

    def __enter__(self) -> Self:
        self.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.stop()

    @property
    def simulator(self) -> Simulator:
        """The simulator itself, whose `start` and `stop` are not for others to call."""
        return self._ready.result(_DEADLINE_S)[0]

    @property
    def base_url(self) -> str:
        """`http://127.0.0.1:PORT`, without `/v1`."""
        return self.simulator.base_url

    @property
    def account(self) -> SimulatedAccount:
        """What the account owns."""
        return self.simulator.account

    @property
    def token(self) -> str:
        """The account's token."""
        return self.simulator.token

    @property
    def agent_id(self) -> str:
        """The first agent's id."""
        return self.simulator.agent_id

    @property
    def numbers(self) -> tuple[str, ...]:
        """The account's numbers, in E.164."""
        return self.simulator.numbers

    @property
    def switches(self) -> Switches:
        """How the account behaves; set it while running to change that."""
        return self.simulator.switches

    @switches.setter
    def switches(self, wanted: Switches) -> None:
        self.simulator.switches = wanted

    @property
    def requests(self) -> tuple[ReceivedRequest, ...]:
        """Every request received, oldest first."""
        return self.simulator.requests

    def ring_in(self, step: IncomingStep) -> str:
        """A customer calls the account now; returns the call's id."""
        simulator, loop, _ = self._ready.result(_DEADLINE_S)

        async def ring() -> str:
            return simulator.ring_in(step)

        return asyncio.run_coroutine_threadsafe(ring(), loop).result(_DEADLINE_S)

    def dials(self) -> list[dict[str, object]]:
        """The parameters of every `click_to_call` received, oldest first."""
        return self.simulator.dials()

    def _run(self) -> None:
        try:
            asyncio.run(self._serve())
        except BaseException as error:  # handed to whoever waits for the start
            if self._ready.done():
                raise
            self._ready.set_exception(error)

    async def _serve(self) -> None:
        simulator = Simulator(
            *self._given, webhook_url=self._webhook_url, webhook_headers=self._webhook_headers, script=self._script
        )
        over = asyncio.Event()
        try:
            await simulator.start(self._port)
            self._ready.set_result((simulator, asyncio.get_running_loop(), over))
            await over.wait()
        finally:
            await simulator.stop()
