"""Switches as text: `name=value`, as the command line takes them."""

from __future__ import annotations

import math
import types
import typing
from dataclasses import fields, replace
from enum import Enum
from typing import TYPE_CHECKING

from acefone_desktop.simulator.switches import Switches

if TYPE_CHECKING:
    from collections.abc import Iterable

_LARGEST = 1_000_000
_YES, _NO = frozenset({"true", "yes", "on", "1"}), frozenset({"false", "no", "off", "0"})


class SwitchError(ValueError):
    """No such switch, or not a value of it; the message is a sentence."""


def with_options(switches: Switches, options: Iterable[str]) -> Switches:
    """`switches` with every `name=value` applied, the last one winning. Hyphens and underscores are the same."""
    kinds = typing.get_type_hints(Switches)
    wanted: dict[str, object] = {}
    for option in options:
        name, equals, text = option.partition("=")
        name = name.strip().replace("-", "_")
        if not equals or name not in kinds:
            raise SwitchError(f"{option!r} is not a switch; the switches are: {', '.join(sorted(kinds))}.")
        wanted[name] = _value(name, kinds[name], text.strip())
    return replace(switches, **wanted)  # type: ignore[arg-type]  # each value was read as its field's type


def described() -> Iterable[tuple[str, str, str]]:
    """(name, values it takes, default) of every switch."""
    kinds = typing.get_type_hints(Switches)
    for each in fields(Switches):
        default = each.default.value if isinstance(each.default, Enum) else each.default
        shown = {None: "none", True: "yes", False: "no"}.get(default, default) if not _is_number(default) else default
        yield each.name, _values(kinds[each.name]), str(shown)


def _is_number(value: object) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)


def _inner(kind: object) -> tuple[type | object, bool]:
    """(type, whether None is a value too)."""
    if isinstance(kind, types.UnionType):
        return next(a for a in kind.__args__ if a is not type(None)), True
    return kind, False


def _values(kind: object) -> str:
    inner, optional = _inner(kind)
    if isinstance(inner, type) and issubclass(inner, Enum):
        text = "|".join(str(member.value) for member in inner)
    elif inner is bool:
        text = "yes|no"
    else:
        text = {int: "whole number", float: "seconds"}.get(typing.cast("type", inner), "paths, separated by commas")
    return f"{text}|none" if optional else text


def _value(name: str, kind: object, text: str) -> object:
    inner, optional = _inner(kind)
    if optional and text.lower() == "none":
        return None
    try:
        return _read(inner, text)
    except ValueError:
        raise SwitchError(f"{text!r} is not a value of {name}, which takes: {_values(kind)}.") from None


def _read(kind: object, text: str) -> object:
    if isinstance(kind, type) and issubclass(kind, Enum):
        return kind(text)
    if kind is bool:
        if text.lower() not in _YES | _NO:
            raise ValueError(text)
        return text.lower() in _YES
    if kind is int or kind is float:
        number = int(text) if kind is int else float(text)
        if not math.isfinite(number) or not 0 <= number <= _LARGEST:
            raise ValueError(text)
        return number
    return tuple(part.strip() for part in text.split(",") if part.strip())
