"""Journalled dials as rows."""

from __future__ import annotations

import json
from dataclasses import asdict
from datetime import datetime
from typing import Any

from acefone_desktop.domain.account import AgentId
from acefone_desktop.domain.dial_wishes import Origin
from acefone_desktop.domain.dialing import CallIntent, DialRequest, IntentId
from acefone_desktop.domain.errors import DatabaseDamagedError


def intent_to_json(intent: CallIntent) -> str:
    """The dial as JSON; `intent_from_json` gives back an equal value."""
    request = asdict(intent.request) | {"origin": intent.request.origin.value}
    return json.dumps({"requested_at": intent.requested_at.isoformat(), "request": request})


def intent_from_json(intent_id: str, text: str) -> CallIntent:
    """Reads what `intent_to_json` wrote. Raises `DatabaseDamagedError`."""
    try:
        raw: dict[str, Any] = json.loads(text)
        request = dict(raw["request"])
        request["origin"] = Origin(request["origin"])
        request["agent_id"] = AgentId(request["agent_id"])
        return CallIntent(IntentId(intent_id), DialRequest(**request), datetime.fromisoformat(raw["requested_at"]))
    except (ValueError, TypeError, KeyError) as error:
        raise DatabaseDamagedError("(A stored dial cannot be read.)") from error
