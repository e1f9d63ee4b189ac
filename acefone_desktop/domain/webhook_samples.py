"""What is shown of webhooks that came: keys, and of their values only the shape. Nothing here holds a whole value."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import Enum
from typing import Final

from acefone_desktop.domain.evidence import Fact
from acefone_desktop.domain.webhook_mapping import MappedField

HIDDEN: Final = "•"
"""Stands for what is not shown."""


class Shape(Enum):
    """What kind of value a key holds. `detail` of `SampleField` goes with it."""

    EMPTY = "empty"
    UNSET = "unset"
    """The name of a variable that the provider had no value for."""
    WORD = "word"
    """Detail: a status word as it came."""
    NUMBER = "number"
    """Detail: the last three digits of a phone number or id made of digits."""
    COUNT = "count"
    """Detail: how many digits."""
    MOMENT = "moment"
    """Detail: `ahead` or `before_start` (of the call) where it cannot be true; else empty."""
    ADDRESS = "address"
    TEXT = "text"
    """Detail: how many characters."""
    FLAG = "flag"
    PARTS = "parts"
    """Detail: how many values are inside."""


@dataclass(frozen=True, slots=True)
class SampleField:
    """A key and what it was understood as. `is_known`: the provider's own key, read as it is meant.

    `is_mapped`: a person has said what it holds. `can_be_mapped` is false where the key itself had to be hidden.
    """

    key: str
    shape: Shape
    detail: str = ""
    field: MappedField | None = None
    is_known: bool = False
    is_mapped: bool = False
    can_be_mapped: bool = True


@dataclass(frozen=True, slots=True)
class SampleReading:
    """What a webhook is understood to say. Ids and numbers are their last three characters behind `HIDDEN`.

    Of short ones it is all there is.
    """

    facts: tuple[Fact, ...]
    status: str = ""
    call: str = ""
    customer: str = ""
    agent: str = ""


@dataclass(frozen=True, slots=True)
class Sample:
    """One report that came. `reading` is None where its call could not be read; `problem` then says why."""

    at: datetime
    carrier: str
    """`json`, `form` or `query`."""
    fields: tuple[SampleField, ...] = ()
    reading: SampleReading | None = None
    problem: str = ""


@dataclass(frozen=True, slots=True)
class Samples:
    """The last that came, newest first, and how many came since the listener began."""

    shown: tuple[Sample, ...] = ()
    understood: int = 0
    unread: int = 0
    repeated: int = 0
