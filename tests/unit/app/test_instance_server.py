"""One running instance, and everybody else's messages reach it: in this process and across real processes."""

from __future__ import annotations

import socket
import stat
import sys
import threading
from collections.abc import Iterator
from contextlib import ExitStack, closing, suppress
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from acefone_desktop.app.instance import hand_over as hand_over_module
from acefone_desktop.app.instance import instance_server
from acefone_desktop.app.instance.hand_over import DELIVERED, NOBODY_THERE, hand_over, somebody_listens
from acefone_desktop.app.instance.instance_claim import RuntimeFolderUnsafeError
from acefone_desktop.app.instance.instance_inbox import LARGEST_HELD, InstanceInbox, _size_of
from acefone_desktop.app.instance.instance_messages import (
    LINK,
    LONGEST_TEXT,
    LONGEST_TOKEN,
    RAISE,
    REFUSED_LINK,
    Message,
    encode_message,
)
from acefone_desktop.app.instance.instance_server import MOST_CONNECTIONS, InstanceServer, claim
from acefone_desktop.domain.errors import InstanceNotRespondingError, LinkNotUnderstoodError

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="the signals used here are not there")
WINDOW = Message(RAISE)


def link(n: int) -> Message:
    return Message(LINK, f"tel:+4477009000{n:02}", "token")


