"""What a broken line, a gateway or a stranger says instead of the account."""

from __future__ import annotations

import gzip
import json
from typing import Final

PAGE: Final = (
    b"<!DOCTYPE html><html><head><title>Sign in</title></head><body>Welcome to our guest network</body></html>"
)
GARBAGE: Final = bytes(range(256)) * 4
OVERSIZED: Final = 9 * 1024 * 1024


def answer(status: str, body: bytes, *fields: str, kind: str = "application/json") -> bytes:
    """An HTTP reply that is whole and well-formed."""
    head = [f"HTTP/1.1 {status}", f"content-type: {kind}", f"content-length: {len(body)}", *fields]
    return "\r\n".join(head).encode() + b"\r\n\r\n" + body


def told(status: str, message: str, *fields: str) -> bytes:
    """A reply in the account's own shape that says no."""
    return answer(status, json.dumps({"success": False, "message": message}).encode(), *fields)


def page(status: str, *fields: str) -> bytes:
    """A web page."""
    return answer(status, PAGE, *fields, kind="text/html")


def bomb() -> bytes:
    """Small on the line, far too large once unfolded."""
    folded = gzip.compress(b" " * (4 * OVERSIZED), 9)
    return answer("200 OK", folded, "content-encoding: gzip")


def shortened(reply: bytes) -> bytes:
    """A whole reply with half of its body missing; its head still promises all of it."""
    head, _, body = reply.partition(b"\r\n\r\n")
    return head + b"\r\n\r\n" + body[: len(body) // 2]


def cut_json(reply: bytes) -> bytes:
    """A reply that is whole for HTTP, with JSON that breaks off in the middle."""
    _, _, body = reply.partition(b"\r\n\r\n")
    return answer("200 OK", body[: len(body) // 2] or b"[")
