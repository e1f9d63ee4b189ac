"""The running app, as `call` sees it: it is told of every piece of news, and what it follows is left to it."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Final

from acefone_desktop.adapters.storage.calls.followers import is_app_following, is_followed
from acefone_desktop.app.instance.hand_over import DELIVERED, hand_over
from acefone_desktop.app.instance.instance_messages import CALLS_KEPT, Message
from acefone_desktop.domain.errors import AcefoneDesktopError

if TYPE_CHECKING:
    from acefone_desktop.desktop.paths import Places


LONGEST_ANNOUNCING_S: Final = 0.5


class AppBeside:
    """Fills `OtherProcesses` for a command. To be used on one event loop; ended with `close`.

    `same_account`: the call goes over the account that the app is signed in to. Of a call over another one it is told
    nothing, since it would look for it in vain.
    """

    def __init__(self, places: Places, *, same_account: bool) -> None:
        self._places, self._same_account = places, same_account
        self._knows = False
        self._news = asyncio.Event()
        self._announcing: asyncio.Task[bool] | None = None
        self._telling = asyncio.create_task(self._tell_on(), name="news for the app")

    async def follow(self) -> bool:
        """Whether the app is signed in and has taken the news of our call."""
        if not self._same_account or not is_app_following(self._places.data):
            self._knows = False
        elif not self._knows:
            await self._tell()
        return self._knows

    def may_be_dialing(self) -> bool:
        """The app or another command lives; either may be in the middle of a dial."""
        return is_followed(self._places.data)

    async def announce(self) -> None:
        """Tells the app, if it is signed in, that a call is about to be kept: it takes up what we leave, should we end.

        To be awaited between our mark and the dial. An app that does not answer holds up no dial.
        """
        if self._same_account and is_app_following(self._places.data):
            self._announcing = asyncio.create_task(asyncio.to_thread(_is_delivered, str(self._places.socket)))
            await asyncio.wait([self._announcing], timeout=LONGEST_ANNOUNCING_S)

    def tell_soon(self) -> None:
        """There is news in the journal."""
        self._news.set()

    async def close(self) -> None:
        """Tells the last news: from here on the app, if it runs, is the only one to follow the call."""
        self._telling.cancel()
        announcing = [] if self._announcing is None else [self._announcing]
        await asyncio.gather(self._telling, *announcing, return_exceptions=True)
        await self._tell()

    async def _tell_on(self) -> None:
        while True:
            await self._news.wait()
            self._news.clear()
            await self._tell()

    async def _tell(self) -> None:
        if self._same_account:
            self._knows = await asyncio.to_thread(_is_delivered, str(self._places.socket))


def _is_delivered(socket_path: str) -> bool:
    try:
        return hand_over(socket_path, Message(CALLS_KEPT)) == DELIVERED
    except AcefoneDesktopError:  # it hangs, or is of another version: the call is followed from here
        return False
