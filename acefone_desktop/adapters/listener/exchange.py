"""One request as the listener's endpoint sees it, and what is answered."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from http import HTTPStatus
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping


@dataclass(frozen=True, slots=True)
class RequestHead:
    """All of a request but its body. `headers` have names in small letters; of a repeated one the last counts."""

    method: str
    path: str
    query: str
    headers: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Reply:
    """A JSON reply; `closes`: the sender is not to use this connection any more."""

    status: int
    content: Mapping[str, object]
    headers: Mapping[str, str] = field(default_factory=dict)
    closes: bool = False

    usual: bytes = field(init=False, repr=False, compare=False)
    """As it is written where the connection stays open."""

    def __post_init__(self) -> None:
        object.__setattr__(self, "usual", self.written(stays=True))  # the same reply is given a thousand times a second

    def written(self, *, stays: bool, without_body: bool = False) -> bytes:
        """The whole of it (RFC 9112 §4 and §6), or only its head."""
        body = json.dumps(self.content, separators=(",", ":")).encode()
        lines = [f"HTTP/1.1 {self.status} {HTTPStatus(self.status).phrase}"]
        lines += [f"{name}: {value}" for name, value in self.headers.items()]
        lines += ["content-type: application/json", f"content-length: {len(body)}"]
        if not stays:
            lines.append("connection: close")
        return ("\r\n".join(lines) + "\r\n\r\n").encode("latin-1") + (b"" if without_body else body)


def refusal(status: int, reason: str, headers: Mapping[str, str] | None = None, *, closes: bool = False) -> Reply:
    """Why a request is turned away."""
    return Reply(status, {"ok": False, "error": reason}, headers or {}, closes)
