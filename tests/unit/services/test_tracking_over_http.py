"""The tracker with the real client against the simulated account, over HTTP."""

from __future__ import annotations

import asyncio
from contextlib import asynccontextmanager
from datetime import UTC
from functools import partial
from typing import TYPE_CHECKING

import pytest

from acefone_desktop.adapters.acefone.client import AcefoneClient
from acefone_desktop.adapters.acefone.http.pacing import Pace as ClientPace
from acefone_desktop.adapters.acefone.http.sign_in import TokenSignIn
from acefone_desktop.adapters.acefone.reports.webhook_bodies import read_webhooks
from acefone_desktop.adapters.listener.limits import ListenerLimits
from acefone_desktop.adapters.listener.post import QueuedPost
from acefone_desktop.adapters.listener.server import WebhookListener
from acefone_desktop.adapters.system_clock import SystemClock
from acefone_desktop.domain.account import ApiToken
from acefone_desktop.domain.call_watch import Pace
from acefone_desktop.domain.calls import Call, CallOutcome, CallState
from acefone_desktop.domain.dialing import Accepted, CallIntent, Dialed, DialRequest, IntentId, PerhapsDialed
from acefone_desktop.domain.errors import CallIdUnknownError, OutcomeUnknownError
from acefone_desktop.domain.report_evidence import from_webhook
from acefone_desktop.services.tracking import CallTracker
from acefone_desktop.simulator.account import SimulatedAccount
from acefone_desktop.simulator.calling.call_script import DialReply, Outcome
from acefone_desktop.simulator.clock import SimulatedClock
from acefone_desktop.simulator.switches import (
    AgentForm,
    CallIdForm,
    DestinationForm,
    DirectionForm,
    ListForm,
    StampForm,
    StateWord,
    Switches,
    TwinCall,
    WebhookForm,
    WebhookOrder,
)
from acefone_desktop.simulator.thread import SimulatorThread
from tests.support.tracking import MemoryJournal

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable

    from acefone_desktop.domain.reports import WebhookReport

QUICK = Pace(
    until_seen_s=0.02,
    ringing_s=0.04,
    connected_s=0.04,
    long_connected_s=0.04,
    record_s=0.05,
    slow_record_s=0.1,
    record_instead_after_s=0.2,
    appears_within_s=2.0,
    record_within_s=4.0,
)
CLIENT = ClientPace(spacing_s=0.001, burst=50, first_wait_s=0.01, longest_wait_s=0.5, reply_s=0.5, deadline_s=2.0)
SPEED = 60.0
SECRET = "a-secret-of-some-length"
NUMBER = "447700900123"


class Desk:
    """A client and a tracker at work on a simulated account."""

    def __init__(self, simulator: SimulatorThread, *, polling: bool = True) -> None:
        self.simulator = simulator
        self.client = AcefoneClient(simulator.base_url, TokenSignIn(ApiToken(simulator.token)), UTC, pace=CLIENT)
        self.clock, self.journal = SystemClock(), MemoryJournal()
        self.seen: list[Call] = []
        self._changed = asyncio.Event()
        self._polling = polling

    async def open(self) -> None:
        agent = next(agent for agent in await self.client.agents() if agent.id == self.simulator.agent_id)
        self.agent = agent
        self.tracker = CallTracker(self.client, self.journal, self.clock, agent, polling=self._polling, pace=QUICK)
        self.tracker.subscribe(self._hear)
        await self.tracker.start()

    def _hear(self, calls: tuple[Call, ...]) -> None:
        self.seen += calls
        self._changed.set()

    async def dial(self, name: str = "one", digits: str = NUMBER) -> None:
        """As the dialler does: one POST, and the outcome to the tracker."""
        request = DialRequest(digits=digits, agent_id=self.agent.id)
        intent = CallIntent(IntentId(name), request, self.clock.now())
        self.tracker.begin(intent)
        try:
            reply: Accepted = await self.client.originate(intent)
        except OutcomeUnknownError as error:
            self.tracker.dial_outcome(PerhapsDialed(intent, error))
        else:
            self.tracker.dial_outcome(Dialed(intent, reply))

    def call(self, name: str = "one") -> Call:
        return next(call for call in self.tracker.calls if call.intent_id == name)

    async def until(self, condition: Callable[[Call], bool], name: str = "one") -> Call:
        """Our call once the condition holds."""
        async with asyncio.timeout(15):
            while not condition(self.call(name)):
                await self.changed()
        return self.call(name)

    async def changed(self) -> None:
        """Returns with the next news of any call."""
        self._changed.clear()
        await self._changed.wait()

    async def take(self, reports: tuple[WebhookReport, ...]) -> None:
        """The listener's reports go through the tracker's one door."""
        now = self.clock.now()
        await self.tracker.take([told for report in reports for told in from_webhook(report, now)])


