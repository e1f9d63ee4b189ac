"""The state behind the server: what the account has, what has happened to it, and how it is told to behave."""

from __future__ import annotations

import asyncio
import random
from collections import deque
from datetime import datetime
from typing import TYPE_CHECKING, NamedTuple

from acefone_desktop.simulator.address_book import AddressBook
from acefone_desktop.simulator.calling.calls import AcceptedDial, CallBook
from acefone_desktop.simulator.calling.incoming import course, rung_by
from acefone_desktop.simulator.limits import BurstLimit, LoginLock
from acefone_desktop.simulator.tokens import TokenBook

if TYPE_CHECKING:
    from collections.abc import Callable

    from acefone_desktop.simulator.account import SimulatedAccount
    from acefone_desktop.simulator.calling.call_script import CallScript
    from acefone_desktop.simulator.calling.calls import SimulatedCall
    from acefone_desktop.simulator.calling.incoming import IncomingStep
    from acefone_desktop.simulator.clock import Clock
    from acefone_desktop.simulator.switches import Switches

_LOGGED = 20_000  # requests remembered; the oldest go first
_LIMITED_PATHS = ("live_calls", "users", "my_number", "auth")


class ReceivedRequest(NamedTuple):
    """A request as it came in; `body` is the query string where there is no body, `at` is civil time."""

    method: str
    path: str
    body: str
    at: datetime


class Simulation:
    """One running account, touched on the server's loop only. Any thread may use `switches` and the log."""

    def __init__(self, account: SimulatedAccount, switches: Switches, clock: Clock, script: CallScript) -> None:
        self.account = account
        self.switches = switches
        self.clock = clock
        self.script = script
        self.base_url = ""
        self.chance = random.Random(account.seed + 1)  # noqa: S311 - repeatable on purpose
        self.calls = CallBook(clock, self.chance)
        self.tokens = TokenBook()
        self.burst = BurstLimit()
        self.login_lock = LoginLock()
        self.requests: deque[ReceivedRequest] = deque(maxlen=_LOGGED)
        self.dials: deque[dict[str, object]] = deque(maxlen=_LOGGED)
        self.dials_counted = 0
        self.record_queries = 0
        self.hangups_failed = 0
        self.address_book = AddressBook(account)
        self.stopping = asyncio.Event()
        self.on_call: Callable[[SimulatedCall], None] | None = None
        self.on_caller: Callable[[IncomingStep], None] | None = None
        """Told of a customer who will call, so long after now as `at` says."""
        now = clock.civil()
        self.tokens.add_portal(account.token, now)
        self.tokens.add_portal(account.limited_token, now, paths=_LIMITED_PATHS)
        self.tokens.add_portal(account.blacklisted_token, now, blacklisted=True)

    def start_call(self, dial: AcceptedDial) -> SimulatedCall:
        """Starts a call, and its webhooks with it."""
        call = self.calls.accept(dial, self.switches.call_id_form)
        self._tell(call)
        return call

    def ring_in(self, step: IncomingStep) -> SimulatedCall:
        """A customer calls the account now, whatever `step.at` says."""
        user, incoming = rung_by(step, self.account)
        did = next((n.did for n in self.account.numbers if n.did == f"+{step.did}"), self.account.numbers[0].did)
        dial = AcceptedDial(
            user=user, destination=step.caller, did=did, echoed={}, timeline=course(step), incoming=incoming
        )
        return self.start_call(dial)

    def hang_up(self, call_id: str) -> bool:
        """Ends an active call; False if there is none of that id."""
        ended = self.calls.hang_up(call_id)
        if ended:
            self._tell(ended)
        return ended is not None

    def _tell(self, call: SimulatedCall) -> None:
        if self.on_call:
            self.on_call(call)
