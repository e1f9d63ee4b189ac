"""What became of a test request that the app sent to its own listener by way of the public address."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum


class Reach(Enum):
    """How far the test came."""

    ARRIVED = "arrived"
    SECRET_LOST = "secret lost"  # noqa: S105 (what became of it, not what it is)
    """It reached the listener, without the right secret."""
    NO_SUCH_HOST = "no such host"
    REFUSED = "refused"
    UNREACHABLE = "unreachable"
    TOO_SLOW = "too slow"
    NOT_TRUSTED = "not trusted"
    """TLS: `detail` says what is wrong with the certificate or the connection."""
    REDIRECTED = "redirected"
    """To another address, which is not followed; `detail` is its host."""
    TURNED_AWAY = "turned away"
    """Somebody answered 4xx before it came to the listener."""
    NOBODY_BEHIND = "nobody behind"
    """A proxy or tunnel answered that it cannot reach the listener (5xx)."""
    SOMEBODY_ELSE = "somebody else"
    """Another server took it as if it were its own."""
    NO_HTTP = "no http"
    """What answered speaks no HTTP."""


@dataclass(frozen=True, slots=True)
class ReachReport:
    """`took_ms`: from sending to the listener's word that exactly this test came in; 0 where it did not.

    `status` is that of the reply, 0 where there was none. `detail` holds nothing but a host or a short reason.
    """

    reach: Reach
    took_ms: int = 0
    status: int = 0
    detail: str = ""