@asynccontextmanager
async def desk(
    switches: Switches, *, speed: float = SPEED, polling: bool = True, webhook_url: str | None = None
) -> AsyncIterator[Desk]:
    simulator = SimulatorThread(SimulatedAccount(), switches, SimulatedClock(speed), webhook_url=webhook_url)
    simulator.start()
    made = Desk(simulator, polling=polling)
    try:
        await made.open()
        yield made
    finally:
        await made.tracker.stop()
        await made.client.close()
        simulator.stop()


def settled(call: Call) -> bool:
    return call.is_settled


def states(seen: list[Call]) -> list[CallState]:
    told = [call.state for call in seen if call.intent_id]
    return [state for place, state in enumerate(told) if place == 0 or told[place - 1] is not state]


@pytest.mark.parametrize(
    ("outcome", "expected"),
    [
        (Outcome.ANSWERED, CallOutcome.ANSWERED),
        (Outcome.CALLER_HANGS_UP_FIRST, CallOutcome.ANSWERED),
        (Outcome.CUSTOMER_NO_ANSWER, CallOutcome.CUSTOMER_MISSED),
        (Outcome.ABANDONED, CallOutcome.CUSTOMER_MISSED),
        (Outcome.AGENT_NO_ANSWER, CallOutcome.AGENT_MISSED),
        (Outcome.AGENT_REJECTS, CallOutcome.AGENT_MISSED),
        (Outcome.ROW_NEVER_APPEARS, CallOutcome.UNKNOWN),
    ],
)
async def test_polling_finds_every_outcome_with_one_post(outcome: Outcome, expected: CallOutcome) -> None:
    async with desk(Switches(rate_limit=0, outcome=outcome)) as at:
        await at.dial()
        call = await at.until(settled)

        assert call.outcome is expected
        assert len(at.simulator.dials()) == 1


async def test_the_states_of_an_answered_call_come_in_order() -> None:
    async with desk(Switches(rate_limit=0), speed=30) as at:
        await at.dial()
        call = await at.until(settled)

        assert states(at.seen) == [
            CallState.REQUESTED, CallState.ACCEPTED, CallState.AGENT_RINGING, CallState.AGENT_ANSWERED, CallState.ENDED,
        ]  # fmt: skip
        assert (call.talk_seconds, call.ring_seconds) == (55, 12)
        assert call.customer == NUMBER


@pytest.mark.parametrize(
    "switches",
    [
        Switches(rate_limit=0, call_id_form=CallIdForm.UUID),
        Switches(rate_limit=0, destination_form=DestinationForm.COMMAS),
        Switches(rate_limit=0, direction_form=DirectionForm.TEXT),
        Switches(rate_limit=0, state_word=StateWord.UNKNOWN),
        Switches(rate_limit=0, live_calls_form=ListForm.WRAPPED),
        Switches(rate_limit=0, live_rows=False),
        Switches(rate_limit=0, record_twice=True, records_ref_id=True, reply_ref_id=True),
        Switches(rate_limit=0, record_delay=60, records_custom_identifier=True),
        Switches(rate_limit=0, records_fail_every=2),
        Switches(rate_limit=30, rate_window=1),
        Switches(rate_limit=0, twin_call=TwinCall.OTHER_AGENT),
    ],
    ids=str,
)
async def test_every_habit_of_the_provider_leads_to_the_same_end(switches: Switches) -> None:
    async with desk(switches) as at:
        await at.dial()
        call = await at.until(settled)

        assert (call.outcome, call.talk_seconds) == (CallOutcome.ANSWERED, 55)
        assert not call.ambiguous
        assert len(at.simulator.dials()) == 1


