"""Follows our calls: takes evidence from every source, says what changed, and asks the provider while it must."""

from __future__ import annotations

import asyncio
import logging
from datetime import timedelta
from typing import TYPE_CHECKING

from acefone_desktop.domain.call_retention import USUAL_ROOM, Room, beyond_following
from acefone_desktop.domain.call_watch import USUAL_PACE, Pace, given_up, is_watched, verdict
from acefone_desktop.domain.calls import CallState
from acefone_desktop.domain.dial_evidence import from_intent, from_outcome, from_unknown
from acefone_desktop.domain.errors import CallIdUnknownError, ProviderError, StorageError
from acefone_desktop.domain.evidence import Evidence, Fact, Source
from acefone_desktop.domain.polling_budget import PollingBudget
from acefone_desktop.services.call_door import EvidenceDoor
from acefone_desktop.services.call_keeping import CallKeeper
from acefone_desktop.services.known_calls import KnownCalls
from acefone_desktop.services.late_reports import LateReports
from acefone_desktop.services.left_dials import LeftDials
from acefone_desktop.services.look_pacing import LookPacing
from acefone_desktop.services.other_processes import READ_EVERY_S, JournalNews, NoOtherProcesses
from acefone_desktop.services.polling import StatusPoller
from acefone_desktop.services.request_ledger import RequestLedger
from acefone_desktop.services.sight import Sight
from acefone_desktop.services.sleep_watch import Nap, SleepWatch
from acefone_desktop.services.steady_clock import SteadyClock, steadied
from acefone_desktop.services.waiting import report_bug, wait_until_wanted

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Sequence
    from datetime import datetime

    from acefone_desktop.domain.account import Agent
    from acefone_desktop.domain.calls import Call, CallKey
    from acefone_desktop.domain.dialing import CallIntent, DialOutcome, IntentId
    from acefone_desktop.domain.matching.call_sorting import Name
    from acefone_desktop.domain.reports import LiveCall
    from acefone_desktop.services.other_processes import OtherProcesses
    from acefone_desktop.services.ports import CallListener, Clock, Journal, Telephony

_log = logging.getLogger(__name__)

REMEMBERED = timedelta(hours=6)
"""How far back evidence is read at the start; calls can be longer than the app lives."""

ENDED_EARLY = "The app ended before the answer came."


