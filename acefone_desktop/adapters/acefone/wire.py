"""Rows of the provider's lists as they come, keys already in lower case. Everything may be missing (contract §5–§7)."""

from __future__ import annotations

from typing import Any, Final, TypeVar

import msgspec

from acefone_desktop.domain.errors import ReplyNotUnderstoodError

Scalar = str | int | float | bool | None
"""Numbers come as text and text as numbers."""

WRAPPERS: Final = ("results", "data")

Row = TypeVar("Row", bound=msgspec.Struct)


class AgentPart(msgspec.Struct):
    """The `agent` of a user; some replies say `agent_status` and `number` for the same things."""

    id: Scalar = None
    name: Scalar = None
    status: Scalar = None
    agent_status: Scalar = None
    follow_me_number: Scalar = None
    number: Scalar = None
    intercom: Scalar = None
    extension: Any = None


class UserRow(msgspec.Struct):
    """One row of `users`, or the `data` of `user/{id}`."""

    id: Scalar = None
    name: Scalar = None
    login_id: Scalar = None
    agent: Any = None
    extension: Any = None
    intercom: Scalar = None
    user_role: Any = None
    team_member: Any = None
    user_status: Scalar = None


class NumberRow(msgspec.Struct):
    """One row of `my_number`."""

    name: Scalar = None
    alias: Scalar = None
    did: Scalar = None
    description: Scalar = None


class DepartmentRow(msgspec.Struct):
    """One row of `departments`; its fields are documented nowhere, so that several names are tried."""

    id: Scalar = None
    department_id: Scalar = None
    name: Scalar = None
    department_name: Scalar = None
    intercom: Scalar = None
    extension: Any = None
    number: Scalar = None


class ContactRow(msgspec.Struct):
    """One row of `contacts`."""

    id: Scalar = None
    contact_group_id: Scalar = None
    contact_group_name: Scalar = None
    phone_number: Scalar = None
    name: Scalar = None
    email_id: Scalar = None
    address: Scalar = None
    company_name: Scalar = None
    custom_fields: Any = None
    updated_at: Scalar = None
    deleted_at: Scalar = None


class ContactGroupRow(msgspec.Struct):
    """One row of `contact/groups`."""

    id: Scalar = None
    name: Scalar = None
    description: Scalar = None


class NoteRow(msgspec.Struct):
    """One row of `call/notes/{number}`."""

    own_id: Scalar = msgspec.field(name="_id", default=None)
    id: Scalar = None
    calldate: Any = None
    notes: Any = None
    date: Scalar = None


class BlockedNumberRow(msgspec.Struct):
    """One row of `blocked_numbers`."""

    id: Scalar = None
    src_number: Scalar = None
    number: Scalar = None
    block_key: Scalar = None
    did_numbers: Any = None


class ScheduledCallRow(msgspec.Struct):
    """One row of `schedule_calls`."""

    id: Scalar = None
    customer_name: Scalar = None
    customer_number: Scalar = None
    schedule_callback_date_time: Scalar = None
    schedule_callback_text: Scalar = None
    assigned_to: Any = None


def checked_list(decoded: Any) -> Any:
    """The reply as it is. Raises `ReplyNotUnderstoodError` where it holds no list, not even an empty or null one."""
    if not isinstance(_unwrapped(decoded), list | None):
        raise ReplyNotUnderstoodError("It holds no list.")
    return decoded


def rows(decoded: Any, kind: type[Row]) -> tuple[Row, ...]:
    """The rows of a list reply, bare or wrapped in `results` or `data`; a row that is none is left out."""
    listed = _unwrapped(decoded)
    found = (row(item, kind) for item in listed) if isinstance(listed, list) else ()
    return tuple(item for item in found if item is not None)


def _unwrapped(decoded: Any) -> Any:
    for _ in WRAPPERS:
        if isinstance(decoded, dict):
            decoded = next((decoded[wrapper] for wrapper in WRAPPERS if wrapper in decoded), decoded)
    return decoded


def row(decoded: Any, kind: type[Row]) -> Row | None:
    """One row; None for what has another shape."""
    if not isinstance(decoded, dict):
        return None
    try:
        return msgspec.convert(decoded, kind)
    except msgspec.ValidationError:
        return None


def total(decoded: Any) -> int:
    """How many rows all pages have together; 0 where the reply does not say."""
    return whole(decoded.get("count")) if isinstance(decoded, dict) else 0


def text(value: Any) -> str:
    """A scalar as text; empty for null and for anything else."""
    match value:
        case bool() | None:
            return ""
        case str() | int():
            return str(value).strip()
        case float() if value.is_integer():
            return str(int(value))
        case _:
            return ""


def digits(value: Any) -> str:
    """The digits of a number as given, without plus and separators."""
    return "".join(c for c in text(value) if c.isascii() and c.isdigit())


def whole(value: Any, otherwise: int = 0) -> int:
    """A count that may be written as text."""
    written = text(value)
    return int(written) if written.isascii() and written.isdecimal() and len(written) < 19 else otherwise  # noqa: PLR2004
