"""One instance ends and leaves its ear, its lock and what nobody has heard to the next, which is another process."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from acefone_desktop.app.instance import instance_server, succession
from acefone_desktop.app.instance.hand_over import DELIVERED, INHERITED, NOBODY_THERE, hand_over
from acefone_desktop.app.instance.instance_messages import (
    CALLS_KEPT,
    DIAL_CLIPBOARD,
    LINK,
    LONGEST_TEXT,
    QUICK_DIAL,
    RAISE,
    Message,
)
from acefone_desktop.app.instance.instance_server import InstanceServer, claim
from acefone_desktop.app.instance.succession import Heirloom, start_heir, take_letters
from acefone_desktop.desktop import launch
from acefone_desktop.domain.errors import LinkHandlerError

if TYPE_CHECKING:
    from acefone_desktop.app.instance.instance_messages import Kind


pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="processes inherit no sockets there")
HEIR = """
import os, sys
from pathlib import Path
from acefone_desktop.app.instance.hand_over import INHERITED
from acefone_desktop.app.instance.instance_messages import RAISE, Message
from acefone_desktop.app.instance.instance_server import claim
said = Path(sys.argv[2])
server = claim(Path(sys.argv[1]), Message(RAISE))
assert server is not None
assert INHERITED not in os.environ
with said.open("a") as file:
    print(*sys.argv[3:], file=file, flush=True)
    def write(message):
        print(message.kind, message.text, message.activation_token, sep="|", file=file, flush=True)
        if message.text == "end":
            os._exit(0)
    server.inbox.attach(write)
    server._thread.join()
