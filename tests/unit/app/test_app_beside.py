"""The running app as `call` sees it: told of a call before the call is on disk, and never waited for long."""

from __future__ import annotations

import asyncio
import os
import sys
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING

import pytest

from acefone_desktop.adapters.storage.calls.followers import FollowingMark
from acefone_desktop.app.cli.app_beside import AppBeside
from acefone_desktop.app.instance.instance_messages import CALLS_KEPT, TAKEN, decode_message, encode_answer
from acefone_desktop.desktop.paths import places_for

if TYPE_CHECKING:
    from collections.abc import AsyncIterator
    from pathlib import Path

    from acefone_desktop.desktop.paths import Places

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="there the app is reached over loopback")


class App:
    """A signed-in app's door; it answers once it may."""

    def __init__(self) -> None:
        self.heard: asyncio.Queue[str] = asyncio.Queue()
        self.may_answer = asyncio.Event()

    async def hear(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self.heard.put_nowait(decode_message(await reader.read(8)).kind)
        await self.may_answer.wait()
        writer.write(encode_answer(TAKEN))
        writer.close()


@pytest.fixture
def places(tmp_path: Path) -> Places:
    made = places_for("default", tmp_path, os.environ)
    made.prepare_runtime()
    made.data.mkdir(parents=True, exist_ok=True)
    return made


@asynccontextmanager
async def signed_in(places: Places) -> AsyncIterator[App]:
    app, mark = App(), FollowingMark(places.data)
    mark.set()
    server = await asyncio.start_unix_server(app.hear, places.socket)
    try:
        yield app
    finally:
        mark.clear()
        app.may_answer.set()
        server.close()
        await server.wait_closed()
        await asyncio.get_running_loop().shutdown_default_executor()


async def test_a_signed_in_app_hears_of_a_call_before_it_is_on_disk(places: Places) -> None:
    async with signed_in(places) as app:
        app.may_answer.set()
        beside = AppBeside(places, same_account=True)
        await beside.announce()
        assert await asyncio.wait_for(app.heard.get(), 20) == CALLS_KEPT
        await beside.close()


async def test_an_app_that_does_not_answer_holds_up_no_dial(places: Places) -> None:
    async with signed_in(places) as app:
        beside = AppBeside(places, same_account=True)
        await beside.announce()
        assert not app.may_answer.is_set()
        assert await asyncio.wait_for(app.heard.get(), 20) == CALLS_KEPT
        app.may_answer.set()
        await beside.close()


async def test_of_a_call_over_another_account_the_app_hears_nothing(places: Places) -> None:
    async with signed_in(places) as app:
        app.may_answer.set()
        beside = AppBeside(places, same_account=False)
        await beside.announce()
        await beside.close()
        assert app.heard.empty()


async def test_where_no_app_is_signed_in_nobody_is_told(places: Places) -> None:
    beside = AppBeside(places, same_account=True)
    await beside.announce()
    await beside.close()
    await asyncio.get_running_loop().shutdown_default_executor()
