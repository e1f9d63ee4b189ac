"""Reads from an X.509 certificate how long it is valid and for which hosts (RFC 5280 §4.1, X.690 DER).

The standard library tells neither of a certificate that is our own.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Final

from acefone_desktop.domain.certificates import Certificate

if TYPE_CHECKING:
    from collections.abc import Iterator

_SEQUENCE, _OCTETS, _OBJECT, _UTC_TIME, _GENERALIZED_TIME = 0x30, 0x04, 0x06, 0x17, 0x18
_VERSION, _EXTENSIONS, _DNS_NAME = 0xA0, 0xA3, 0x82
_ALTERNATIVE_NAMES: Final = bytes((0x55, 0x1D, 0x11))
_LONG = 0x80
_MOST_LENGTH_BYTES = 4
_PLACE_OF_VALIDITY: Final = 3
"""Behind serial number, algorithm and issuer."""

MOST_NAMES: Final = 100


class NotDerError(ValueError):
    """These bytes are no certificate."""


@dataclass(frozen=True, slots=True)
class _Element:
    tag: int
    content: bytes


def read_der(encoded: bytes) -> Certificate:
    """What the certificate says of itself. Raises `NotDerError`."""
    body = list(_inside(_only(_only(encoded, _SEQUENCE).content, _SEQUENCE).content))
    if body and body[0].tag == _VERSION:
        body = body[1:]
    if len(body) <= _PLACE_OF_VALIDITY:
        raise NotDerError("too short")
    times = [_moment(element) for element in _inside(body[_PLACE_OF_VALIDITY].content)]
    if len(times) != len(("from", "until")):
        raise NotDerError("no validity")
    extensions = next((element.content for element in body if element.tag == _EXTENSIONS), b"")
    return Certificate(times[0], times[1], tuple(_names(extensions))[:MOST_NAMES])


def _names(extensions: bytes) -> Iterator[str]:
    for listed in _inside(extensions):
        for extension in _inside(listed.content):
            parts = list(_inside(extension.content))
            if parts and parts[0] == _Element(_OBJECT, _ALTERNATIVE_NAMES) and parts[-1].tag == _OCTETS:
                for name in _inside(_only(parts[-1].content, _SEQUENCE).content):
                    if name.tag == _DNS_NAME:
                        yield name.content.decode("ascii", "replace")


def _moment(element: _Element) -> datetime:
    """UTCTime has two digits for the year: 50 and more are of the last century (RFC 5280 §4.1.2.5.1)."""
    written = element.content.decode("ascii", "replace")
    if element.tag == _UTC_TIME:
        written = ("19" if written[:2] >= "50" else "20") + written
    elif element.tag != _GENERALIZED_TIME:
        raise NotDerError("no moment")
    try:
        return datetime.strptime(written, "%Y%m%d%H%M%SZ").replace(tzinfo=UTC)
    except ValueError as error:
        raise NotDerError("no moment") from error


def _only(encoded: bytes, tag: int) -> _Element:
    first = next(_inside(encoded), None)
    if first is None or first.tag != tag:
        raise NotDerError("another element was expected")
    return first


def _inside(encoded: bytes) -> Iterator[_Element]:
    place = 0
    while place < len(encoded):
        if place + 2 > len(encoded):
            raise NotDerError("cut off")
        tag, length = encoded[place], encoded[place + 1]
        place += 2
        if length & _LONG:
            count = length ^ _LONG
            if not 0 < count <= _MOST_LENGTH_BYTES:
                raise NotDerError("no length")
            length = int.from_bytes(encoded[place : place + count])
            place += count
        if place + length > len(encoded):
            raise NotDerError("cut off")
        yield _Element(tag, encoded[place : place + length])
        place += length