class CallTracker:
    """Every way that status comes in ends in `take`; every way out is a listener. Use from one event loop.

    `polling=False` relies on webhooks alone. While `others` follow our calls, the provider is asked nothing and the
    journal is read instead. Requests are counted in `ledger`, whose `noted` the telephony moves. `on_waking` is awaited
    after the computer has slept, before the next look. Nothing here ever dials.
    """

    def __init__(
        self,
        telephony: Telephony,
        journal: Journal,
        clock: Clock,
        agent: Agent | None,
        *,
        polling: bool = True,
        pace: Pace = USUAL_PACE,
        others: OtherProcesses | None = None,
        ledger: RequestLedger | None = None,
        budget: PollingBudget | None = None,
        on_waking: Callable[[], Awaitable[None]] | None = None,
        room: Room = USUAL_ROOM,
    ) -> None:
        clock = SteadyClock.over(clock)
        self._telephony, self._journal, self._clock, self._agent = telephony, journal, clock, agent
        self._polling, self._pace = polling, pace
        self._ledger, self._on_waking = ledger or RequestLedger(clock), on_waking
        self._pacing = LookPacing(clock, pace, self._ledger, budget or PollingBudget.of(pace))
        self._sleep = SleepWatch(clock)
        self._others: OtherProcesses = others or NoOtherProcesses()
        self._news = JournalNews(journal, clock)
        self._left = LeftDials(journal, self._others, clock, self._read_news, self._take_up)
        self._sending: set[str] = set()
        self._poller = StatusPoller(telephony, clock, pace)
        self._door = EvidenceDoor(agent)
        self._keeper = CallKeeper(journal)
        self._calls = KnownCalls(self._door, clock, room)
        self._late = LateReports(journal, self._keeper, self._door, self._calls)
        self._room = room
        self._listeners: list[CallListener] = []
        self._unannounced: dict[CallKey, Call] = {}
        self._wanted = asyncio.Event()
        self._task: asyncio.Task[None] | None = None
        self._writing: set[asyncio.Task[None]] = set()
        self._sight = Sight(clock)

    # --- life ----------------------------------------------------------------------------------------------------

    async def start(self) -> None:
        """Takes up what an earlier run left open, then follows it. Raises `StorageError`."""
        kept = await self._journal.open_evidence(self._clock.now() - REMEMBERED)
        self._apply(self._door.admit(kept, lambda _: True), aloud=False)
        self._calls.tidy()
        left = await self._left.lost()
        await self._take_up(left or ())
        if left is None:
            self._left.attend()
        self._task = asyncio.create_task(self._follow(), name="call tracker")
        self._task.add_done_callback(report_bug)

    async def stop(self) -> None:
        """Ends following and brings what is known to disk. May be called when not started."""
        await self._left.stop()
        tasks = [task for task in (self._task, *self._writing) if task]
        if self._task:
            self._task.cancel()
        self._task = None
        await asyncio.gather(*tasks, return_exceptions=True)
        await self._keeper.write()
        self._ledger.keep(at_once=True)

    def begin_polling(self) -> None:
        """Asks the provider from here on, whatever was said at first: nothing else would tell."""
        self._polling = True
        self._wanted.set()

    def _told_of_lost(self, intent: CallIntent) -> list[Evidence]:
        """What is known of a dial whose reply was not noted as such; the evidence may have it all the same."""
        call = next((call for call in self._calls if call.intent_id == intent.id), None)
        if call and call.state is not CallState.REQUESTED:
            return []
        return [from_intent(intent, self._agent), from_unknown(intent, self._clock.now(), ENDED_EARLY)]

    # --- what comes in -------------------------------------------------------------------------------------------

    def begin(self, intent: CallIntent) -> None:
        """A dial is on disk and about to be sent."""
        self._sending.add(intent.id)
        self._learn([from_intent(intent, self._agent)])
        self._write_soon()
        self._wanted.set()

    def dial_outcome(self, outcome: DialOutcome) -> None:
        """What came of sending it."""
        told = from_outcome(outcome, self._clock.now())
        self._sending.discard(outcome.intent.id)
        self._learn([told], closed=[outcome.intent.id])
        self._write_soon()
        self._wanted.set()

    async def take(self, evidence: Sequence[Evidence]) -> None:
        """The one door for evidence. Returns when it is on disk (or the disk refuses); listeners hear before."""
        told = steadied(evidence, self._clock)
        if kept := await self._late.kept_of(told, self._clock.now() - REMEMBERED):
            self._apply(kept, aloud=False)
        if self._learn(self._door.admit(told, self._calls.knows)):
            if crowd := beyond_following(self._calls, self._room):
                self._learn([given_up(call) for call in crowd])
            await self._keeper.write()

    async def read_journal(self) -> None:
        """Takes up what another process has kept of calls, and what it leaves should it end. Raises `StorageError`."""
        self._left.attend()
        await self._read_news()

    async def _read_news(self) -> None:
        told = await self._news.read()
        if self._apply(self._door.admit(told, lambda _: True), aloud=True):
            self._keeper.tell_kept()
            self._wanted.set()

    def share_rows(self, listener: Callable[[tuple[LiveCall, ...], datetime], None] | None) -> None:
        """Tells the listener of the whole account's live calls whenever they are looked at; None ends it."""
        self._poller.on_rows = listener

    async def take_rows(self, rows: tuple[LiveCall, ...], at: datetime) -> None:
        """Live calls that somebody else has looked at: our calls' rows, and calls that come in to us."""
        await self.take(
            self._poller.read_rows(rows, at, self._calls.watched, self._calls.knows, self._door.is_call_to_us)
        )

    async def hang_up(self, key: CallKey) -> None:
        """Ends a call. Raises `CallIdUnknownError` while its id is not known, and what `Telephony.hang_up` raises.

        Does nothing for a call that is over.
        """
        call = self._calls.get(key)
        if call is None or (call.is_open and call.call_id is None):
            raise CallIdUnknownError
        if not call.is_open or call.call_id is None:
            return
        try:
            await self._telephony.hang_up(call.call_id)
        except ProviderError:
            self._wanted.set()  # the next look tells whether it was done, or was over before
            raise
        asked = Evidence(
            source=Source.DIAL,
            told_at=self._clock.now(),
            fact=Fact.HANG_UP_ASKED,
            call_id=call.call_id,
            intent_id=call.intent_id or "",
        )
        self._wanted.set()
        await self.take([asked])

    # --- what goes out -------------------------------------------------------------------------------------------

    @property
    def trouble(self) -> ProviderError | None:
        """Why the last look at the provider failed; None when it did not."""
        return self._pacing.trouble

    @property
    def calls(self) -> tuple[Call, ...]:
        """Our calls, open and recent, oldest first."""
        return tuple(self._calls)

    def subscribe(self, listener: CallListener) -> Callable[[], None]:
        """Tells the listener of calls that changed, many at once; the returned function ends it."""
        self._listeners.append(listener)
        return lambda: self._listeners.remove(listener) if listener in self._listeners else None

    def tell_when_kept(self, listener: Callable[[], None]) -> None:
        """Tells the listener each time calls have come to disk, where history is read."""
        self._keeper.on_kept = listener

    def tell_of_names(self, listener: Callable[[tuple[Name, ...]], None]) -> None:
        """Tells the listener by which names our calls go (`names_of`), as others than webhooks tell of them."""
        self._door.on_names = listener

    def tell_of_sight(self, listener: Callable[[ProviderError | None], None]) -> None:
        """Tells the listener why open calls have not been seen for a while; None once they can be seen again.

        Also None when there is no call to look at any more.
        """
        self._sight.listen(listener)

    def _announce(self) -> None:
        changed, self._unannounced = tuple(self._unannounced.values()), {}
        for listener in tuple(self._listeners):
            listener(changed)

    # --- in between ----------------------------------------------------------------------------------------------

    def _learn(self, evidence: Sequence[Evidence], closed: Sequence[IntentId] = ()) -> bool:
        changed = self._apply(evidence, aloud=True)
        self._keeper.keep(evidence, changed, closed)
        self._calls.tidy()
        return bool(evidence)

    def _apply(self, evidence: Sequence[Evidence], *, aloud: bool) -> Sequence[Call]:
        """What the calls are with this evidence; `aloud`: listeners hear of it. Returns those that it is about."""
        self._door.tell_names(evidence)
        learned = self._calls.add(evidence)
        if learned.has_begun:
            self._wanted.set()
        if any(map(is_watched, learned.calls)):
            self._clock.hold()
        if learned.news and aloud:
            if not self._unannounced:
                asyncio.get_running_loop().call_soon(self._announce)
            self._unannounced.update((call.key, call) for call in learned.news)
        return learned.calls

    def _write_soon(self) -> None:
        task = asyncio.get_running_loop().create_task(self._keeper.write())
        self._writing.add(task)
        task.add_done_callback(self._writing.discard)

    # --- following -----------------------------------------------------------------------------------------------

    async def _follow(self) -> None:
        self._sleep.begin()
        while True:
            watched = self._calls.watched
            if not watched:
                await self._rest()
            elif await self._others.follow():
                self._sight.tell(None)
                self._pacing.others_look()
                await self._read_along()
                self._sleep.begin()
            elif isinstance(nap := await self._sleep.unless_asleep(self._follow_once(watched)), Nap):
                await self._wake(nap)

    async def _follow_once(self, watched: Sequence[Call]) -> None:
        """One look, what follows from it, and the wait until the next."""
        if any(call.state is CallState.REQUESTED and call.intent_id not in self._sending for call in watched):
            self._left.attend()
        pause = await self._look(watched)
        judged = [told for call in self._calls.watched if (told := self._judge(call))]
        if judged:
            self._learn(judged)
        await self._keeper.write()
        self._ledger.keep(at_once=not self._calls.watched)
        await self._pause(pause or self._pacing.until_next(watched))

    async def _rest(self) -> None:
        """Waits for a call to look after."""
        self._sight.tell(None)
        self._pacing.rest()
        if not self._ledger.is_kept:
            self._ledger.keep(at_once=True)
        self._clock.release()
        await self._pause(None)
        self._sleep.begin()

    async def _wake(self, nap: Nap) -> None:
        """What was not seen while the computer slept is looked at now, over connections of today."""
        _log.info("The computer slept: looking at calls again")
        self._pacing.slept(nap.begun_at, nap.ended_at)
        if self._on_waking is not None:
            await self._on_waking()

    async def _read_along(self) -> None:
        try:
            await self._read_news()
        except StorageError as error:
            _log.warning("What is kept of calls could not be read, trying again: %s", error.code)
        await self._clock.sleep(READ_EVERY_S)

    async def _take_up(self, lost: Sequence[CallIntent]) -> None:
        """Says of dials without a reply that their outcome is unknown; those that are being sent here are not meant."""
        for intent in lost:
            if intent.id not in self._sending:
                self._learn(self._told_of_lost(intent), closed=[intent.id])
        await self._keeper.write()

    async def _look(self, watched: Sequence[Call]) -> float | None:
        """Asks the provider; returns how long to leave it alone when it did not answer."""
        if not self._polling:
            return None
        self._pacing.begin()
        try:
            async with self._sight.missing(self._pacing.patience_s):
                await self._ask(watched)
        except ProviderError as error:
            wait = self._pacing.failed(error)
            if self._pacing.is_blind:
                self._sight.tell(error)
            return wait
        self._pacing.worked()
        self._sight.tell(None)
        return None

    async def _ask(self, watched: Sequence[Call]) -> None:
        await self.take(await self._poller.look_at_clock(watched))
        seen = await self._poller.look_at_live_calls(watched, self._calls.knows, self._door.is_call_to_us)
        await self.take(seen)
        current = [self._calls.get(call.key) or call for call in watched]
        await self.take(await self._poller.look_at_records(current, self._calls.knows))

    def _judge(self, call: Call) -> Evidence | None:
        """What time says; while the provider cannot be asked, absence says nothing."""
        return None if self.trouble else verdict(call, self._clock.now(), self._pace, self._pacing.blind)

    async def _pause(self, seconds: float | None) -> None:
        """Waits (None: until wanted). What a person does cuts it short, unless the provider asked for quiet.

        Even then a moment passes: no row shows at once, and a burst of dials is to be one look.
        """
        if seconds is not None and self.trouble:
            async with self._sight.missing(self._pacing.patience_s):
                await self._clock.sleep(seconds)
        elif await wait_until_wanted(self._wanted, self._clock, seconds):
            await self._clock.sleep(self._pace.until_seen_s)
            self._wanted.clear()
