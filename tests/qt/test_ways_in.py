"""The ways in that need Qt: what comes through them is in the one queue before anybody is answered."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import QCoreApplication, QObject, QProcess, QUrl
from PySide6.QtDBus import QDBusConnection
from PySide6.QtGui import QFileOpenEvent

from acefone_desktop.app.desktop.ways_in import LinkEvents, Walk
from acefone_desktop.app.instance.bus_door import BusDoor
from acefone_desktop.app.instance.instance_inbox import InstanceInbox
from acefone_desktop.app.instance.instance_messages import LINK, REFUSED_LINK, Message

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from PySide6.QtWidgets import QApplication
    from pytestqt.qtbot import QtBot

NAME = "org.example.Phone"
CONFIGURATION = """<!DOCTYPE busconfig PUBLIC "-//freedesktop//DTD D-Bus Bus Configuration 1.0//EN"
 "http://www.freedesktop.org/standards/dbus/1.0/busconfig.dtd">
<busconfig><type>session</type><listen>unix:path={socket}</listen><auth>EXTERNAL</auth>
<policy context="default"><allow send_destination="*" eavesdrop="true"/><allow eavesdrop="true"/>
<allow own="*"/></policy></busconfig>
"""
CALLER = """
import sys
from jeepney import DBusAddress, HeaderFields, new_method_call
from jeepney.io.blocking import open_dbus_connection
address = DBusAddress("/org/example/Phone", bus_name="org.example.Phone", interface="org.freedesktop.Application")
with open_dbus_connection(sys.argv[1]) as bus:
    waiting = []
    for number in range(int(sys.argv[2])):
        waiting.append(next(bus.outgoing_serial))
        body = ([f"tel:{number}"], {"activation-token": ("s", f"token-{number}")})
        bus.send(new_method_call(address, "Open", "asa{sv}", body), serial=waiting[-1])
    while waiting:
        header = bus.receive(timeout=20).header
        if header.fields.get(HeaderFields.reply_serial) in waiting:
            waiting.remove(header.fields[HeaderFields.reply_serial])
            print(header.message_type.name)
