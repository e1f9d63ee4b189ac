"""Whether there is a tray, asked on a real bus."""

from __future__ import annotations

import pytest
from dbus_fast import PropertyAccess
from dbus_fast.aio import MessageBus
from dbus_fast.annotations import DBusBool
from dbus_fast.service import ServiceInterface, dbus_property

from acefone_desktop.desktop.tray_host import WATCHER, tray_status


class Watcher(ServiceInterface):
    """The part of a StatusNotifierWatcher that says whether anybody draws icons."""

    def __init__(self, *, host: bool) -> None:
        super().__init__(WATCHER)
        self._host = host

    @dbus_property(access=PropertyAccess.READ)
    def IsStatusNotifierHostRegistered(self) -> DBusBool:  # noqa: N802
        return self._host


@pytest.mark.parametrize("host", [True, False])
async def test_a_watcher_says_whether_icons_are_drawn(bus_address: str, host: bool) -> None:
    bus = await MessageBus(bus_address=bus_address).connect()
    bus.export("/StatusNotifierWatcher", Watcher(host=host))
    await bus.request_name(WATCHER)
    status = await tray_status()
    assert (status.host, status.watcher, bool(status.remedy)) == (host, True, not host)
    bus.disconnect()
    await bus.wait_for_disconnect()  # type: ignore[no-untyped-call]


async def test_without_a_watcher_there_is_none(bus_address: str) -> None:
    status = await tray_status()
    assert (status.host, status.watcher) == (False, False)
    assert "GNOME" in status.remedy


async def test_without_a_bus_there_is_none() -> None:
    status = await tray_status()
    assert not status.host
    assert status.remedy