@pytest.mark.parametrize("reply", [DialReply.HELD, DialReply.DROPPED, DialReply.EMPTY_BODY])
async def test_a_dial_without_an_answer_is_found_and_not_repeated(reply: DialReply) -> None:
    async with desk(Switches(rate_limit=0, dial_reply=reply)) as at:
        await at.dial()
        call = await at.until(settled)

        assert (call.outcome, call.talk_seconds) == (CallOutcome.ANSWERED, 55)
        assert len(at.simulator.dials()) == 1


async def test_a_twin_of_the_same_agent_leaves_the_call_ambiguous() -> None:
    async with desk(Switches(rate_limit=0, twin_call=TwinCall.SAME_AGENT), speed=20) as at:
        await at.dial()
        call = await at.until(lambda call: call.ambiguous)

        with pytest.raises(CallIdUnknownError):
            await at.tracker.hang_up(call.key)


async def test_hanging_up_ends_the_call_at_the_provider() -> None:
    async with desk(Switches(rate_limit=0), speed=5) as at:
        await at.dial()
        call = await at.until(lambda call: call.can_hang_up)
        await at.tracker.hang_up(call.key)
        ended = await at.until(settled)

        assert ended.state is CallState.ENDED
        assert ended.hang_up_asked


async def test_two_dials_to_one_customer_keep_their_calls_apart() -> None:
    async with desk(Switches(rate_limit=0)) as at:
        await at.dial("first", "447700900901")
        await at.until(settled, "first")
        await at.dial("second", "447700900901")
        await at.until(settled, "second")

        first, second = at.call("first"), at.call("second")
        assert first.call_id != second.call_id
        assert {first.outcome, second.outcome} <= {CallOutcome.CUSTOMER_MISSED, CallOutcome.UNKNOWN}


@pytest.mark.parametrize(
    "habits",
    [
        Switches(rate_limit=0),
        Switches(rate_limit=0, webhook_form=WebhookForm.FORM, webhook_stamps=StampForm.ISO),
        Switches(rate_limit=0, webhook_form=WebhookForm.GET, webhook_stamps=StampForm.EPOCH),
        Switches(rate_limit=0, webhook_order=WebhookOrder.REVERSED, webhook_copies=3),
        Switches(rate_limit=0, webhook_omits_call_id=True, webhook_empty_ref_id=True),
        Switches(rate_limit=0, webhook_agent_form=AgentForm.ARRAY, webhook_trailing_space=False),
        Switches(rate_limit=0, webhook_agent_form=AgentForm.OBJECT, webhook_literal_variables=False),
    ],
    ids=str,
)
@pytest.mark.parametrize("polling", [False, True])
async def test_webhooks_bring_the_call_to_its_end_with_and_without_polling(habits: Switches, *, polling: bool) -> None:
    desks: list[Desk] = []

    async def deliver(reports: tuple[WebhookReport, ...]) -> None:
        await desks[0].take(reports)

    listener = WebhookListener(
        "127.0.0.1", 0, SECRET, partial(read_webhooks, zone=UTC), QueuedPost(deliver, ListenerLimits())
    )
    await listener.start()
    try:
        async with desk(habits, polling=polling, webhook_url=f"{listener.address}/{SECRET}") as at:
            desks.append(at)
            await at.dial()
            call = await at.until(settled)

            assert (call.outcome, call.talk_seconds) == (CallOutcome.ANSWERED, 55)
            assert any(e.source.value == "webhook" for e in call.evidence) or polling
    finally:
        await listener.stop()