"""


@pytest.fixture
def watched(qapp: QApplication) -> Iterator[InstanceInbox]:
    """The inbox of an application that hears links as macOS sends them."""
    inbox = InstanceInbox()
    events = LinkEvents(inbox)
    qapp.installEventFilter(events)
    yield inbox
    qapp.removeEventFilter(events)


@pytest.mark.parametrize(
    ("url", "message"),
    [
        ("tel:+44-20-7946-0123;ext=5", Message(LINK, "tel:+44-20-7946-0123;ext=5")),
        ("tel:%2B447700900123", Message(LINK, "tel:%2B447700900123")),
        ("callto:02079460123", Message(LINK, "callto:02079460123")),
        ("tel:" + "9" * 5000, Message(REFUSED_LINK)),
        ("tel:" + "9" * 1_000_000, Message(REFUSED_LINK)),
        ("tel:--help", Message(LINK, "tel:--help")),
        ("tel:--data-dir=/x", Message(LINK, "tel:--data-dir=/x")),
        ("tel:$(id)", Message(LINK, "tel:$(id)")),
        ("tel:1%0A--demo", Message(LINK, "tel:1%0A--demo")),
        ("tel:1%00--demo", Message(LINK, "tel:1%00--demo")),
    ],
)
def test_a_link_event_is_queued_as_it_was_written(
    qapp: QApplication, watched: InstanceInbox, url: str, message: Message
) -> None:
    assert QCoreApplication.sendEvent(qapp, QFileOpenEvent(QUrl(url)))
    assert watched.empty() == (message,)


def test_a_file_is_no_link(qapp: QApplication, watched: InstanceInbox, tmp_path: Path) -> None:
    QCoreApplication.sendEvent(qapp, QFileOpenEvent(str(tmp_path)))
    assert watched.empty() == ()


def test_link_events_are_held_until_somebody_can_act_on_them(qapp: QApplication, watched: InstanceInbox) -> None:
    seen: list[str] = []
    for number in range(3):
        QCoreApplication.sendEvent(qapp, QFileOpenEvent(QUrl(f"tel:{number}")))
    watched.attach(lambda message: seen.append(message.text))
    QCoreApplication.sendEvent(qapp, QFileOpenEvent(QUrl("tel:3")))
    assert seen == ["tel:0", "tel:1", "tel:2", "tel:3"]


def test_what_was_not_given_out_when_the_loop_ends_is_still_there(qapp: QApplication, qtbot: QtBot) -> None:
    inbox, seen = InstanceInbox(), list[str]()
    parent = QObject()
    inbox.take(*(Message(LINK, f"tel:{number}") for number in range(5000)))

    def see(message: Message) -> None:
        seen.append(message.text)
        if len(seen) == 3000:
            inbox.detach()  # as at the loop's end

    inbox.attach(see, Walk(parent))
    assert seen == [], "not on the thread that attaches, but by its loop"
    qtbot.waitUntil(lambda: len(seen) == 3000)
    assert seen + [message.text for message in inbox.empty()] == [f"tel:{number}" for number in range(5000)]


@pytest.fixture
def bus(qapp: QApplication, tmp_path: Path) -> Iterator[tuple[str, QDBusConnection]]:
    """A bus of the test's own: its address, and Qt's connection to it."""
    daemon = shutil.which("dbus-daemon")
    if daemon is None or sys.platform != "linux":
        pytest.skip("there is no session bus on this machine")
    configuration = tmp_path / "bus.conf"
    configuration.write_text(CONFIGURATION.format(socket=tmp_path / "bus"))
    command = [daemon, f"--config-file={configuration}", "--nofork", "--nopidfile", "--print-address"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as running:
        assert running.stdout is not None
        address = running.stdout.readline().strip()  # written once the bus listens
        name = f"test-{os.getpid()}-{tmp_path.name}"
        yield address, QDBusConnection.connectToBus(address, name)
        QDBusConnection.disconnectFromBus(name)
        running.terminate()


def caller(address: str, calls: int) -> QProcess:
    process = QProcess()
    process.start(sys.executable, ["-c", CALLER, address, str(calls)])
    return process


def test_calls_are_answered_once_queued_and_held_in_order(bus: tuple[str, QDBusConnection], qtbot: QtBot) -> None:
    inbox = InstanceInbox()
    door = BusDoor(NAME, inbox, bus[1])
    assert door.open()
    with qtbot.waitSignal((process := caller(bus[0], 100)).finished, timeout=20_000):
        pass
    assert bytes(process.readAllStandardOutput().data()).split() == [b"method_return"] * 100
    assert inbox.empty() == tuple(Message(LINK, f"tel:{number}", f"token-{number}") for number in range(100))
    door.close()


def test_what_does_not_fit_is_refused_and_not_kept(bus: tuple[str, QDBusConnection], qtbot: QtBot) -> None:
    inbox = InstanceInbox(largest_held=1000)
    door = BusDoor(NAME, inbox, bus[1])
    assert door.open()
    with qtbot.waitSignal((process := caller(bus[0], 20)).finished, timeout=20_000):
        pass
    answers = bytes(process.readAllStandardOutput().data()).split()
    assert answers.count(b"method_return") == len(inbox.empty()) > 0
    assert b"error" in answers
    door.close()


def test_a_door_that_closes_takes_what_was_on_its_way(bus: tuple[str, QDBusConnection], qtbot: QtBot) -> None:
    """Whatever was answered is in the queue; whatever was not, the bus has refused."""
    inbox = InstanceInbox()
    door = BusDoor(NAME, inbox, bus[1])
    assert door.open()
    seen: list[str] = []
    inbox.attach(lambda message: seen.append(message.text))
    process = caller(bus[0], 100)
    with qtbot.waitSignal(process.finished, timeout=20_000):
        qtbot.waitUntil(lambda: bool(seen))
        inbox.detach()
        door.close()
    answers = bytes(process.readAllStandardOutput().data()).split()
    seen += [message.text for message in inbox.empty()]
    assert seen == [f"tel:{number}" for number in range(len(seen))]
    assert (answers.count(b"method_return"), answers.count(b"error")) == (len(seen), 100 - len(seen))


def test_a_name_that_somebody_has_is_taken_once_it_is_free(bus: tuple[str, QDBusConnection], qtbot: QtBot) -> None:
    other = f"other-{os.getpid()}"
    first = BusDoor(NAME, InstanceInbox(), QDBusConnection.connectToBus(bus[0], other))
    assert first.open()
    second = BusDoor(NAME, InstanceInbox(), bus[1])
    assert not second.open()
    first.close()
    process = caller(bus[0], 1)
    with qtbot.waitSignal(process.finished, timeout=20_000):
        pass
    assert bytes(process.readAllStandardOutput().data()).split() == [b"method_return"]
    second.close()
    QDBusConnection.disconnectFromBus(other)


def test_without_a_bus_nothing_is_opened(qapp: QApplication) -> None:
    nowhere = QDBusConnection.connectToBus("unix:path=/nonexistent/bus", "nowhere")
    door = BusDoor(NAME, InstanceInbox(), nowhere)
    assert not door.open()
    door.close()
    QDBusConnection.disconnectFromBus("nowhere")
