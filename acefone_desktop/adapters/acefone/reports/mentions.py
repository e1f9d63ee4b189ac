"""Agents and directions as reports write them (contract §0, §8)."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import lru_cache

from acefone_desktop.adapters.acefone.reports.loose_values import digits, first_text, lower_keys, text, unfolded
from acefone_desktop.domain.reports import AgentMention, Direction

MOST_AGENTS = 50
_AGENT_ID = re.compile(r"050\d{10,11}")
_NUMBER_FIELDS = ("number", "agent_number", "follow_me_number", "num", "extension")
_ANY_LETTER = re.compile(r"[^\W\d_]")


def read_agents(value: object) -> tuple[AgentMention, ...]:
    """The agents of a field that is blank, an object, an array of objects, or JSON text of either."""
    value = unfolded(value)
    if isinstance(value, list):
        found = [mention for item in value[:MOST_AGENTS] for mention in read_agents(item)]
        return tuple(dict.fromkeys(found))
    if isinstance(value, Mapping):
        return _from_object(lower_keys(value))
    written = text(value)
    if _ANY_LETTER.search(written) and not written.lower().startswith("extension-"):
        return (AgentMention(name=agent_name(written)),)
    return mention("", "", written)


def mention(agent_id: str, name: str, *numbers: object) -> tuple[AgentMention, ...]:
    """One agent from loose fields; none if they are all blank. A number that is an agent's id counts as the id."""
    return _mention(agent_id, name, tuple(number for told in numbers if (number := digits(told)).strip("0")))


@lru_cache(maxsize=1024)
def _mention(agent_id: str, name: str, numbers: tuple[str, ...]) -> tuple[AgentMention, ...]:
    """Remembered: an account has few agents."""
    told = dict.fromkeys(numbers)
    ids = [agent_id, *(number for number in told if _AGENT_ID.fullmatch(number))]
    known = next(filter(None, ids), "")
    rest = tuple(number for number in told if number not in ids)
    found = AgentMention(id=known, name=agent_name(name), numbers=rest)
    return (found,) if found != AgentMention() else ()


def agent_name(written: str) -> str:
    """The name without the mark of the extension that was rung."""
    return re.sub(r"\s*-\s*extension$", "", written, flags=re.IGNORECASE).strip()


def read_direction(value: object) -> tuple[Direction | None, bool]:
    """The direction, and whether it names a click-to-call: `click_to_call`, `clicktocall`, `1`, `Dialer (inbound)` …"""
    return _direction(text(value))


@lru_cache(maxsize=256)
def _direction(written: str) -> tuple[Direction | None, bool]:
    words = "".join(c for c in written.casefold() if c.isalnum())
    if words == "clicktocall":
        return Direction.OUTBOUND, True
    if words in {"1", "in"} or "inbound" in words or "incoming" in words:
        return Direction.INBOUND, False
    if words in {"2", "out"} or "outbound" in words or "outgoing" in words:
        return Direction.OUTBOUND, False
    return None, False


def read_way(*told: object) -> bool | None:
    """Whether a call is said to be a click-to-call; False where some other way is named in words, None without any.

    Figures name a direction alone, and so does a bare `dialer`.
    """
    ways = [_way(text(value)) for value in told]
    return True if True in ways else False if False in ways else None


@lru_cache(maxsize=256)
def _way(written: str) -> bool | None:
    words = "".join(c for c in written.casefold() if c.isalnum())
    if words in {"clicktocall", "c2c"}:
        return True
    return None if words.isdecimal() or _direction(written)[0] is None else False


def direction_of_trigger(status: str) -> Direction | None:
    """What the trigger says where the body's template leaves the direction out: each of these is for one alone.

    Customers answer, or miss, only click-to-calls; calls that come in are received and ring at agents.
    """
    words = status.casefold().removeprefix("call ").strip()
    if words.startswith(("answered by customer", "missed by customer")):
        return Direction.OUTBOUND
    return Direction.INBOUND if words.startswith(("received on ", "dialed on ")) else None


def _from_object(raw: Mapping[str, object]) -> tuple[AgentMention, ...]:
    agent_id = first_text(raw, "id", "agent_id", "eid")
    return mention(agent_id, first_text(raw, "name", "agent_name"), *(raw.get(field) for field in _NUMBER_FIELDS))
