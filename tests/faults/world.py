"""A whole world on one leaping loop: an account, a line that breaks as it is told, and the app behind it."""

from __future__ import annotations

import asyncio
import logging
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC
from functools import partial
from typing import TYPE_CHECKING
from unittest.mock import patch

from acefone_desktop.adapters.acefone.client import AcefoneClient
from acefone_desktop.adapters.acefone.http.sign_in import TokenSignIn
from acefone_desktop.adapters.acefone.reports.webhook_bodies import read_webhooks
from acefone_desktop.adapters.listener.limits import ListenerLimits
from acefone_desktop.adapters.listener.post import QueuedPost
from acefone_desktop.adapters.listener.server import WebhookListener
from acefone_desktop.adapters.storage.calls.history_reader import SqliteHistoryReader
from acefone_desktop.adapters.storage.calls.journal import SqliteJournal
from acefone_desktop.adapters.storage.database import Database
from acefone_desktop.domain.account import Agent, AgentId, ApiToken
from acefone_desktop.domain.call_watch import Pace
from acefone_desktop.domain.dialing import DialRequest
from acefone_desktop.domain.policy import KnownCountries
from acefone_desktop.domain.report_evidence import from_webhook
from acefone_desktop.services.dialing import Dialer
from acefone_desktop.services.request_ledger import RequestLedger
from acefone_desktop.services.steady_clock import SteadyClock
from acefone_desktop.services.tracking import CallTracker
from acefone_desktop.simulator import server as simulator_server
from acefone_desktop.simulator.account import SimulatedAccount
from acefone_desktop.simulator.calling.call_script import CallScript, Step
from acefone_desktop.simulator.server import Simulator
from acefone_desktop.simulator.switches import Switches
from acefone_desktop.simulator.transport import EmbeddedServer
from tests.faults.held_journal import HeldJournal
from tests.faults.proxy import FaultProxy
from tests.faults.world_clock import WorldClock

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable
    from pathlib import Path

    from acefone_desktop.domain.calls import Call
    from acefone_desktop.domain.dialing import DialOutcome
    from acefone_desktop.domain.reports import WebhookReport
    from acefone_desktop.simulator.calling.calls import SimulatedCall

SECRET = "a-secret-of-some-length"
NUMBER = "447700900123"
SHORT_CALL = Step(row_at=2, agent_answers_at=4, customer_answers_at=10, ends_at=22)
LONGEST_LIFE_S = 6 * 3600.0
PACE = Pace(record_within_s=60.0)
"""The usual one; what is not found is given up sooner, as looking for it is most of a run."""


class TicklessServer(EmbeddedServer):
    """Does nothing every second but what somebody asks for: the proxy dates the replies."""

    async def main_loop(self) -> None:
        await self.on_tick(0)
        await self._leaving.wait()


class LogBook(logging.Handler):
    """Everything that is logged, as it would be written."""

    def __init__(self) -> None:
        super().__init__(logging.DEBUG)
        self.setFormatter(logging.Formatter("%(name)s %(levelname)s %(message)s"))
        self.lines: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.lines.append(self.format(record))

    def __enter__(self) -> LogBook:
        root = logging.getLogger()
        self._level, self._others = root.level, root.handlers
        root.handlers = [self]  # what pytest keeps of a test's log would be taken for the app's memory
        root.setLevel(logging.DEBUG)
        return self

    def __exit__(self, *_: object) -> None:
        root = logging.getLogger()
        root.handlers = self._others
        root.setLevel(self._level)


