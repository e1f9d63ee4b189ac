"""Who may report calls: whoever knows the secret, told in the path or in a header."""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Mapping

from acefone_desktop.adapters.listener.probes import Prober

HEADER = "x-acefone-secret"
SHORTEST_SECRET = 16


class SharedSecret:
    """Compared in constant time and by digest, so that neither its length nor its start can be measured."""

    def __init__(self, secret: str) -> None:
        check_secret(secret)
        self._digest = _digest(secret)
        self.prober = Prober(secret)
        """Makes tests of our own, and knows them again."""

    def __repr__(self) -> str:
        return "SharedSecret()"

    def admits(self, path_secret: str, headers: Mapping[str, str]) -> bool:
        """Whether one of the three places holds the secret; always compares all three."""
        scheme, _, bearer = headers.get("authorization", "").partition(" ")
        told = (path_secret, headers.get(HEADER, ""), bearer.strip() if scheme.lower() == "bearer" else "")
        return sum(hmac.compare_digest(_digest(secret), self._digest) for secret in told) > 0


def check_secret(secret: str) -> None:
    """Raises `ValueError` for one that could be guessed."""
    if len(secret) < SHORTEST_SECRET:
        raise ValueError(f"the secret needs at least {SHORTEST_SECRET} characters")


def _digest(secret: str) -> bytes:
    return hashlib.blake2b(secret.encode("utf-8", "surrogateescape")).digest()
