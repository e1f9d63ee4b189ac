"""Reading a call script from a JSON file.

Three forms, which say the same kind of thing:

* a list of steps: the first call takes the first one, and so on;
* an object of steps by the last digits of the number dialled (`"901"`) or by order of calls (`"#1"`);
* an object with `calls` (such a list), `destinations` (such digits) and `incoming` (a list of calls that come in).

A step is the name of an outcome, or an object with any of `outcome`, `reply`, `message`, `status`, `row_at`,
`agent_answers_at`, `customer_answers_at`, `ends_at` (simulated seconds after acceptance), `calls_back_after`. A call
that comes in is an object with any of `at` (simulated seconds after the start), `caller`, `did`, `outcome`,
`department`, `answers_at`, `ends_at`.
"""

from __future__ import annotations

import json
import math
import re
from enum import Enum
from typing import TYPE_CHECKING, TypeVar

from acefone_desktop.simulator.calling.call_script import CallScript, DialReply, Outcome, Step
from acefone_desktop.simulator.calling.incoming import IncomingOutcome, IncomingStep

if TYPE_CHECKING:
    from pathlib import Path

_LARGEST = 1024 * 1024
_PARTS = frozenset({"calls", "destinations", "incoming"})
_NUMBER = re.compile(r"[0-9]{10,15}")
_ENDING = re.compile(r"[0-9]{1,15}")
_ORDER = re.compile(r"#([1-9][0-9]{0,5})")
_MOMENTS = ("row_at", "agent_answers_at", "customer_answers_at", "ends_at", "calls_back_after")
_INCOMING_MOMENTS = ("at", "answers_at", "ends_at")
_INCOMING_KEYS = frozenset({"caller", "did", "outcome", "department", *_INCOMING_MOMENTS})
_KEYS = frozenset({"outcome", "reply", "message", "status", *_MOMENTS})
_LONGEST_MESSAGE = 500
_LATEST = 86_400

E = TypeVar("E", bound=Enum)


class CallScriptError(ValueError):
    """The file is no call script; the message says where and why, in a sentence."""


def read_call_script(path: Path) -> CallScript:
    """The script in a file of at most 1 MiB. CallScriptError if it cannot be read or is not one."""
    try:
        with path.open("rb") as file:
            content = file.read(_LARGEST + 1)
    except OSError as error:
        raise CallScriptError(f"The script {path.name} cannot be read: {error.strerror or error}.") from error
    if len(content) > _LARGEST:
        raise CallScriptError(f"The script {path.name} is larger than 1 MiB.")
    try:
        document = json.loads(content)
    except (ValueError, RecursionError) as error:
        raise CallScriptError(f"The script {path.name} is not JSON: {error}.") from error
    return call_script(document)


def call_script(document: object) -> CallScript:
    """The script a decoded JSON document stands for."""
    if isinstance(document, list):
        return CallScript(by_order=_by_order(document))
    if not isinstance(document, dict):
        raise CallScriptError("A script is a list of steps or an object of steps.")
    if not document.keys() & _PARTS:
        return _mixed(document)
    if unknown := document.keys() - _PARTS:
        raise CallScriptError(f"A script with calls or destinations has nothing else; {min(unknown)!r} is too much.")
    calls, destinations = document.get("calls", []), document.get("destinations", {})
    incoming = document.get("incoming", [])
    if not isinstance(calls, list):
        raise CallScriptError("'calls' must be a list of steps.")
    if not isinstance(destinations, dict):
        raise CallScriptError("'destinations' must be an object of steps by last digits.")
    if not isinstance(incoming, list):
        raise CallScriptError("'incoming' must be a list of calls.")
    coming = tuple(_incoming(step, f"incoming call {place}") for place, step in enumerate(incoming, 1))
    return CallScript(_by_order(calls), _mixed(destinations, order=False).by_ending, coming)


