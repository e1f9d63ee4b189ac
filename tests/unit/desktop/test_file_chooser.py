"""The desktop's file dialogue on a real bus, with a portal that a test answers for the person."""

from __future__ import annotations

import asyncio
import json
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from acefone_desktop.desktop.portal.file_chooser import choose_files
from acefone_desktop.desktop.portal.file_reply import FilePortalError
from acefone_desktop.domain.file_choice import FileChoice, FileKind, FileRequest
from tests.support import desktop_portal
from tests.support.session_bus import SessionBus

CSV, VCARD = FileKind("CSV", ("*.csv",)), FileKind("vCard", ("*.vcf", "*.vcard"))
IMPORT = FileRequest("Import contacts", (CSV, VCARD), window="x11:2a")
EXPORT = FileRequest("Export contacts", (CSV, VCARD), save_as="contacts.csv", folder=Path("/home/aisha"))


class Portal:
    """A portal in a process of its own."""

    def __init__(self, address: str, *options: str) -> None:
        self._bus = SessionBus(address)
        command = [sys.executable, "-m", desktop_portal.__name__, *options]
        self.process = subprocess.Popen(command, stdout=subprocess.PIPE, stdin=subprocess.DEVNULL, bufsize=0)
        assert self.process.stdout is not None
        assert self.process.stdout.readline() == b"ready\n"
        self._told = self.process.stdout

    async def event(self) -> dict[str, Any]:
        """The next thing that it is asked for."""
        loop = asyncio.get_running_loop()
        readable = loop.create_future()
        loop.add_reader(self._told, readable.set_result, None)
        try:
            await asyncio.wait_for(readable, 10)
        finally:
            loop.remove_reader(self._told)
        event: dict[str, Any] = json.loads(self._told.readline())
        return event

    def person(self, member: str, signature: str | None = None, *body: Any) -> None:
        portal = desktop_portal
        self._bus.call(portal.NAME, portal.PATH, portal.PERSON, member, signature, body)

    def end(self) -> None:
        self.process.kill()
        self.process.communicate()


@pytest.fixture
def portal(bus_address: str, request: pytest.FixtureRequest) -> Iterator[Portal]:
    portal = Portal(bus_address, *getattr(request, "param", []))
    yield portal
    portal.end()


async def test_the_files_that_the_person_chooses_come_back(portal: Portal) -> None:
    asking = asyncio.create_task(choose_files(IMPORT))
    asked = await portal.event()
    assert (asked["kind"], asked["parent"], asked["title"]) == ("open", "x11:2a", "Import contacts")
    assert asked["options"]["multiple"] is True
    assert asked["options"]["filters"][0] == ["CSV", [[0, "*.[cC][sS][vV]"]]]
    portal.person("Choose", "ass", ["file:///home/aisha/a.csv", "file:///home/aisha/b%20c.vcf"], "vCard")
    assert await asking == FileChoice((Path("/home/aisha/a.csv"), Path("/home/aisha/b c.vcf")), "vCard")


async def test_a_file_to_write_is_asked_for_with_name_and_folder(portal: Portal) -> None:
    asking = asyncio.create_task(choose_files(EXPORT))
    asked = await portal.event()
    assert (asked["kind"], asked["options"]["current_name"]) == ("save", "contacts.csv")
    assert asked["options"]["current_folder"] == "<12 bytes>"
    portal.person("Choose", "ass", ["file:///home/aisha/contacts.csv"], "")
    assert await asking == FileChoice((Path("/home/aisha/contacts.csv"),))


async def test_the_person_may_think_better_of_it(portal: Portal) -> None:
    asking = asyncio.create_task(choose_files(IMPORT))
    await portal.event()
    portal.person("End", "u", 1)
    assert await asking == FileChoice()


@pytest.mark.parametrize(("member", "arguments"), [("Garble", ()), ("End", ("u", 2))])
async def test_a_dialogue_that_failed_is_told(portal: Portal, member: str, arguments: tuple[Any, ...]) -> None:
    asking = asyncio.create_task(choose_files(IMPORT))
    await portal.event()
    portal.person(member, *arguments)
    with pytest.raises(FilePortalError):
        await asking


async def test_a_portal_that_dies_meanwhile_is_told(portal: Portal) -> None:
    asking = asyncio.create_task(choose_files(IMPORT))
    await portal.event()
    portal.process.kill()
    with pytest.raises(FilePortalError):
        await asyncio.wait_for(asking, 10)


@pytest.mark.parametrize("portal", [["--refusing"]], indirect=True)
async def test_a_portal_that_refuses_is_told(portal: Portal) -> None:
    with pytest.raises(FilePortalError):
        await choose_files(IMPORT)
    assert (await portal.event())["kind"] == "open"


async def test_cancelling_takes_the_dialogue_away(portal: Portal) -> None:
    asking = asyncio.create_task(choose_files(IMPORT))
    await portal.event()
    asking.cancel()
    with pytest.raises(asyncio.CancelledError):
        await asking
    assert await portal.event() == {"closed": True}


async def test_an_answer_from_anybody_else_is_none(portal: Portal, bus_address: str) -> None:
    asking = asyncio.create_task(choose_files(IMPORT))
    options = (await portal.event())["options"]
    forge(bus_address, options["handle_token"])
    portal.person("Choose", "ass", ["file:///right.csv"], "")
    assert await asking == FileChoice((Path("/right.csv"),))


def forge(address: str, token: str) -> None:
    """Broadcasts an answer to every request path that a program of this bus may have made with the token."""
    from jeepney import DBusAddress, new_signal  # noqa: PLC0415

    with SessionBus(address).connect() as connection:
        for number in range(40):
            path = f"{desktop_portal.PATH}/request/1_{number}/{token}"
            body = (0, {"uris": ("as", ["file:///forged.csv"])})
            emitter = DBusAddress(path, interface=desktop_portal.REQUEST)
            connection.send(new_signal(emitter, "Response", "ua{sv}", body))
        connection.send_and_get_reply(hello_again(), timeout=5)


def hello_again() -> Any:
    """Any call: once it is answered, the bus has passed on what came before it."""
    from jeepney import message_bus  # noqa: PLC0415

    return message_bus.GetId()


async def test_without_a_portal_it_is_told_at_once(bus_address: str) -> None:
    with pytest.raises(FilePortalError):
        await asyncio.wait_for(choose_files(IMPORT, bus_address), 2)


@pytest.mark.parametrize("address", ["", "nonsense", "unix:path=/nowhere/bus"])
async def test_without_a_bus_it_is_told_at_once(address: str) -> None:
    with pytest.raises(FilePortalError):
        await asyncio.wait_for(choose_files(IMPORT, address or "unix:path=/nowhere"), 2)
