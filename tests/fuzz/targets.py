"""What is fuzzed, and what must hold whatever comes in. A target raises where it does not."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from acefone_desktop.app.instance.instance_messages import (
    LINK,
    RAISE,
    Message,
    MessageMalformedError,
    decode_message,
    encode_message,
)
from acefone_desktop.domain.errors import LinkNotUnderstoodError
from acefone_desktop.domain.links import is_link, read_link
from acefone_desktop.domain.numbers import PhoneNumber, digits_only, format_as_typed, read_number, read_numbers
from acefone_desktop.domain.policy import Decision, judge

_DATA = Path(__file__).parents[1] / "data"
_REGIONS = ("GB", "US", "IN", "DE", "FR", "AU", "ZZ", "")


@dataclass(frozen=True, slots=True)
class Target:
    """One reader, what it starts from, and how long its input may become (bytes)."""

    name: str
    run: Callable[[bytes], None]
    seeds: Callable[[], Iterator[bytes]]
    longest: int


class BrokenPromiseError(AssertionError):
    """A reading that must not be."""


def links(data: bytes) -> None:
    """A link is one number or not understood; no other error, and what would be sent are digits."""
    region, text = _region_and_text(data)
    is_link(text)
    try:
        link = read_link(text, region)
    except LinkNotUnderstoodError:
        return
    _check(link.number)


def texts(data: bytes) -> None:
    """Any text reads without an error; what is read can be judged, and reads again from how it is shown."""
    region, text = _region_and_text(data)
    for number in read_numbers(text, region):
        _check(number)
        if number.e164 is not None:
            for spelling in (number.e164, number.display):
                again = read_number(spelling, region)
                if again is None or again.digits_sent != number.digits_sent:
                    raise BrokenPromiseError(f"{spelling!r} is not read as {number.e164}")
    shown = format_as_typed(text, region)
    if digits_only(shown) != digits_only(text):
        raise BrokenPromiseError("grouping has changed the digits")


def frames(data: bytes) -> None:
    """Bytes are exactly the frame of one message, or malformed."""
    try:
        message = decode_message(data)
    except MessageMalformedError:
        return
    if encode_message(message) != data:
        raise BrokenPromiseError("a frame that no message makes was accepted")


def _region_and_text(data: bytes) -> tuple[str, str]:
    """The first byte chooses the region, the others are the text; broken UTF-8 stays in, as lone surrogates."""
    if not data:
        return "GB", ""
    return _REGIONS[data[0] % len(_REGIONS)], data[1:].decode("utf-8", "surrogateescape")


def _check(number: PhoneNumber) -> None:
    sent, decision = number.digits_sent, judge(number).decision
    if sent is None and decision is not Decision.REFUSE:
        raise BrokenPromiseError("a number without digits may be dialled")
    if sent is not None and (number.e164 != f"+{sent}" or not (sent.isascii() and sent.isdecimal())):
        raise BrokenPromiseError(f"{sent!r} is not what {number.e164!r} stands for")
    if number.extension is not None and not number.extension.isascii():
        raise BrokenPromiseError("an extension of other digits than 0 to 9")


def _rows(file: str, column: str) -> Iterator[bytes]:
    for row in json.loads((_DATA / file).read_text(encoding="utf-8")):
        index = _REGIONS.index(row["region"]) if row["region"] in _REGIONS else 0
        yield bytes((index,)) + row[column].encode("utf-8", "surrogatepass")


def _texts() -> Iterator[bytes]:
    yield from _rows("links_in_text.json", "text")
    yield from _rows("texts_with_numbers.json", "text")


def _frames() -> Iterator[bytes]:
    yield encode_message(Message(RAISE))
    yield encode_message(Message(RAISE, activation_token="token-1_TIME7"))
    yield encode_message(Message(LINK, "tel:+447700900123"))
    yield encode_message(Message(LINK, "tel:" + "1" * 4092, "t" * 256))


TARGETS = (
    Target("links", links, lambda: _rows("links.json", "link"), 2100),
    Target("texts", texts, _texts, 9000),
    Target("frames", frames, _frames, 4600),
)