def _incoming(value: object, where: str) -> IncomingStep:
    if not isinstance(value, dict):
        raise CallScriptError(f"The step for {where} must be an object.")
    if unknown := value.keys() - _INCOMING_KEYS:
        raise CallScriptError(f"The step for {where} has the unknown key {min(unknown)!r}.")
    if not isinstance(value.get("department", False), bool):
        raise CallScriptError(f"'department' of {where} must be true or false.")
    moments = {n: _moment(value[n], n, where) for n in _INCOMING_MOMENTS if value.get(n) is not None}
    numbers = {name: _digits(value[name], name, where) for name in ("caller", "did") if name in value}
    outcome = _choice(IncomingOutcome, value.get("outcome", IncomingOutcome.ANSWERED.value), where)
    return IncomingStep(outcome=outcome, department=value.get("department", False), **numbers, **moments)  # type: ignore[arg-type]  # read as each field's type


def _digits(value: object, name: str, where: str) -> str:
    if not (isinstance(value, str) and _NUMBER.fullmatch(value)):
        raise CallScriptError(f"{name!r} of {where} must be text of 10 to 15 digits.")
    return value


def _by_order(steps: list[object]) -> dict[int, Step]:
    return {place: _step(step, f"call {place}") for place, step in enumerate(steps, 1)}


def _mixed(steps: dict[str, object], *, order: bool = True) -> CallScript:
    by_order: dict[int, Step] = {}
    by_ending: dict[str, Step] = {}
    for key, value in steps.items():
        if order and (match := _ORDER.fullmatch(key)):
            by_order[int(match[1])] = _step(value, f"call {match[1]}")
        elif _ENDING.fullmatch(key):
            by_ending[key] = _step(value, f"destination {key}")
        else:
            raise CallScriptError(f"{key!r} is neither the last digits of a number nor '#' and the order of a call.")
    return CallScript(by_order=by_order, by_ending=by_ending)


def _step(value: object, where: str) -> Step:
    if isinstance(value, str):
        return Step(outcome=_choice(Outcome, value, where))
    if not isinstance(value, dict):
        raise CallScriptError(f"The step for {where} must be an outcome or an object.")
    if unknown := value.keys() - _KEYS:
        raise CallScriptError(f"The step for {where} has the unknown key {min(unknown)!r}.")
    moments = {name: _moment(value[name], name, where) for name in _MOMENTS if value.get(name) is not None}
    return Step(
        outcome=_choice(Outcome, value.get("outcome", Outcome.ANSWERED.value), where),
        reply=None if value.get("reply") is None else _choice(DialReply, value["reply"], where),
        message=_message(value.get("message"), where),
        status=_status(value.get("status"), where),
        **moments,
    )


def _choice(kind: type[E], value: object, where: str) -> E:
    try:
        return kind(value)
    except ValueError:
        known = ", ".join(str(member.value) for member in kind)
        raise CallScriptError(f"The step for {where} says {value!r}, which is none of: {known}.") from None


def _moment(value: object, name: str, where: str) -> float:
    good = isinstance(value, int | float) and not isinstance(value, bool) and math.isfinite(value)
    if not good or not isinstance(value, int | float) or not 0 <= value <= _LATEST:
        raise CallScriptError(f"{name!r} of {where} must be seconds from 0 to {_LATEST}.")
    return float(value)


def _message(value: object, where: str) -> str | None:
    if value is not None and not (isinstance(value, str) and len(value) <= _LONGEST_MESSAGE):
        raise CallScriptError(f"'message' of {where} must be text of at most {_LONGEST_MESSAGE} characters.")
    return value


def _status(value: object, where: str) -> int | None:
    if value is None:
        return None
    if isinstance(value, bool) or not isinstance(value, int) or not 200 <= value <= 599:  # noqa: PLR2004 - HTTP's own
        raise CallScriptError(f"'status' of {where} must be an HTTP status from 200 to 599.")
    return value