"""


@pytest.fixture
def path(home: Path) -> Path:
    return home / "run" / "acefone-desktop" / "instance.sock"


@pytest.fixture
def said(home: Path, path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """What the heir writes: its arguments, then each message."""
    said = home / "said"
    monkeypatch.setattr(launch, "launch_command", lambda *_: (sys.executable, "-c", HEIR, str(path), str(said)))
    started: list[subprocess.Popen[bytes]] = []
    popen = subprocess.Popen

    def start(*arguments: object, **options: object) -> subprocess.Popen[bytes]:
        started.append(popen(*arguments, **options))  # type: ignore[call-overload]
        return started[-1]

    monkeypatch.setattr(subprocess, "Popen", start)
    monkeypatch.setattr(succession, "started", started, raising=False)
    return said


def end(path: Path) -> None:
    """Tells the heir to end, over the socket that it inherited, and waits for it."""
    assert hand_over(str(path), Message(LINK, "end"), 20) == DELIVERED
    (heir,) = succession.started  # type: ignore[attr-defined]
    heir.wait(20)


def claimed(path: Path) -> InstanceServer:
    server = claim(path, Message(RAISE))
    assert server is not None
    return server


def bequeath(server: InstanceServer) -> None:
    server.bequeath(lambda letters, heirloom: start_heir("", "", letters, heirloom))


def test_the_heir_hears_first_what_was_left_and_then_what_comes(path: Path, said: Path) -> None:
    server = claimed(path)
    left = [Message(LINK, f"tel:{number}", "token") for number in range(5)]
    for message in left:
        assert hand_over(str(path), message) == DELIVERED
    bequeath(server)
    assert path.exists(), "at no time nobody is there"
    for number in range(5, 10):
        assert hand_over(str(path), Message(LINK, f"tel:{number}", "token"), 20) == DELIVERED
    end(path)
    assert said.read_text().splitlines()[:11] == ["", *(f"link|tel:{number}|token" for number in range(10))]


def test_a_sender_may_connect_while_nobody_listens_yet(path: Path, said: Path) -> None:
    server = claimed(path)
    server.inbox.take(Message(LINK, "tel:1"))
    with socket.socket(socket.AF_UNIX) as early:

        def start(letters: tuple[Message, ...], heirloom: Heirloom | None) -> None:
            early.connect(str(path))
            early.sendall(b"AD\x01\x02\0\0\0\x05tel:2")
            start_heir("", "", letters, heirloom)

        server.bequeath(start)
        assert early.recv(4) == b"AD\x01\x01"
    end(path)
    assert said.read_text().splitlines()[1:3] == ["link|tel:1|", "link|tel:2|"]


def test_a_thousand_links_of_the_greatest_length_go_on_and_in_no_command_line(path: Path, said: Path) -> None:
    server = claimed(path)
    texts = [f"tel:{number:04}".ljust(LONGEST_TEXT, "0") for number in range(1000)]
    assert server.inbox.take(*(Message(LINK, text) for text in texts))
    bequeath(server)
    (heir,) = succession.started  # type: ignore[attr-defined]
    assert not any("tel:" in str(word) for word in heir.args)
    end(path)
    assert [line.split("|")[1] for line in said.read_text().splitlines()[1:-1]] == texts


@pytest.mark.parametrize(("kind", "options"), [(QUICK_DIAL, "--tray"), (DIAL_CLIPBOARD, "--tray"), (RAISE, "")])
def test_each_kind_of_wish_goes_on(path: Path, said: Path, kind: Kind, options: str) -> None:
    server = claimed(path)
    server.inbox.take(Message(kind, "", "token"))
    bequeath(server)
    end(path)
    assert said.read_text().splitlines()[:2] == [options, f"{kind}||token"]


@pytest.mark.parametrize("held", [(), (Message(CALLS_KEPT),)])
def test_where_nobody_waits_for_anything_it_just_ends(path: Path, held: tuple[Message, ...]) -> None:
    server = claimed(path)
    server.inbox.take(*held)
    server.bequeath(lambda *_: pytest.fail("nobody is to be started"))
    assert not path.exists()
    assert hand_over(str(path), Message(RAISE)) == NOBODY_THERE
    claimed(path).close()


@pytest.mark.parametrize("error", [OSError("no memory"), LinkHandlerError("no memory")])
def test_an_heir_that_cannot_be_started_leaves_the_place_free(path: Path, error: Exception) -> None:
    server = claimed(path)
    server.inbox.take(Message(LINK, "tel:1"))

    def fail(*_: object) -> None:
        raise error

    with pytest.raises(type(error), match="no memory"):
        server.bequeath(fail)
    assert not path.exists()
    claimed(path).close()


@pytest.mark.parametrize("named", ["", "x", "1", "0,1,2", "98765,98766", "-1,-2", "999999999999999999999,1", "0,0"])
def test_what_is_no_inheritance_is_passed_over(path: Path, monkeypatch: pytest.MonkeyPatch, named: str) -> None:
    monkeypatch.setenv(INHERITED, named)
    claimed(path).close()
    assert INHERITED not in os.environ


def test_another_lock_or_a_socket_that_does_not_listen_is_no_inheritance(
    path: Path, home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    claimed(path).close()
    with (home / "other").open("w") as other, socket.socket(socket.AF_UNIX) as deaf:
        lock = path.with_suffix(".lock").open("r+")
        for named in (f"{deaf.fileno()},{lock.fileno()}", f"{deaf.fileno()},{other.fileno()}"):
            monkeypatch.setenv(INHERITED, named)
            claimed(path).close()
        lock.close()


def test_where_no_ear_can_be_inherited_the_letters_come_alone(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """As on Windows."""
    monkeypatch.setattr(instance_server, "USES_LOOPBACK", True)
    server = claimed(path)
    server.inbox.take(Message(LINK, "tel:1"))
    left: list[tuple[tuple[Message, ...], Heirloom | None]] = []
    server.bequeath(lambda letters, heirloom: left.append((letters, heirloom)))
    assert left == [((Message(LINK, "tel:1"),), None)]
    assert not path.exists()
    script = "from acefone_desktop.app.instance.succession import take_letters; import os; "
    script += "print([letter.text for letter in take_letters(os.environ)], take_letters(os.environ))"
    done = subprocess.run(
        [sys.executable, "-c", script],
        input=b"AD\x01\x02\0\0\0\x05tel:1AD\x01\x02\0\0\0\x05tel:2noise",
        env={**os.environ, INHERITED: "-"},
        capture_output=True,
        check=True,
    )
    assert done.stdout.split() == [b"['tel:1',", b"'tel:2']", b"()"]
    assert take_letters({}) == ()
