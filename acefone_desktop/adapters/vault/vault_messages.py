"""What a vault and its keyring process say to each other, each through a pipe of its own.

A frame is a version (one byte), a length (four bytes, most significant first) and that many bytes of JSON, an array:
a question is ["read", name], ["write", name, secret] or ["delete", name]; an answer is ["secret", text or null] or
["error", kind, detail]. The process's first frame, before any question, is ["secret", null]: it is ready.
"""

from __future__ import annotations

import json
import struct
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, Literal

from acefone_desktop.domain.errors import VaultAbsentError, VaultError, VaultLockedError, VaultUnsafeError

if TYPE_CHECKING:
    from typing import IO

VERSION: Final = 1
LONGEST_BODY: Final = 1 << 19
"""Bytes: the longest secret that fits the keyring (64 parts), every character of it written as an escape."""
LONGEST_DETAIL: Final = 1000
_HEADER: Final = struct.Struct(">BI")
_KINDS: Final = {kind.__name__: kind for kind in (VaultError, VaultAbsentError, VaultLockedError, VaultUnsafeError)}

Action = Literal["read", "write", "delete"]


class FrameError(Exception):
    """What came through the pipe is none of our frames. Holds nothing of what came: that may be a secret."""


@dataclass(frozen=True, slots=True)
class Question:
    """What is wanted of the keyring. `secret` is for writing only, and shown nowhere."""

    action: Action
    name: str
    secret: str = ""

    def __repr__(self) -> str:
        return f"Question({self.action!r}, {self.name!r})"


def question_frame(question: Question) -> bytes:
    """A question's frame. Raises `VaultError` for a secret that is too long for any keyring."""
    secret = [question.secret] if question.action == "write" else []
    return _frame([question.action, question.name, *secret])


def answer_frame(secret: str | None) -> bytes:
    """The frame of an answer, which is None where nothing was read. Raises `VaultError` as `question_frame` does."""
    return _frame(["secret", secret])


def failure_frame(error: VaultError) -> bytes:
    """The frame of a refusal: the error's kind by name, and its detail."""
    kind = type(error).__name__
    return _frame(["error", kind if kind in _KINDS else VaultError.__name__, error.detail[:LONGEST_DETAIL]])


def send(pipe: IO[bytes], frame: bytes) -> None:
    """Writes a frame as a whole. Raises `OSError` where nobody reads any more."""
    pipe.write(frame)
    pipe.flush()


def read_question(pipe: IO[bytes]) -> Question:
    """The next question. Raises `FrameError`, and `EOFError` where there will be none."""
    match _read_frame(pipe):
        case [("read" | "delete") as action, str(name)]:
            return Question(action, name)
        case ["write", str(name), str(secret)]:
            return Question("write", name, secret)
    raise FrameError("This is no question.")


def read_answer(pipe: IO[bytes]) -> str | None:
    """The next answer. Raises the `VaultError` that it tells of, `FrameError`, and `EOFError` where there is none."""
    match _read_frame(pipe):
        case ["secret", None]:
            return None
        case ["secret", str(secret)]:
            return secret
        case ["error", str(kind), str(detail)] if kind in _KINDS and len(detail) <= LONGEST_DETAIL:
            raise _KINDS[kind](detail)
    raise FrameError("This is no answer.")


def _frame(content: list[str] | list[str | None]) -> bytes:
    body = json.dumps(content).encode("ascii")
    if len(body) > LONGEST_BODY:
        raise VaultError("The secret is too long.")
    return _HEADER.pack(VERSION, len(body)) + body


def _read_frame(pipe: IO[bytes]) -> object:
    version, length = _HEADER.unpack(_read(pipe, _HEADER.size))
    if version != VERSION:
        raise FrameError("This is another version's frame.")
    if length > LONGEST_BODY:
        raise FrameError("This frame is too long.")
    try:
        return json.loads(_read(pipe, length))
    except (ValueError, RecursionError):
        raise FrameError("This frame holds no JSON.") from None  # json's error keeps the text it could not read


def _read(pipe: IO[bytes], size: int) -> bytes:
    """Exactly that many bytes; a pipe gives them as they come."""
    pieces = bytearray()
    while len(pieces) < size:
        piece = pipe.read(size - len(pieces))
        if not piece:
            raise EOFError
        pieces += piece
    return bytes(pieces)
