"""The roads of a dial, each as a whole process would walk it, and the way of the process that comes after."""

from __future__ import annotations

import asyncio
import json
import os
import sqlite3
from contextlib import closing
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from acefone_desktop.adapters.storage.database import FILE_NAME
from acefone_desktop.app.compose import Foundation, new_sign_ins, open_session
from acefone_desktop.desktop.paths import places_for
from acefone_desktop.domain.account import Agent, AgentId, ApiToken, ServiceRegion
from acefone_desktop.domain.call_watch import Pace
from acefone_desktop.domain.dialing import DialRequest
from acefone_desktop.domain.settings import AccountSettings, ListenerSettings, Settings
from acefone_desktop.services.tracking import CallTracker

if TYPE_CHECKING:
    from collections.abc import Callable

    from acefone_desktop.desktop.paths import Places
    from acefone_desktop.domain.calls import Call
    from acefone_desktop.services.calling import CallingSession

QUICK = Pace(
    until_seen_s=0.02,
    ringing_s=0.05,
    connected_s=0.05,
    long_connected_s=0.05,
    record_s=0.05,
    slow_record_s=0.1,
    record_instead_after_s=0.1,
    appears_within_s=0.6,
    record_within_s=2.0,
)
LONGEST_S = 60.0
FOUND = "found.json"
WEBHOOK_SECRET = "a-secret-for-one-errand-only"
_OPEN = "SELECT count(*) FROM intent WHERE closed = 0"


@dataclass(frozen=True, slots=True)
class Errand:
    """One dial: where its data lies, which account takes it, and whom it calls."""

    folder: str
    base_url: str
    token: str
    agent_id: str
    agent_name: str
    agent_phone: str
    number: str
    port: int = 0
    """Where webhooks are listened for; 0: they are not, and the account is asked instead."""


@dataclass(frozen=True, slots=True)
class Found:
    """What a new process finds in history of the one dial, once it has looked for as long as it looks."""

    integrity: str
    calls: tuple[dict[str, object], ...]
    journalled: object
    """Dials on disk before anything was taken up."""
    still_open: object
    """Dials on disk of which nothing is known yet."""
    notes: tuple[str, ...] = ()
    """What is noted of each call."""


def hasten() -> None:
    """Lets the tracker of this process ask as fast as the simulated calls run."""
    defaults = CallTracker.__init__.__kwdefaults__
    assert defaults is not None
    defaults["pace"] = QUICK


def dial_as_the_app(errand: Errand) -> int:
    """The app's road, without a window: signed in, one dial, followed until nothing more is to be found out.

    It dies there too, instead of closing.
    """

    async def walk() -> int:
        session, _ = new_session(errand)
        await session.open()
        await session.dial(
            DialRequest(digits=errand.number, agent_id=AgentId(errand.agent_id), confirmed=True)
        )  # fmt: skip
        await until_settled(session)
        return 0

    return asyncio.run(walk())


def call_as_the_command(errand: Errand) -> int:
    """`acefone-desktop call --wait`, whole, from its arguments on."""
    from acefone_desktop.app.entry import enter  # noqa: PLC0415

    os.environ["ACEFONE_TOKEN"] = errand.token
    return enter(
        ["call", f"+{errand.number}", "--wait", "--yes", "--agent", errand.agent_id, "--base-url", errand.base_url,
         "--data-dir", errand.folder]
    )  # fmt: skip


def find_out(errand: Errand) -> int:
    """The app, started anew over the same folder. What it finds is left in `found.json` there."""

    async def look() -> Found:
        session, foundation = new_session(replace(errand, port=0))
        journalled = _count(errand, "SELECT count(*) FROM intent")
        await session.open()
        await until_settled(session)
        await session.close()
        history = foundation.history_reader().page(None, 100)
        notes = tuple(foundation.call_note_reader().note(call) for call in history)
        calls = tuple(map(_as_told, history))
        foundation.close()
        return Found(str(_count(errand, "PRAGMA integrity_check")), calls, journalled, _count(errand, _OPEN), notes)

    (Path(errand.folder) / FOUND).write_text(json.dumps(asdict(asyncio.run(look()))), encoding="utf-8")
    return 0


def prepare(errand: Errand) -> int:
    """What every dial but the very first finds: a folder with a database in it."""
    new_session(errand)[1].close()
    return 0


def _count(errand: Errand, question: str) -> object:
    with closing(sqlite3.connect(_places(errand).data / FILE_NAME)) as connection:
        return connection.execute(question).fetchone()[0]


def data_folder(errand: Errand) -> Path:
    """Where the errand's database lies."""
    return _places(errand).data


def _as_told(call: Call) -> dict[str, object]:
    return {
        "customer": call.customer,
        "state": call.state.value,
        "outcome": call.outcome.value if call.outcome else None,
        "settled": call.is_settled,
        "since": call.requested_at.isoformat() if call.requested_at else None,
        "why": call.reason,
        "events": len(call.events),
    }


def _places(errand: Errand) -> Places:
    return places_for("default", Path(errand.folder), os.environ)


def new_session(errand: Errand) -> tuple[CallingSession, Foundation]:
    """The app's parts over the errand's folder; with a port, webhooks are the only way in which it hears of calls."""
    agent = Agent(id=AgentId(errand.agent_id), name=errand.agent_name, phone=errand.agent_phone)
    account = AccountSettings(base_url=errand.base_url, region=ServiceRegion.OTHER, agent=agent)
    listener = ListenerSettings(enabled=bool(errand.port), port=errand.port or ListenerSettings().port)
    settings = Settings(account=account, polling=not errand.port, listener=listener)
    foundation = Foundation(_places(errand))
    secret = WEBHOOK_SECRET if errand.port else ""
    return open_session(foundation, new_sign_ins(), settings, ApiToken(errand.token), secret), foundation


async def until_settled(session: CallingSession) -> None:
    """Returns once there is nothing more to be found out."""
    await until(session, lambda: all(call.is_settled for call in session.tracker.calls))


async def until(session: CallingSession, holds: Callable[[], bool]) -> None:
    """Returns once it holds, looking each time that a call has changed."""
    changed = asyncio.Event()

    def hear(_: tuple[Call, ...]) -> None:
        changed.set()

    unsubscribe = session.tracker.subscribe(hear)
    async with asyncio.timeout(LONGEST_S):
        while not holds():
            changed.clear()
            await changed.wait()
    unsubscribe()
