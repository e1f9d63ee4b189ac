"""What a token says of itself. It cannot be verified here; it is good for a warning and nothing else (RFC 7519 §4)."""

from __future__ import annotations

import base64
import json
from datetime import UTC, datetime
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from acefone_desktop.domain.account import ApiToken


def expiry(token: ApiToken) -> datetime | None:
    """When the token says it ends (`exp`); None where it does not say, or not in a way that can be read."""
    payload = token.value.split(".")[1] if token.value.count(".") > 1 else ""
    try:
        claims = json.loads(base64.urlsafe_b64decode(payload + "=" * (-len(payload) % 4)))
        seconds = claims["exp"]
        return datetime.fromtimestamp(seconds, UTC) if isinstance(seconds, int | float) else None
    except (ValueError, KeyError, TypeError, OverflowError, OSError, RecursionError):
        return None