@dataclass
class World:
    """What a run can look at. `hooks` is the proxy that webhooks come through, where there are any."""

    clock: WorldClock
    simulator: Simulator
    proxy: FaultProxy
    hooks: FaultProxy | None
    folder: Path
    log: LogBook
    client: AcefoneClient = field(init=False)
    dialer: Dialer = field(init=False)
    tracker: CallTracker = field(init=False)
    agent: Agent = field(init=False)
    ledger: RequestLedger = field(init=False)
    database: Database = field(init=False)
    journal: HeldJournal = field(init=False)
    outcomes: list[DialOutcome] = field(default_factory=list)
    heard: list[Call] = field(default_factory=list)
    _changed: asyncio.Event = field(default_factory=asyncio.Event)

    @property
    def calls(self) -> tuple[Call, ...]:
        return self.tracker.calls

    @property
    def true_calls(self) -> tuple[SimulatedCall, ...]:
        """What the account knows to have happened."""
        return self.simulator._simulation.calls.all()

    async def dial(self, number: str = NUMBER) -> DialOutcome:
        request = DialRequest(digits=number, agent_id=AgentId(self.simulator.agent_id), confirmed=True)
        outcome = await self.dialer.dial(request)
        self.outcomes.append(outcome)
        return outcome

    async def until(self, condition: Callable[[], bool], seconds: float = LONGEST_LIFE_S) -> None:
        """Lets time pass until it holds, looking each time that a call has changed."""
        async with asyncio.timeout(seconds):
            while not condition():
                self._changed.clear()
                await self._changed.wait()

    async def until_all_is_settled(self) -> None:
        await self.until(lambda: all(call.is_settled for call in self.calls))

    def history(self) -> tuple[Call, ...]:
        with self.database.reading() as connection:
            return SqliteHistoryReader(connection).page(None, 10_000)

    async def open_app(self, agent: Agent, address: str | None = None, *, polling: bool = True) -> None:
        """A new run of the program on the same folder."""
        numbers = iter(range(1, 100_000))
        self.database = Database(self.folder)
        self.journal = HeldJournal(SqliteJournal(self.database))
        self.agent = agent
        token = TokenSignIn(ApiToken(self.simulator.account.token))
        clock = SteadyClock(self.clock, self.clock.elapsed)
        self.ledger = RequestLedger(clock)
        self.client = AcefoneClient(address or self.proxy.base_url, token, UTC, on_request=self.ledger.note)
        self.tracker = CallTracker(
            self.client, self.journal, clock, agent,
            polling=polling, pace=PACE, ledger=self.ledger, on_waking=self.client.renew_connections,
        )  # fmt: skip
        run = len(self.outcomes)
        self.dialer = Dialer(
            self.client, self.journal, self.tracker, clock, agent,
            lambda: f"dl-{run:04d}{next(numbers):012d}", KnownCountries("GB", lambda _: True),
        )  # fmt: skip
        self.tracker.subscribe(self._hear)
        await self.tracker.start()

    def _hear(self, calls: tuple[Call, ...]) -> None:
        self.heard.extend(calls)
        self._changed.set()

    async def close_app(self) -> None:
        await self.tracker.stop()
        await self.client.close()
        self.database.close(30)


def _agent(simulator: Simulator) -> Agent:
    first = simulator.account.first_agent
    extension = simulator.account.users[0].extension or ""
    return Agent(id=AgentId(first.id), name=first.name, phone=first.follow_me_number, extension=extension)


@asynccontextmanager
async def world(
    folder: Path,
    *,
    switches: Switches | None = None,
    script: CallScript | None = None,
    webhooks: bool = False,
    polling: bool = True,
) -> AsyncIterator[World]:
    """An account, a line and a running app; all of it is closed at the end, the app first."""
    clock = WorldClock()
    worlds: list[World] = []

    async def deliver(reports: tuple[WebhookReport, ...]) -> None:
        now = clock.now()
        await worlds[0].tracker.take([told for report in reports for told in from_webhook(report, now)])

    async with AsyncExitStack() as ends:
        log = ends.enter_context(LogBook())
        hooks = None
        if webhooks:
            post = QueuedPost(deliver, ListenerLimits())
            listener = WebhookListener("127.0.0.1", 0, SECRET, partial(read_webhooks, zone=UTC), post)
            await listener.start()
            ends.push_async_callback(listener.stop)
            hooks = FaultProxy(listener.address, clock)
            await hooks.start()
            ends.push_async_callback(hooks.stop)
        simulator = Simulator(
            SimulatedAccount(),
            switches or Switches(rate_limit=0),
            clock,
            script=script or CallScript(by_ending={"": SHORT_CALL}),
            webhook_url=f"{hooks.base_url}/hook/{SECRET}" if hooks else None,
        )
        with patch.object(simulator_server, "EmbeddedServer", TicklessServer):
            base_url = await simulator.start()
        ends.push_async_callback(simulator.stop)
        proxy = FaultProxy(base_url, clock)
        await proxy.start()
        ends.push_async_callback(proxy.stop)
        made = World(clock, simulator, proxy, hooks, folder, log)
        worlds.append(made)
        await made.open_app(_agent(simulator), polling=polling)
        ends.push_async_callback(made.close_app)
        yield made
