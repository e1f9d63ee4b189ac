"""Fills `WebhookDesk` by asking the listener's process."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Final

from acefone_desktop.adapters.listener.inspections import Map, Probed, Show, Shown, Unread
from acefone_desktop.domain.errors import ListenerError
from acefone_desktop.domain.webhook_samples import Samples

if TYPE_CHECKING:
    from collections.abc import Callable

    from acefone_desktop.adapters.listener.round_trip import RoundTrip
    from acefone_desktop.domain.reachability import ReachReport
    from acefone_desktop.domain.settings import WebhookSettings
    from acefone_desktop.domain.webhook_mapping import WebhookMapping

PATIENCE_S: Final = 5.0
"""A process that does not answer a question by then is as good as gone."""


class ProcessDesk:
    """`say` hands the process an order and raises `ListenerError` while there is none.

    Whoever reads what the process tells passes it to `heard`, and calls `begin` for each new process.
    """

    def __init__(self, secret: str, say: Callable[[Map | Show], None]) -> None:
        self._secret, self._say = secret, say
        self._round_trip: RoundTrip | None = None
        self._questions = 0
        self._asked: dict[int, asyncio.Future[Samples]] = {}
        self._expected: dict[str, asyncio.Future[bool]] = {}
        self._unread = 0
        self._on_unread: list[Callable[[int], None]] = []

    async def show(self, mapping: WebhookMapping) -> Samples:
        """See `WebhookDesk`."""
        self._questions += 1
        number, answer = self._questions, asyncio.get_running_loop().create_future()
        self._asked[number] = answer
        try:
            self._say(Show(number, mapping))
            async with asyncio.timeout(PATIENCE_S):
                samples: Samples = await answer
        except TimeoutError as error:
            raise ListenerError("(Its process does not answer.)") from error
        finally:
            del self._asked[number]
        return samples

    async def use(self, mapping: WebhookMapping) -> None:
        """See `WebhookDesk`."""
        self._say(Map(mapping))

    async def test(self, webhooks: WebhookSettings) -> ReachReport:
        """See `WebhookDesk`."""
        if self._round_trip is None:
            from acefone_desktop.adapters.listener.round_trip import RoundTrip  # noqa: PLC0415 (httpx)

            self._round_trip = RoundTrip(self._secret, self)
        await self.show(webhooks.mapping)  # raises where nobody could hear the test
        return await self._round_trip.run(webhooks)

    def tell_unread(self, listener: Callable[[int], None]) -> None:
        """See `WebhookDesk`."""
        self._on_unread.append(listener)
        listener(self._unread)

    def expect(self, nonce: str) -> asyncio.Future[bool]:
        """See `ProbeWatch`."""
        arrival: asyncio.Future[bool] = asyncio.get_running_loop().create_future()
        self._expected[nonce] = arrival
        arrival.add_done_callback(lambda _: self._expected.pop(nonce, None))
        return arrival

    def begin(self) -> None:
        """A new process has come: it counts from nought."""
        self._count(0)

    def heard(self, news: Shown | Unread | Probed) -> None:
        """The process tells this."""
        match news:
            case Shown(number, samples):
                answer = self._asked.get(number)
                if answer is not None and not answer.done():
                    answer.set_result(samples)
                self._count(samples.unread)
            case Unread(count):
                self._count(count)
            case Probed(nonce, admitted):
                arrival = self._expected.get(nonce)
                if arrival is not None and not arrival.done():
                    arrival.set_result(admitted)

    def _count(self, unread: int) -> None:
        if unread != self._unread:
            self._unread = unread
            for listener in self._on_unread:
                listener(unread)
