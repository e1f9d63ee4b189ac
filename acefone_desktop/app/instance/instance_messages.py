"""What one process may ask of the instance that runs, and how that looks on the wire.

Loaded by every second process, so built-in modules only, and plain classes instead of dataclasses. One message a
connection; lengths in bytes, big-endian:

    "AD" version(1) kind(1) token-length(2) text-length(2) token text      to the running instance
    "AD" version(1) answer(1)                                              back, once the message is queued
"""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping
    from typing import Final, Literal

    Kind = Literal["raise", "link", "refused-link", "quick-dial", "dial-clipboard", "calls-kept"]

RAISE: Final = "raise"
LINK: Final = "link"
REFUSED_LINK: Final = "refused-link"
"""A link came that cannot be handed over: whoever clicked it looks at the running app, and is told there."""
QUICK_DIAL: Final = "quick-dial"
"""The small window for a quick call is wanted."""
DIAL_CLIPBOARD: Final = "dial-clipboard"
"""The number in what is selected or on the clipboard is wanted; the running instance reads it itself."""
CALLS_KEPT: Final = "calls-kept"
"""A command has kept news of calls in the profile's database; nothing is to be shown for it but the calls."""

VERSION = 1
LONGEST_TEXT = 4096
LONGEST_TOKEN = 256
HEADER_SIZE = 8
LONGEST_MESSAGE = HEADER_SIZE + LONGEST_TOKEN + LONGEST_TEXT
ANSWER_SIZE = 4
TAKEN, NOT_UNDERSTOOD, BUSY = 1, 2, 3

_MAGIC = b"AD"
_KINDS: dict[Kind, int] = {RAISE: 1, LINK: 2, REFUSED_LINK: 3, QUICK_DIAL: 4, DIAL_CLIPBOARD: 5, CALLS_KEPT: 6}


class MessageMalformedError(ValueError):
    """The bytes or values are not a message of this version."""


class Message:
    """What one process asks of another, or tells it. `text` is a link as given, hostile until parsed; not in `repr`."""

    __slots__ = ("activation_token", "kind", "text")

    def __init__(self, kind: Kind, text: str = "", activation_token: str = "") -> None:
        self.kind: Kind = kind
        self.text = text
        self.activation_token = activation_token

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Message) and self._values() == other._values()

    def __hash__(self) -> int:
        return hash(self._values())

    def __repr__(self) -> str:
        return f"Message({self.kind!r}, {len(self.text)} characters)"

    def _values(self) -> tuple[str, str, str]:
        return self.kind, self.text, self.activation_token


def activation_token(environment: Mapping[str, str]) -> str:
    """The token with which the desktop allows a window to come forward, or nothing when it is absent or unusable."""
    token = environment.get("XDG_ACTIVATION_TOKEN") or environment.get("DESKTOP_STARTUP_ID") or ""
    return token if _is_token(token) else ""


def encode_message(message: Message) -> bytes:
    """The frame of a message; raises `MessageMalformedError` for one that `decode_message` would refuse."""
    try:
        text = message.text.encode()
    except UnicodeEncodeError as error:
        raise MessageMalformedError("the text is not Unicode") from error
    _check(message.kind, len(text), message.activation_token)
    token = message.activation_token.encode()
    head = bytes((VERSION, _KINDS[message.kind]))
    return _MAGIC + head + len(token).to_bytes(2, "big") + len(text).to_bytes(2, "big") + token + text


def message_size(header: bytes) -> int:
    """How long the frame with this header is in all; raises `MessageMalformedError` before anything more is read."""
    if len(header) < HEADER_SIZE or header[:2] != _MAGIC or header[2] != VERSION:
        raise MessageMalformedError("not a message of this version")
    token_size, text_size = int.from_bytes(header[4:6], "big"), int.from_bytes(header[6:8], "big")
    if token_size > LONGEST_TOKEN or text_size > LONGEST_TEXT:
        raise MessageMalformedError("too long")
    return HEADER_SIZE + token_size + text_size


def decode_message(frame: bytes) -> Message:
    """Reads exactly one frame; raises `MessageMalformedError` for anything else, such as one byte too many."""
    if len(frame) != message_size(frame):
        raise MessageMalformedError("cut short or followed by something")
    kind = next((kind for kind, code in _KINDS.items() if code == frame[3]), None)
    text_starts = HEADER_SIZE + int.from_bytes(frame[4:6], "big")
    try:
        token, text = frame[HEADER_SIZE:text_starts].decode("ascii"), frame[text_starts:].decode()
    except UnicodeDecodeError as error:
        raise MessageMalformedError("not text") from error
    if kind is None:
        raise MessageMalformedError("unknown kind")
    _check(kind, len(frame) - text_starts, token)
    return Message(kind, text, token)


def encode_answer(answer: int) -> bytes:
    """The frame of an answer: TAKEN, NOT_UNDERSTOOD or BUSY."""
    return _MAGIC + bytes((VERSION, answer))


def _check(kind: str, text_size: int, token: str) -> None:
    if kind not in _KINDS:
        raise MessageMalformedError("unknown kind")
    if text_size > LONGEST_TEXT or (text_size > 0) != (kind == LINK):
        raise MessageMalformedError("a link has 1 to 4096 bytes of text, other messages none")
    if token and not _is_token(token):
        raise MessageMalformedError("the activation token is not printable ASCII")


def _is_token(token: str) -> bool:
    return 0 < len(token) <= LONGEST_TOKEN and token.isascii() and token.isprintable()
