"""The calls that one request tells of: at its top, below a wrapper, or several in an array; keys mapped as wished."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from acefone_desktop.adapters.acefone.reports.loose_values import first_text, lower_keys, text, unfolded
from acefone_desktop.adapters.acefone.reports.request_bodies import MOST_FIELDS, WebhookNotUnderstoodError
from acefone_desktop.domain.webhook_mapping import MappedField, WebhookMapping

if TYPE_CHECKING:
    from collections.abc import Iterator

Fields = dict[str, object]

MOST_REPORTS: Final = 100
"""In one request."""

MOST_OBJECTS: Final = 500
DEEPEST: Final = 5
CUSTOMER_KEYS: Final = (
    "customer_no_with_prefix",
    "customer_number_with_prefix",
    "customer_number",
    "client_number",
)
NO_MAPPING: Final = WebhookMapping()
_IDENTITIES = ("call_id", "ref_id", "custom_identifier", "uuid")
_WHAT = ("call_status", "end_stamp", "start_stamp", "hangup_cause", "hangup_cause_key")
_PARTS_OF_A_CALL: Final = frozenset(
    {"call_flow", "answered_agent", "answered_agent_number", "missed_agent", "agent", "billing_circle"}
    | {"broadcast_lead_fields", "lead_fields", "custom_identifier", "transfer_missed_agent"}
)


def calls_within(decoded: object, mapping: WebhookMapping = NO_MAPPING) -> tuple[Fields, ...]:
    """The fields of each call as they are to be read; see `calls_as_sent`."""
    return tuple(fields for _, fields in calls_as_sent(decoded, mapping))


def calls_as_sent(decoded: object, mapping: WebhookMapping) -> tuple[tuple[Fields, Fields], ...]:
    """The fields of each call as they came and as they are to be read, under trimmed lower-case keys.

    What an object tells holds for those inside it. Raises `WebhookNotUnderstoodError` where there is no call, or more
    than anybody sends.
    """
    found: list[tuple[Fields, Fields]] = []
    waiting: list[tuple[object, Fields, int]] = [(decoded, {}, 0)]
    seen = 0
    while waiting:
        node, told, depth = waiting.pop()
        seen += 1
        if seen > MOST_OBJECTS:
            raise WebhookNotUnderstoodError("It tells of too many calls.")
        if isinstance(node, list):
            waiting.extend((item, told, depth + 1) for item in reversed(node) if depth < DEEPEST)
            continue
        if not isinstance(node, dict):
            continue
        if len(node) > MOST_FIELDS:
            raise WebhookNotUnderstoodError("It has too many fields.")
        own = lower_keys(node)
        sent = {**told, **own} if told else own
        fields = mapped(sent, mapping)
        if is_call(fields):
            if len(found) == MOST_REPORTS:
                raise WebhookNotUnderstoodError("It tells of too many calls.")
            found.append((sent, fields))
        elif depth < DEEPEST:
            handed_on = told | {key: value for key, value in own.items() if text(value)}
            below = [inner for _, inner in _inner_values(own)]
            waiting.extend((inner, handed_on, depth + 1) for inner in reversed(below))
    if not found:
        raise WebhookNotUnderstoodError("It names no call, or nothing that happened to it.")
    return tuple(found)


def is_call(fields: Fields) -> bool:
    """Whether they say which call they are about, and anything that happened to it."""
    return bool(first_text(fields, *_WHAT) and first_text(fields, *_IDENTITIES, *CUSTOMER_KEYS, "call_to_number"))


def mapped(fields: Fields, mapping: WebhookMapping) -> Fields:
    """The fields as the person's rules have them; the same where there are no rules."""
    if mapping.is_empty:
        return fields
    result, flat = dict(fields), flattened(fields)
    filled: set[MappedField] = set()
    for rule in mapping.keys:
        value = fields.get(rule.key, flat.get(rule.key))
        if rule.field not in filled and _says_something(value):
            result[rule.field.value] = value
            filled.add(rule.field)
    meaning = mapping.meaning_of(text(result.get("call_status"))) if mapping.words else None
    if meaning is not None:
        result["call_status"] = meaning.value
    return result


def flattened(fields: Fields) -> Fields:
    """What objects inside others hold, under the way to it (`customer.phone`); what lists hold is left out."""
    flat: Fields = {}
    waiting = [("", fields, 0)]
    while waiting and len(flat) < MOST_FIELDS:
        path, inner, depth = waiting.pop()
        for key, value in inner.items():
            name = f"{path}{key}"
            value = unfolded(value)  # noqa: PLW2901
            if isinstance(value, dict):
                if depth < DEEPEST:
                    waiting.append((f"{name}.", lower_keys(value), depth + 1))
            elif not isinstance(value, list):
                flat.setdefault(name, value)
    return flat


def outermost(decoded: object) -> Iterator[Fields]:
    """The objects at the top: what a request is shown as that tells of no call."""
    for node in decoded[:MOST_REPORTS] if isinstance(decoded, list) else [decoded]:
        if not isinstance(node, dict):
            continue
        own = lower_keys(node)
        lists = [inner for _, inner in _inner_values(own) if isinstance(inner, list)]
        if len(own) == 1 and lists:
            yield from (lower_keys(item) for item in lists[0][:MOST_REPORTS] if isinstance(item, dict))
        else:
            yield own


def _inner_values(own: Fields) -> Iterator[tuple[str, object]]:
    for key, value in own.items():
        if key not in _PARTS_OF_A_CALL:
            inner = unfolded(value)
            if isinstance(inner, dict | list):
                yield key, inner


def _says_something(value: object) -> bool:
    return bool(text(value)) or (isinstance(value, dict | list) and bool(value))
