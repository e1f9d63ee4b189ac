"""The line to the account: open once, and patient with people who are quicker than it."""

from __future__ import annotations

import asyncio
from types import SimpleNamespace
from typing import TYPE_CHECKING, cast

import pytest

from acefone_desktop.domain.account import AgentId, ApiToken, CallerId
from acefone_desktop.domain.dial_wishes import Origin
from acefone_desktop.domain.dialing import DialRequest
from acefone_desktop.domain.errors import NotSetUpError, ProviderError, StillOpeningError, TokenRefusedError
from acefone_desktop.domain.settings import Settings
from acefone_desktop.services.account_line import AccountLine

if TYPE_CHECKING:
    from acefone_desktop.services.account import AccountSetup
    from acefone_desktop.services.calling import CallingSession
    from acefone_desktop.services.ports import SettingsStore, Vault


def _hear(_listener: object) -> None:
    """Nobody speaks."""


class SlowSession:
    """A session whose opening takes until `may_open` is set; dials come back as their digits."""

    def __init__(self) -> None:
        self.may_open = asyncio.Event()
        self.dialled: list[str] = []
        self.tracker = SimpleNamespace(calls=(), subscribe=_hear, tell_when_kept=_hear, tell_of_sight=_hear)
        self.watch_listener = self.watch_zones = _hear
        self.provider = SimpleNamespace(caller_ids=self._caller_ids, prepare=self._prepare)
        self.prepared = 0
        self.numbers: tuple[CallerId, ...] | ProviderError = (CallerId("442079460123"),)

    def _prepare(self) -> None:
        self.prepared += 1

    async def _caller_ids(self) -> tuple[CallerId, ...]:
        if isinstance(self.numbers, ProviderError):
            raise self.numbers
        return self.numbers

    async def open(self) -> None:
        await self.may_open.wait()

    async def close(self) -> None:
        self.dialled.append("closed")

    async def dial(self, request: DialRequest) -> str:
        self.dialled.append(request.digits)
        return request.digits


def line_over(session: SlowSession) -> AccountLine:
    async def credentials() -> ApiToken:
        return ApiToken("a token")

    return AccountLine(
        cast("AccountSetup", SimpleNamespace(credentials=credentials)),
        cast("SettingsStore", SimpleNamespace(load=Settings)),
        cast("Vault", SimpleNamespace()),
        lambda *_: cast("CallingSession", session),
        lambda: "a secret",
    )


REQUEST = DialRequest(digits="447700900123", agent_id=AgentId("0501234560001"), origin=Origin.WINDOW)


async def test_a_dial_waits_for_a_line_that_is_being_opened() -> None:
    session = SlowSession()
    line = line_over(session)
    opening = asyncio.create_task(line.open(lambda _calls: None, lambda: None))
    await asyncio.sleep(0)
    dialling = asyncio.create_task(line.dial(REQUEST))
    await asyncio.sleep(0)
    assert not session.dialled
    session.may_open.set()
    await opening
    assert await dialling == "447700900123"  # type: ignore[comparison-overlap]
    assert session.dialled == ["447700900123"]


async def test_without_a_line_a_dial_says_that_nothing_is_set_up() -> None:
    with pytest.raises(NotSetUpError):
        await line_over(SlowSession()).dial(REQUEST)


async def test_a_closed_line_dials_no_more() -> None:
    session = SlowSession()
    line = line_over(session)
    session.may_open.set()
    await line.open(lambda _calls: None, lambda: None)
    await line.close()
    with pytest.raises(NotSetUpError):
        await line.dial(REQUEST)
    assert session.dialled == ["closed"]


@pytest.mark.parametrize("numbers", [(CallerId("442079460123"),), TokenRefusedError()])
async def test_a_line_that_expects_a_call_tells_the_accounts_numbers_or_why_they_are_not_to_be_had(
    numbers: tuple[CallerId, ...] | ProviderError,
) -> None:
    session = SlowSession()
    session.numbers = numbers
    session.may_open.set()
    line, told = line_over(session), asyncio.get_running_loop().create_future()
    await line.open(lambda _calls: None, lambda: None)
    assert session.prepared == 0
    await line.prepare(told.set_result)
    assert await told == numbers
    await line.prepare(told.set_result)  # a second answer would be one too many for the future
    assert session.prepared == 1
    await line.close()


async def test_without_a_session_there_is_nothing_to_prepare() -> None:
    session, told = SlowSession(), list[object]()
    await line_over(session).prepare(told.append)
    assert (session.prepared, told) == (0, [])


async def test_a_dial_does_not_leave_long_after_it_was_asked_for(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("acefone_desktop.services.account_line.OPENING_PATIENCE_S", 0.0)
    session = SlowSession()
    line = line_over(session)
    opening = asyncio.create_task(line.open(lambda _calls: None, lambda: None))
    await asyncio.sleep(0)
    with pytest.raises(StillOpeningError):
        await line.dial(REQUEST)
    session.may_open.set()
    await opening
    assert session.dialled == []
    await line.close()
