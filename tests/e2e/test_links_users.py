"""Two users of one computer: the socket of one is neither used nor trusted by the other."""

from __future__ import annotations

import os
import signal
import stat
import subprocess
import sys
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from acefone_desktop.app.instance.hand_over import DELIVERED, hand_over
from acefone_desktop.app.instance.instance_messages import LINK, RAISE, Message
from acefone_desktop.app.instance.instance_server import claim
from acefone_desktop.desktop.paths import places_for
from tests.support.app_driver import PROGRAM
from tests.support.desktop_session import ROOT

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

pytestmark = pytest.mark.skipif(
    sys.platform == "win32" or os.getuid() != 0, reason="only an administrator can act as a second user"
)
STRANGER = 65534
LINK_TEXT = "tel:+447700900123"

BECOME = f"import os; os.setgroups([]); os.setgid({STRANGER}); os.setuid({STRANGER})\n"
HAND_OVER = """
import acefone_desktop.app.instance.instance_claim
from acefone_desktop.app.instance.hand_over import hand_over
from acefone_desktop.app.instance.instance_messages import LINK, Message
BECOME
try:
    print(hand_over(PATH, Message(LINK, "tel:+447700900199")))
except PermissionError:
    print("not permitted")
"""
CONNECT = """
import socket
BECOME
with socket.socket(socket.AF_UNIX) as connection:
    connection.connect(PATH)
    try:
        connection.sendall(b"AD\\x01\\x01\\0\\0\\0\\0")
        print(connection.recv(16))
    except (ConnectionResetError, BrokenPipeError):
        print(b"")
"""
LISTEN = """
import socket
BECOME
listener = socket.socket(socket.AF_UNIX)
listener.bind(PATH)
os.chmod(PATH, 0o666)
listener.listen()
print("listening", flush=True)
print(listener.accept()[0].recv(4096), flush=True)
"""
RUN = """
import hmac
from pathlib import Path
from acefone_desktop.app.instance.instance_messages import RAISE, Message
from acefone_desktop.app.instance.instance_server import claim
BECOME
server = claim(Path(PATH), Message(RAISE))
print("running", flush=True)
server.inbox.attach(lambda message: print(message.text, flush=True))
signal.pause()
"""


@pytest.fixture
def variables(home: Path) -> dict[str, str]:
    """Our own environment; others can get as far as the runtime folder's door."""
    variables = dict(os.environ)
    folder = places_for("", None, variables).runtime
    for part in (folder.parent, home, home.parent):
        part.chmod(0o711)
    return variables


@pytest.fixture
def socket_path(variables: dict[str, str]) -> Path:
    return places_for("", None, variables).socket


@pytest.fixture
def as_stranger() -> Iterator[Callable[[str, Path], subprocess.Popen[str]]]:
    """Runs a script that becomes the other user after its imports: our folders may be closed to them."""
    started: list[subprocess.Popen[str]] = []

    def run(script: str, path: Path) -> subprocess.Popen[str]:
        text = "import signal\n" + script.replace("BECOME\n", BECOME).replace("PATH", repr(str(path)))
        process = subprocess.Popen([sys.executable, "-c", text], cwd=ROOT, stdout=subprocess.PIPE, text=True)
        started.append(process)
        return process

    yield run
    for process in started:
        process.send_signal(signal.SIGKILL)
        process.communicate()


def line(process: subprocess.Popen[str]) -> str:
    assert process.stdout is not None
    return process.stdout.readline().strip()


def open_link(variables: dict[str, str]) -> subprocess.CompletedProcess[str]:
    """What a click on a link starts."""
    return subprocess.run(
        [*PROGRAM, LINK_TEXT],
        env={**os.environ, **variables, "DISPLAY": "", "WAYLAND_DISPLAY": ""},
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=30,
        check=False,
    )


def test_a_stranger_reaches_neither_folder_nor_socket(
    socket_path: Path, as_stranger: Callable[[str, Path], subprocess.Popen[str]]
) -> None:
    server = claim(socket_path, Message(RAISE))
    assert server is not None
    with closing(server):
        assert stat.S_IMODE(socket_path.parent.stat().st_mode) == 0o700
        assert stat.S_IMODE(socket_path.stat().st_mode) == 0o600
        assert line(as_stranger(HAND_OVER, socket_path)) == "not permitted"
        assert server.inbox.empty() == ()


def test_a_stranger_who_gets_in_is_not_answered(
    socket_path: Path, as_stranger: Callable[[str, Path], subprocess.Popen[str]]
) -> None:
    """Were both doors left open by mistake, the system still says who knocks."""
    server = claim(socket_path, Message(RAISE))
    assert server is not None
    with closing(server):
        socket_path.parent.chmod(0o755)
        socket_path.chmod(0o666)
        assert line(as_stranger(CONNECT, socket_path)) == "b''"
        assert line(as_stranger(HAND_OVER, socket_path)) == "not permitted"
        assert server.inbox.empty() == ()
        assert hand_over(str(socket_path), Message(LINK, LINK_TEXT)) == DELIVERED


def test_a_strangers_socket_in_our_place_is_told_nothing(
    variables: dict[str, str], socket_path: Path, as_stranger: Callable[[str, Path], subprocess.Popen[str]]
) -> None:
    socket_path.parent.mkdir(mode=0o755)
    os.chown(socket_path.parent, STRANGER, STRANGER)
    listener = as_stranger(LISTEN, socket_path)
    assert line(listener) == "listening"
    done = open_link(variables)
    assert done.returncode == 1
    assert "not yours alone" in done.stderr
    assert "7700" not in done.stderr
    assert "Traceback" not in done.stderr
    assert listener.poll() is None, "nobody has spoken to it"


@pytest.mark.parametrize(("owner", "mode"), [(STRANGER, 0o700), (0, 0o777), (0, 0o770)])
def test_a_folder_that_is_not_ours_alone_is_refused_with_a_sentence(
    variables: dict[str, str], socket_path: Path, owner: int, mode: int
) -> None:
    server = claim(socket_path, Message(RAISE))
    assert server is not None
    with closing(server):
        socket_path.parent.chmod(mode)
        os.chown(socket_path.parent, owner, owner)
        done = open_link(variables)
        assert (done.returncode, done.stdout) == (1, "")
        assert "not yours alone" in done.stderr
        assert "Remove it" in done.stderr
        assert server.inbox.empty() == ()


def test_each_of_two_users_has_an_app_of_their_own(
    socket_path: Path, home: Path, as_stranger: Callable[[str, Path], subprocess.Popen[str]]
) -> None:
    theirs = home / "theirs" / "acefone-desktop" / socket_path.name
    theirs.parent.parent.mkdir()
    os.chown(theirs.parent.parent, STRANGER, STRANGER)
    other = as_stranger(RUN, theirs)
    assert line(other) == "running"
    server = claim(socket_path, Message(RAISE))
    assert server is not None
    with closing(server):
        assert hand_over(str(socket_path), Message(LINK, LINK_TEXT)) == DELIVERED
        assert [message.text for message in server.inbox.empty()] == [LINK_TEXT]
        with pytest.raises(PermissionError):
            hand_over(str(theirs), Message(LINK, LINK_TEXT))
        assert line(as_stranger(HAND_OVER, theirs)) == DELIVERED
        assert line(other) == "tel:+447700900199", "and ours has not come"
