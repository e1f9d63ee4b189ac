"""The whole app against a simulated account: nothing else is needed, nothing is kept."""

from __future__ import annotations

import asyncio
import secrets
import socket
import sys
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

from acefone_desktop.adapters.storage.settings.settings_file import SettingsFile
from acefone_desktop.app.compose import Foundation, session_vault
from acefone_desktop.app.desktop.start_guard import INTERRUPTED, interruptions_held
from acefone_desktop.desktop.paths import places_for
from acefone_desktop.domain.account import Agent, AgentId, CallerId, ServiceRegion
from acefone_desktop.domain.contacts import Contact, ContactNumber
from acefone_desktop.domain.numbers import digits_only
from acefone_desktop.domain.settings import AccountSettings, ListenerSettings, Settings
from acefone_desktop.services.account import TOKEN
from acefone_desktop.services.account_line import LISTENER_SECRET
from acefone_desktop.simulator.calling.call_script import CallScript, Step
from acefone_desktop.simulator.thread import SimulatorThread

if TYPE_CHECKING:
    from acefone_desktop.app.window_wish import WindowWish
    from acefone_desktop.desktop.paths import Places
    from acefone_desktop.services.ports import Vault
    from acefone_desktop.simulator.account import SimulatedAccount

DRIVEN_CALL = Step(row_at=0.5, agent_answers_at=5, customer_answers_at=9, ends_at=18)
"""The call that `--drive` places: short, and slow enough for every step to be seen."""


def run_demo(wish: WindowWish) -> int:
    """Runs the app in demo mode, by hand or (with `--drive`) by itself; returns the exit status."""
    with interruptions_held() as came:
        from acefone_desktop.app.desktop.qt_loading import load_qt  # noqa: PLC0415

        load_qt()
        from acefone_desktop.app.desktop.desktop_parts import Vaults  # noqa: PLC0415
        from acefone_desktop.app.desktop.qt_run import QtRun  # noqa: PLC0415
    if came:
        return INTERRUPTED
    script = CallScript({1: DRIVEN_CALL}) if wish.drive else CallScript()
    port, secret = _free_port(), secrets.token_urlsafe()
    hook = f"http://127.0.0.1:{port}/hook/{secret}"
    with (
        tempfile.TemporaryDirectory(prefix="acefone-desktop-demo-") as folder,
        SimulatorThread(script=script, webhook_url=hook) as running,
    ):
        places = places_for("demo", Path(folder), {})
        vault = session_vault()
        asyncio.run(_furnish(places, vault, running, ListenerSettings(enabled=True, port=port), secret))
        run = QtRun(sys.argv[0], demo=True)
        app = run.open(places, Vaults(vault, vault), wish)
        app.begin(in_tray=wish.tray)
        for link in wish.links:
            app.show_link(link)
        if wish.drive:
            from acefone_desktop.app.desktop.demo_drive import DemoDrive  # noqa: PLC0415

            drive = DemoDrive(app, Path(wish.drive))
            drive.start()
            return run.execute(app) or drive.status
        return run.execute(app)


async def _furnish(
    places: Places, vault: Vault, running: SimulatorThread, listener: ListenerSettings, listener_secret: str
) -> None:
    """Puts what a set-up account has on disk: settings, secrets and an address book."""
    await vault.write(TOKEN, running.token)
    await vault.write(LISTENER_SECRET, listener_secret)
    account = running.account
    first = account.first_agent
    SettingsFile(places.settings).save(
        Settings(
            account=AccountSettings(
                region=ServiceRegion.OTHER,
                base_url=running.base_url,
                agent=Agent(id=AgentId(first.id), name=first.name, phone=digits_only(first.follow_me_number)),
                caller_ids=tuple(CallerId(digits_only(number.did), number.name) for number in account.numbers),
            ),
            listener=listener,
            tray_explained=True,  # whoever only looks shall not be taught habits
        )
    )
    foundation = Foundation(places)
    try:
        await foundation.contact_book.merge(_contacts(account))
    finally:
        foundation.close()


def _contacts(account: SimulatedAccount) -> list[Contact]:
    """The account's own contacts; the numbers to practise with are favourites."""
    return [
        Contact(
            name=contact.name,
            company=contact.company,
            numbers=tuple(ContactNumber(number) for number in (contact.phone, contact.alternative) if number),
            email=contact.email,
            favourite=contact.group_id == "g2",
        )
        for contact in account.contacts
    ]


def _free_port() -> int:
    with socket.socket() as asking:
        asking.bind(("127.0.0.1", 0))
        return int(asking.getsockname()[1])
