"""Tokens of the simulated account: three-part JWT in shape (RFC 7519 §3), random text in substance."""

from __future__ import annotations

import base64
import json
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import Enum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import random

LOGIN_TOKEN_LIFE_S = 3600


def made_up_token(chance: random.Random, *, account: str, issued_at: datetime, life_s: int, path: str) -> str:
    """A token with readable claims and a signature that is noise."""
    issued = int(issued_at.timestamp())
    claims = {
        "sub": account,
        "cr": False,
        "iss": f"https://console.example.invalid/{path}",
        "iat": issued,
        "nbf": issued,
        "exp": issued + life_s,
        "jti": chance.randbytes(8).hex(),
    }
    parts = (json.dumps({"typ": "JWT", "alg": "HS256"}).encode(), json.dumps(claims).encode(), chance.randbytes(32))
    return ".".join(base64.urlsafe_b64encode(part).rstrip(b"=").decode() for part in parts)


def masked(token: str) -> str:
    """The token as the portal's list shows it, and as people copy it by mistake."""
    return f"{token[:6]}{'*' * 24}{token[-4:]}"


class Verdict(Enum):
    """What became of a token that was shown."""

    GOOD = "good"
    UNKNOWN = "unknown"
    BLACKLISTED = "blacklisted"
    EXPIRED = "expired"
    NOT_ALLOWED = "not-allowed"


@dataclass(frozen=True, slots=True)
class _Entry:
    issued_at: datetime
    expires_at: datetime | None
    portal: bool
    blacklisted: bool = False
    paths: tuple[str, ...] | None = None


class TokenBook:
    """Every token the account has given out, and what each may do."""

    def __init__(self) -> None:
        self._entries: dict[str, _Entry] = {}

    def add_portal(
        self, token: str, at: datetime, *, blacklisted: bool = False, paths: tuple[str, ...] | None = None
    ) -> None:
        """Registers a token made in the portal: it does not expire by itself."""
        self._entries[token] = _Entry(at, None, portal=True, blacklisted=blacklisted, paths=paths)

    def add_login(self, token: str, at: datetime, life_s: float) -> None:
        """Registers a token given out by a login or a refresh."""
        self._entries[token] = _Entry(at, at + timedelta(seconds=life_s), portal=False)

    def blacklist(self, token: str) -> None:
        """Ends a login's token; one from the portal is only ever ended in the portal."""
        entry = self._entries.get(token)
        if entry and not entry.portal:
            self._entries[token] = replace(entry, blacklisted=True)

    def judge(
        self, token: str, path: str, now: datetime, *, life_s: float | None, allowed: tuple[str, ...] | None
    ) -> Verdict:
        """What `token` may do at `path` (as in `live_calls`); `life_s` and `allowed` narrow every token."""
        entry = self._entries.get(token)
        if entry is None:
            return Verdict.UNKNOWN
        if entry.blacklisted:
            return Verdict.BLACKLISTED
        ends = [entry.expires_at] if entry.expires_at else []
        if life_s is not None:
            ends.append(entry.issued_at + timedelta(seconds=life_s))
        if ends and now >= min(ends):
            return Verdict.EXPIRED
        lists = [paths for paths in (entry.paths, allowed) if paths is not None]
        if all(any(path == p or path.startswith(f"{p}/") for p in paths) for paths in lists):
            return Verdict.GOOD
        return Verdict.NOT_ALLOWED
