"""Test requests that the app sends to its own listener from outside, sealed with the secret so that none is forged."""

from __future__ import annotations

import hashlib
import hmac
import re
import secrets
from typing import Final

PROBE_HEADER: Final = "x-acefone-desktop-test"
PROBE_KEY: Final = "acefone_desktop_test"
LARGEST_PROBE: Final = 512
"""Bytes of a test's body."""

STRANGER: Final = (404, b'{"ok":false,"error":"not found"}')
"""What the endpoint answers to whoever does not know the secret."""

_PROBE: Final = re.compile(r"([0-9a-f]{24})\.([0-9a-f]{32})")


class Prober:
    """Makes tests and knows them again. Whoever does not know the secret can do neither."""

    def __init__(self, secret: str) -> None:
        self._key = hashlib.blake2b(secret.encode("utf-8", "surrogateescape"), person=b"acefone-test").digest()

    def __repr__(self) -> str:
        return "Prober()"

    def new(self) -> str:
        """A test that was never sent before: 24 hexadecimal digits, a dot, and their seal."""
        nonce = secrets.token_hex(12)
        return f"{nonce}.{self._seal(nonce)}"

    def known(self, told: str) -> str:
        """The test's first part, where it is one of ours; empty for anything else."""
        found = _PROBE.fullmatch(told) if len(told) <= LARGEST_PROBE else None
        return found[1] if found and hmac.compare_digest(self._seal(found[1]), found[2]) else ""

    def _seal(self, nonce: str) -> str:
        return hmac.new(self._key, nonce.encode("ascii"), hashlib.sha256).hexdigest()[:32]


def probe_body(probe: str) -> dict[str, str]:
    """The JSON body of a test: nothing that could be taken for a call."""
    return {PROBE_KEY: probe}


def probe_in(body: bytes) -> str:
    """What a body says the test is, if it is nothing but a test; whether it is ours is for `Prober.known`."""
    start, end = f'{{"{PROBE_KEY}":"'.encode(), b'"}'
    squeezed = body.replace(b" ", b"") if len(body) <= LARGEST_PROBE else b""
    if not (squeezed.startswith(start) and squeezed.endswith(end)):
        return ""
    return squeezed[len(start) : -len(end)].decode("ascii", "replace")
