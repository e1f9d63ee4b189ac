"""What the app and its listener's process say to each other, each through a pipe of its own.

A frame is a length (four bytes, most significant first) and that many bytes of MessagePack: one of the messages below.
The app speaks first, with a `Wish`. The process answers `Listening` or `NotListening`, then tells `Heard` again and
again, each answered by `Taken` before the next, and ends after `Stop`, or at once where the app is gone. Meanwhile the
app tells with `Concern` which calls are ours.
"""

from __future__ import annotations

import struct
from typing import TYPE_CHECKING, Final

import msgspec

from acefone_desktop.adapters.listener.inspections import Map, Probed, ReadIn, ReadsIn, Show, Shown, Unread
from acefone_desktop.domain.evidence import NOBODY, Evidence
from acefone_desktop.domain.reports import AgentMention
from acefone_desktop.domain.webhook_mapping import WebhookMapping

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from typing import IO

    from acefone_desktop.domain.matching.call_sorting import Name

LONGEST_BODY: Final = 1 << 20
"""Bytes. One report is much shorter, whatever its sender made of it."""

_NAMES_AT_ONCE: Final = 1000
"""A name is made of texts of at most 500 characters; most have 20."""

HEADER: Final = struct.Struct(">I")


class FrameError(Exception):
    """What came through the pipe is none of our frames. Holds nothing of what came."""


class Wish(msgspec.Struct, frozen=True, tag=True):
    """Where to listen, for whom, and the zone of naive stamps. The secret is told here alone.

    Where no `agent` is named, all reports are wanted.
    """

    host: str
    port: int
    secret: str
    zone: str
    agent: AgentMention = NOBODY
    mapping: WebhookMapping = WebhookMapping()
    certificate: str = ""
    """Path of a PEM file; empty: no TLS."""
    certificate_key: str = ""
    memory: str = ""
    """Path of the file of `SeenBodies`; empty: it remembers nothing beyond its end."""

    def __repr__(self) -> str:
        return f"Wish({self.host!r}, {self.port})"


class Taken(msgspec.Struct, frozen=True, tag=True):
    """What was heard last is with the app."""


class Concern(msgspec.Struct, frozen=True, tag=True):
    """Calls of ours go by these names (`names_of` in `domain/matching/correlation.py`), beside those told before."""

    names: tuple[tuple[str, ...], ...]


class Stop(msgspec.Struct, frozen=True, tag=True):
    """Listen no longer, tell what was acknowledged, end."""


class Listening(msgspec.Struct, frozen=True, tag=True):
    """The port is open."""

    port: int


class NotListening(msgspec.Struct, frozen=True, tag=True):
    """The port could not be opened."""

    reason: str


class Heard(msgspec.Struct, frozen=True, tag=True):
    """What reports that concern us say that came since the last time: the evidence of each, the most urgent first."""

    reports: tuple[tuple[Evidence, ...], ...]


class _HeardPacked(msgspec.Struct, frozen=True, tag="Heard"):
    """The same, of reports that are `packed` already."""

    reports: tuple[msgspec.Raw, ...]


class Fault(msgspec.Struct, frozen=True, tag=True):
    """A bug over there. Where it happened, and nothing of what it happened with."""

    places: str


Order = Wish | Taken | Concern | Stop | Map | ReadIn | Show
News = Listening | NotListening | Heard | Fault | ReadsIn | Shown | Unread | Probed

_encoder: Final = msgspec.msgpack.Encoder()
_orders: Final[msgspec.msgpack.Decoder[Order]] = msgspec.msgpack.Decoder(Order)
_reports: Final[msgspec.msgpack.Decoder[tuple[Evidence, ...]]] = msgspec.msgpack.Decoder(tuple[Evidence, ...])
_news: Final[msgspec.msgpack.Decoder[News]] = msgspec.msgpack.Decoder(News)


def frame(message: Order | News) -> bytes:
    """The message's frame. Raises `FrameError` where it would be too long."""
    return _framed(_encoder.encode(message))


def _framed(body: bytes) -> bytes:
    if len(body) > LONGEST_BODY:
        raise FrameError("This message is too long.")
    return HEADER.pack(len(body)) + body


def packed(report: tuple[Evidence, ...]) -> bytes:
    """One report's evidence as it is in a frame."""
    return _encoder.encode(report)


def unpacked(whole: bytes) -> tuple[Evidence, ...]:
    """The evidence in what `packed` gave."""
    return _reports.decode(whole)


def heard_frame(reports: Iterable[bytes]) -> bytes:
    """The frame of a `Heard` with these reports. Raises `FrameError` where it would be too long."""
    return _framed(_encoder.encode(_HeardPacked(tuple(map(msgspec.Raw, reports)))))


def concerns(names: Sequence[Name]) -> Iterator[Concern]:
    """As many of them as these names need."""
    for start in range(0, len(names), _NAMES_AT_ONCE):
        yield Concern(tuple(names[start : start + _NAMES_AT_ONCE]))


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
