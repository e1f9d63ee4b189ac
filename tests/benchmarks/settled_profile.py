"""Puts on disk and into the keyring what a person has after the first-run assistant.

Arguments: the account's address, the port for webhooks (0: they are off), and `ask` or `dial` for what links do. The
token is in the variable TOKEN.

Run inside the desktop session, whose home folder and keyring are then those of somebody who has used the app for a day.
"""

from __future__ import annotations

import asyncio
import os
import random
import sys

from acefone_desktop.adapters.storage.settings.settings_file import SettingsFile
from acefone_desktop.app.compose import Foundation, keyring_vault
from acefone_desktop.desktop.paths import places_for
from acefone_desktop.domain.account import Agent, AgentId, CallerId, ServiceRegion
from acefone_desktop.domain.settings import AccountSettings, ListenerSettings, Settings
from acefone_desktop.services.account import TOKEN
from acefone_desktop.services.account_line import LISTENER_SECRET
from tests.benchmarks.contact_search import contact

CONTACTS = 500
WEBHOOK_SECRET = "only-for-this-benchmark"
AGENT = Agent(id=AgentId("0501234560001"), name="Asha Rao", phone="+447700900001")


async def settle(base_url: str, token: str, listener_port: int, *, links_dial: bool) -> None:
    """Settings with an agent and caller IDs, the token in the keyring, some contacts."""
    places = places_for("", None, os.environ)
    account = AccountSettings(
        region=ServiceRegion.OTHER, base_url=base_url, agent=AGENT, caller_ids=(CallerId("442079460123", "Sales"),)
    )
    listener = ListenerSettings(enabled=True, port=listener_port) if listener_port else ListenerSettings()
    SettingsFile(places.settings).save(Settings(account=account, listener=listener, confirm_links=not links_dial))
    vault = keyring_vault(places.profile)
    await vault.write(TOKEN, token)
    await vault.write(LISTENER_SECRET, WEBHOOK_SECRET)
    await vault.close()
    chance = random.Random(7)  # noqa: S311 (a repeatable address book, no secret)
    foundation = Foundation(places)
    await foundation.contact_book.merge([contact(chance) for _ in range(CONTACTS)])
    foundation.close()


if __name__ == "__main__":
    asyncio.run(settle(sys.argv[1], os.environ["TOKEN"], int(sys.argv[2]), links_dial=sys.argv[3] == "dial"))