@pytest.fixture(params=["unix", "loopback"])
def way(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> str:
    for module in (hand_over_module, instance_server):
        monkeypatch.setattr(module, "USES_LOOPBACK", request.param == "loopback")
    return str(request.param)


@pytest.fixture
def path(home: Path) -> Path:
    return home / "run" / "acefone-desktop" / "instance.sock"


@pytest.fixture
def server(way: str, path: Path) -> Iterator[InstanceServer]:
    server = claim(path, WINDOW)
    assert server is not None
    with closing(server):
        yield server


class Received:
    """Messages as they arrive, awaitable."""

    def __init__(self) -> None:
        self.messages: list[Message] = []
        self._changed = threading.Condition()

    def __call__(self, message: Message) -> None:
        with self._changed:
            self.messages.append(message)
            self._changed.notify_all()

    def wait_for(self, count: int) -> list[Message]:
        with self._changed:
            assert self._changed.wait_for(lambda: len(self.messages) >= count, 10)
        return self.messages


def test_whether_somebody_listens_is_found_out_without_a_word(path: Path) -> None:
    assert not somebody_listens(str(path))
    with closing(claimed(path)) as server:
        assert somebody_listens(str(path))
        assert hand_over(str(path), link(1)) == DELIVERED
        assert server.inbox.empty() == (link(1),)
    assert not somebody_listens(str(path))


def test_one_that_hangs_with_a_full_backlog_is_not_waited_for(path: Path) -> None:
    path.parent.mkdir(mode=0o700)
    with socket.socket(socket.AF_UNIX) as hung, ExitStack() as waiting:
        hung.bind(str(path))
        hung.listen(0)
        for _ in range(2):
            early = waiting.enter_context(socket.socket(socket.AF_UNIX))
            early.setblocking(False)
            with suppress(BlockingIOError):
                early.connect(str(path))
        somebody_listens(str(path))
        with pytest.raises(InstanceNotRespondingError):
            hand_over(str(path), link(1), 0.5)


def test_nobody_is_there_at_first(way: str, path: Path) -> None:
    assert hand_over(str(path), WINDOW) == NOBODY_THERE


def test_a_link_reaches_the_running_instance(server: InstanceServer, path: Path) -> None:
    received = Received()
    server.inbox.attach(received)
    assert hand_over(str(path), link(1)) == DELIVERED
    assert received.wait_for(1) == [link(1)]


def test_what_comes_before_the_window_waits_for_it_in_order(server: InstanceServer, path: Path) -> None:
    for n in range(20):
        hand_over(str(path), link(n))
    received = Received()
    server.inbox.attach(received)
    hand_over(str(path), link(20))
    assert received.wait_for(21) == [link(n) for n in range(21)]


def test_only_its_user_can_reach_it(server: InstanceServer, path: Path) -> None:
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert stat.S_IMODE(path.parent.stat().st_mode) == 0o700


def test_many_at_once_are_all_taken(server: InstanceServer, path: Path) -> None:
    received, results = Received(), []
    server.inbox.attach(received)

    def send(n: int) -> None:
        results.append(hand_over(str(path), link(n), 20))

    threads = [threading.Thread(target=send, args=(n,)) for n in range(60)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert results == [DELIVERED] * 60
    assert sorted(m.text for m in received.wait_for(60)) == sorted(link(n).text for n in range(60))


def test_when_too_many_wait_the_sender_is_told(server: InstanceServer, path: Path) -> None:
    server.inbox._largest_held = 3 * (_size_of(link(0)) + 1)
    for n in range(3):
        hand_over(str(path), link(n))
    with pytest.raises(InstanceNotRespondingError, match="Too much waits in it already"):
        hand_over(str(path), link(3))


NOISE = [b"GET / HTTP/1.1\r\n\r\n", b"AD\x02\x01\x00\x00\x00\x00", b"AD\x01\x02\x00\x00\xff\xff"]


@pytest.mark.parametrize("noise", NOISE)
def test_noise_is_refused_and_the_next_link_taken(path: Path, noise: bytes) -> None:
    with closing(claimed(path)) as server, socket.socket(socket.AF_UNIX) as stranger:
        stranger.connect(str(path))
        stranger.sendall(noise)
        assert stranger.recv(16) == b"AD\x01\x02"
        received = Received()
        server.inbox.attach(received)
        hand_over(str(path), link(1))
        assert received.wait_for(1) == [link(1)]


@pytest.mark.parametrize("answer", [b"AD\x01\x02", b"AD\x02\x01", b"\0\0\0\0"])
def test_an_instance_of_another_version_is_told_of_in_words(path: Path, answer: bytes) -> None:
    path.parent.mkdir(mode=0o700)
    with socket.socket(socket.AF_UNIX) as other:
        other.bind(str(path))
        other.listen()

        def speak() -> None:
            connection, _ = other.accept()
            with connection:
                connection.recv(4096)
                connection.sendall(answer)

        thread = threading.Thread(target=speak)
        thread.start()
        with pytest.raises(InstanceNotRespondingError, match="another version") as told:
            hand_over(str(path), link(1))
        thread.join()
    assert "quit it" in told.value.explanation


def test_silent_senders_are_dropped_and_hold_nobody_up(path: Path) -> None:
    with closing(claimed(path)):
        silent = [socket.socket(socket.AF_UNIX) for _ in range(MOST_CONNECTIONS + 8)]
        for one in silent:
            one.connect(str(path))
            one.send(b"AD")
        assert hand_over(str(path), link(1), 10) == DELIVERED
        for one in silent:
            one.settimeout(10)
            assert one.recv(1) == b""
            one.close()


def test_a_sender_that_leaves_at_once_is_no_trouble(path: Path) -> None:
    with closing(claimed(path)):
        for _ in range(50):
            with socket.socket(socket.AF_UNIX) as hasty:
                hasty.connect(str(path))
                hasty.sendall(encode_message(WINDOW))
        assert hand_over(str(path), link(1)) == DELIVERED


def test_closing_removes_the_socket_and_lets_another_begin(way: str, path: Path) -> None:
    claimed(path).close()
    assert not path.exists()
    assert hand_over(str(path), WINDOW) == NOBODY_THERE
    claimed(path).close()


def test_a_long_path_works_too(home: Path) -> None:
    path = home / ("x" * 120) / "instance.sock"
    with closing(claimed(path)):
        assert hand_over(str(path), WINDOW) == DELIVERED
    assert not path.exists()


def test_a_receiver_that_fails_does_not_make_it_deaf(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    received = Received()
    told: list[threading.ExceptHookArgs] = []
    monkeypatch.setattr(threading, "excepthook", told.append)

    def fail_once(message: Message) -> None:
        received(message)
        if len(received.messages) == 1:
            raise KeyError("bug")

    with closing(claimed(path)) as server:
        server.inbox.attach(fail_once)
        assert hand_over(str(path), link(1)) == DELIVERED
        assert hand_over(str(path), link(2)) == DELIVERED
        assert received.wait_for(2) == [link(1), link(2)]
    assert [failure.exc_type for failure in told] == [KeyError]


@pytest.mark.parametrize("text", ["x" * 4097, "é" * 2049, "tel:\udcff", ""])
def test_of_a_link_that_cannot_be_sent_both_sides_are_told(server: InstanceServer, path: Path, text: str) -> None:
    received = Received()
    server.inbox.attach(received)
    with pytest.raises(LinkNotUnderstoodError, match="4096 bytes"):
        hand_over(str(path), Message(LINK, text, "token"))
    assert received.wait_for(1) == [Message(REFUSED_LINK, "", "token")]


def test_a_link_that_cannot_be_sent_is_the_first_processs_own_affair(path: Path) -> None:
    assert hand_over(str(path), Message(LINK, "x" * 4097)) == NOBODY_THERE


@pytest.mark.parametrize("length", [1, LONGEST_TEXT])
def test_a_thousand_links_before_the_window_are_each_taken_once_and_in_order(path: Path, length: int) -> None:
    texts = [f"{n:04}".ljust(length, "0")[: max(length, 4)] for n in range(1000)]
    with closing(claimed(path)) as server:
        assert [hand_over(str(path), Message(LINK, text)) for text in texts] == [DELIVERED] * 1000
        received = Received()
        server.inbox.attach(received)
        assert [message.text for message in received.wait_for(1000)] == texts
        assert hand_over(str(path), link(1)) == DELIVERED, "what was handed on counts no longer"


def test_what_waits_is_bounded_by_its_bytes_whatever_letters_it_is_in() -> None:
    inbox = InstanceInbox()
    widest = Message(LINK, "\U0001f4de" + "x" * (LONGEST_TEXT - 4), "t" * LONGEST_TOKEN)
    taken = 0
    while inbox.take(widest):
        taken += 1
    assert taken >= 1000
    assert taken * 4 * LONGEST_TEXT < LARGEST_HELD
    assert len(inbox.empty()) == taken
    assert inbox.take(widest)


def test_a_folder_others_can_write_to_is_not_trusted(path: Path) -> None:
    with closing(claimed(path)):
        path.parent.chmod(0o777)
        with pytest.raises(PermissionError):
            hand_over(str(path), link(1))


def test_what_was_taken_while_ending_comes_back_from_closing(server: InstanceServer, path: Path) -> None:
    received = Received()
    server.inbox.attach(received)
    server.inbox.detach()
    assert hand_over(str(path), link(1)) == DELIVERED
    assert server.close() == (link(1),)
    assert server.close() == ()
    assert received.messages == []


def test_no_bytes_make_it_deaf_or_are_taken_for_a_message(path: Path) -> None:
    with closing(claimed(path)) as server:

        @given(st.binary(min_size=1, max_size=64), st.booleans())
        def send(noise: bytes, starts_well: bool) -> None:
            with socket.socket(socket.AF_UNIX) as stranger:
                stranger.connect(str(path))
                stranger.sendall((b"AD\x01\x09" if starts_well else b"") + noise)
                stranger.shutdown(socket.SHUT_WR)
                assert stranger.recv(16) in {b"", b"AD\x01\x02"}

        send()
        assert hand_over(str(path), link(1)) == DELIVERED
        assert server.inbox.empty() == (link(1),)


def test_something_in_the_sockets_place_is_left_alone(path: Path) -> None:
    path.parent.mkdir(mode=0o700)
    path.write_text("somebody's work")
    with pytest.raises((PermissionError, RuntimeFolderUnsafeError)):
        claim(path, WINDOW)
    assert path.read_text() == "somebody's work"


def test_whoever_took_over_the_port_learns_nothing(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(hand_over_module, "USES_LOOPBACK", True)
    with socket.create_server(("127.0.0.1", 0)) as squatter:
        path.parent.mkdir(mode=0o700)
        path.write_text(f"{squatter.getsockname()[1]} {'ab' * 32} 1\n")
        heard = []

        def listen() -> None:
            connection, _ = squatter.accept()
            with connection:
                connection.recv(16)
                connection.sendall(b"x" * 48)
                heard.append(connection.recv(4096))

        thread = threading.Thread(target=listen)
        thread.start()
        assert hand_over(str(path), link(1)) == NOBODY_THERE
        thread.join()
    assert heard == [b""]


def test_a_wrong_proof_is_not_taken(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for module in (hand_over_module, instance_server):
        monkeypatch.setattr(module, "USES_LOOPBACK", True)
    with closing(claimed(path)) as server:
        received = Received()
        server.inbox.attach(received)
        port = int(path.read_text().split()[0])
        with socket.create_connection(("127.0.0.1", port)) as stranger:
            stranger.sendall(b"n" * 16)
            assert len(stranger.recv(64)) == 48
            stranger.sendall(b"p" * 32 + encode_message(link(1)))
            assert stranger.recv(16) == b"AD\x01\x02"
        assert received.messages == []


def test_the_inbox_delivers_each_message_once_and_in_order_across_attach_and_detach() -> None:
    inbox, first, second = InstanceInbox(), Received(), Received()
    assert inbox.take(link(1))
    inbox.deliver()
    inbox.attach(first)
    inbox.detach()
    inbox.take(link(2))
    inbox.deliver()
    inbox.attach(second)
    assert (first.messages, second.messages) == ([link(1)], [link(2)])


def test_a_receiver_that_fails_does_not_stop_the_next_message() -> None:
    inbox, received = InstanceInbox(), Received()

    def fail(message: Message) -> None:
        raise KeyError("bug")

    inbox.take(link(1))
    with pytest.raises(KeyError):
        inbox.attach(fail)
    inbox.take(link(2))
    inbox.attach(received)
    assert received.messages == [link(2)]


def claimed(path: Path) -> InstanceServer:
    server = claim(path, WINDOW)
    assert server is not None
    return server
