"""Strangers at the running instance's socket: whatever they send, it goes on listening, answers or hangs up."""

from __future__ import annotations

import socket
import sys
import threading
from collections.abc import Iterator
from contextlib import closing, suppress
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from acefone_desktop.app.instance.hand_over import DELIVERED, hand_over
from acefone_desktop.app.instance.instance_messages import (
    LINK,
    LONGEST_MESSAGE,
    NOT_UNDERSTOOD,
    RAISE,
    TAKEN,
    Message,
    MessageMalformedError,
    decode_message,
    encode_answer,
    encode_message,
)
from acefone_desktop.app.instance.instance_server import MOST_CONNECTIONS, InstanceServer, claim

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="there are no AF_UNIX sockets")
ANSWERS = {b"", encode_answer(TAKEN), encode_answer(NOT_UNDERSTOOD)}
LONGEST_READ = 16_384

GOOD = st.builds(
    lambda text, token: encode_message(Message(LINK, text, token)),
    st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=200),
    st.text(st.characters(min_codepoint=32, max_codepoint=126), max_size=20),
)
HEADERS = st.builds(
    lambda magic, version, kind, token, text: (
        magic + bytes((version, kind)) + token.to_bytes(2, "big") + text.to_bytes(2, "big")
    ),
    st.sampled_from([b"AD", b"DA", b"ad", b"\0\0"]),
    st.integers(0, 255),
    st.integers(0, 255),
    st.integers(0, 0xFFFF),
    st.integers(0, 0xFFFF),
)
CUT = st.builds(lambda frame, cut: frame[: cut % len(frame)], GOOD, st.integers(0, 10_000))
LONG = st.builds(
    lambda header, fill, size: header + fill * size,
    HEADERS,
    st.sampled_from([b"A", b"\0", b"\xff"]),
    st.integers(0, 60_000),
)
FLIPPED = st.builds(
    lambda frame, at, bit: (
        frame[: at % len(frame)] + bytes((frame[at % len(frame)] ^ 1 << bit,)) + frame[at % len(frame) + 1 :]
    ),
    GOOD,
    st.integers(0, 10_000),
    st.integers(0, 7),
)
NOISE = st.binary(max_size=300) | HEADERS | CUT | LONG | FLIPPED | GOOD | st.builds(bytes.__add__, GOOD, GOOD)


@pytest.fixture
def path(home: Path) -> Path:
    return home / "run" / "acefone-desktop" / "instance.sock"


@pytest.fixture
def failures(monkeypatch: pytest.MonkeyPatch) -> list[object]:
    """Exceptions that nobody caught, on any thread."""
    told: list[object] = []
    monkeypatch.setattr(threading, "excepthook", told.append)
    return told


@pytest.fixture
def server(path: Path, failures: list[object]) -> Iterator[InstanceServer]:
    server = claim(path, Message(RAISE))
    assert server is not None
    with closing(server):
        yield server
    assert failures == []


def say(path: Path, noise: bytes, pieces: int) -> bytes:
    """Sends it in so many pieces, and returns what is answered before the other side hangs up."""
    with socket.socket(socket.AF_UNIX) as stranger:
        stranger.settimeout(10)
        stranger.connect(str(path))
        size = max(1, len(noise) // pieces)
        with suppress(BrokenPipeError, ConnectionResetError):  # it need not listen to the end
            for at in range(0, len(noise), size):
                stranger.sendall(noise[at : at + size])
            stranger.shutdown(socket.SHUT_WR)
        answer = b""
        with suppress(ConnectionResetError):  # it hung up with some of our words unread
            while more := stranger.recv(64):
                answer += more
        return answer


def meaning(noise: bytes) -> Message | None:
    try:
        return decode_message(noise)
    except MessageMalformedError:
        return None


def test_whatever_is_sent_is_answered_or_dropped_and_never_misunderstood(server: InstanceServer, path: Path) -> None:
    @given(NOISE, st.integers(1, 4))
    def send(noise: bytes, pieces: int) -> None:
        answer = say(path, noise, pieces)
        assert answer in ANSWERS
        taken = server.inbox.empty()
        assert len(taken) <= 1, "one message a connection"
        if (message := meaning(noise)) is not None:
            assert (answer, taken) in {(encode_answer(TAKEN), (message,)), (b"", ())}
        for message in taken:
            assert noise.startswith(encode_message(message)), "nothing is taken that was not said"

    send()
    assert hand_over(str(path), Message(LINK, "tel:+447700900123")) == DELIVERED
    assert server.inbox.empty() == (Message(LINK, "tel:+447700900123"),)


def test_a_flood_without_an_end_takes_no_memory(server: InstanceServer, path: Path) -> None:
    """Everybody who may speak says as much as is let in; what waits stays small, and a link gets through."""
    strangers = [socket.socket(socket.AF_UNIX) for _ in range(MOST_CONNECTIONS - 1)]
    header = b"AD\x01\x02\x01\x00\x10\x00"  # the longest message that may be
    try:
        for stranger in strangers:
            stranger.settimeout(10)
            stranger.connect(str(path))
            with suppress(BrokenPipeError, ConnectionResetError):
                stranger.sendall((header + b"1" * (LONGEST_MESSAGE - len(header)))[:-1])
        assert hand_over(str(path), Message(LINK, "tel:+447700900123"), 20) == DELIVERED
        held = [len(sender.received) for sender in list(server._senders.values())]
        assert all(size <= LONGEST_READ for size in held)
        assert sum(held) <= MOST_CONNECTIONS * LONGEST_MESSAGE
        for stranger in strangers:
            with suppress(BrokenPipeError, ConnectionResetError):
                stranger.sendall(b"1" * 1_000_000)
        assert all(len(sender.received) <= LONGEST_READ for sender in list(server._senders.values()))
    finally:
        for stranger in strangers:
            stranger.close()
    assert hand_over(str(path), Message(LINK, "tel:+447700900124"), 20) == DELIVERED
    assert [message.text for message in server.inbox.empty()] == ["tel:+447700900123", "tel:+447700900124"]
