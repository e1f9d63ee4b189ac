"""What the app and its listener's process say to each other, each through a pipe of its own.

A frame is a length (four bytes, most significant first) and that many bytes of MessagePack: one of the messages below.
The app speaks first, with a `Wish`. The process answers `Listening` or `NotListening`, then tells `Heard` again and
again, each answered by `Taken` before the next, and ends after `Stop`, or at once where the app is gone.
"""

from __future__ import annotations

import struct
from typing import TYPE_CHECKING, Final

import msgspec

from acefone_desktop.domain.evidence import Evidence

if TYPE_CHECKING:
    from typing import IO

LONGEST_BODY: Final = 1 << 20
"""Bytes. One report is much shorter, whatever its sender made of it."""

HEADER: Final = struct.Struct(">I")


class FrameError(Exception):
    """What came through the pipe is none of our frames. Holds nothing of what came."""


class Wish(msgspec.Struct, frozen=True, tag=True):
    """Where to listen, for whom, and the zone of naive stamps. The secret is told here alone."""

    host: str
    port: int
    secret: str
    zone: str

    def __repr__(self) -> str:
        return f"Wish({self.host!r}, {self.port})"


class Taken(msgspec.Struct, frozen=True, tag=True):
    """What was heard last is with the app."""


class Stop(msgspec.Struct, frozen=True, tag=True):
    """Listen no longer, tell what was acknowledged, end."""


class Listening(msgspec.Struct, frozen=True, tag=True):
    """The port is open."""

    port: int


class NotListening(msgspec.Struct, frozen=True, tag=True):
    """The port could not be opened."""

    reason: str


class Heard(msgspec.Struct, frozen=True, tag=True):
    """What the reports say that came since the last time, in their order: the evidence of each."""

    reports: tuple[tuple[Evidence, ...], ...]


class Fault(msgspec.Struct, frozen=True, tag=True):
    """A bug over there. Where it happened, and nothing of what it happened with."""

    places: str


Order = Wish | Taken | Stop
News = Listening | NotListening | Heard | Fault

_encoder: Final = msgspec.msgpack.Encoder()
_orders: Final[msgspec.msgpack.Decoder[Order]] = msgspec.msgpack.Decoder(Order)
_news: Final[msgspec.msgpack.Decoder[News]] = msgspec.msgpack.Decoder(News)


def frame(message: Order | News) -> bytes:
    """The message's frame. Raises `FrameError` where it would be too long."""
    body = _encoder.encode(message)
    if len(body) > LONGEST_BODY:
        raise FrameError("This message is too long.")
    return HEADER.pack(len(body)) + body


def length_of(header: bytes) -> int:
    """How long the body behind this header is. Raises `FrameError` where that is too long."""
    (length,) = HEADER.unpack(header)
    if length > LONGEST_BODY:
        raise FrameError("This frame is too long.")
    return int(length)


def news_in(body: bytes) -> News:
    """What the process tells. Raises `FrameError`."""
    try:
        return _news.decode(body)
    except (msgspec.DecodeError, ValueError) as error:
        raise FrameError("This is no news.") from error


def read_order(pipe: IO[bytes]) -> Order:
    """What the app says next. Raises `FrameError`, and `EOFError` where there will be nothing."""
    body = _read(pipe, length_of(_read(pipe, HEADER.size)))
    try:
        return _orders.decode(body)
    except (msgspec.DecodeError, ValueError) as error:
        raise FrameError("This is no order.") from error


def _read(pipe: IO[bytes], size: int) -> bytes:
    """Exactly that many bytes; a pipe gives them as they come."""
    pieces = bytearray()
    while len(pieces) < size:
        piece = pipe.read(size - len(pieces))
        if not piece:
            raise EOFError
        pieces += piece
    return bytes(pieces)
