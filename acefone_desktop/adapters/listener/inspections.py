"""What app and listener's process say to each other beside calls: odd keys, what came lately, tests from outside."""

from __future__ import annotations

from datetime import datetime

import msgspec

from acefone_desktop.domain.webhook_mapping import WebhookMapping
from acefone_desktop.domain.webhook_samples import Samples


class Map(msgspec.Struct, frozen=True, tag=True):
    """Read webhooks with this mapping from now on."""

    mapping: WebhookMapping


class ReadIn(msgspec.Struct, frozen=True, tag=True):
    """Naive stamps are of this zone from now on."""

    zone: str


class ReadsIn(msgspec.Struct, frozen=True, tag=True):
    """What comes from this moment on is read in this zone; told at the start and after each `ReadIn`."""

    zone: str
    since: datetime


class Show(msgspec.Struct, frozen=True, tag=True):
    """Tell `Shown` with the same number: the last webhooks, as they would be read with this mapping."""

    number: int
    mapping: WebhookMapping


class Shown(msgspec.Struct, frozen=True, tag=True):
    """The answer to `Show`."""

    number: int
    samples: Samples


class Unread(msgspec.Struct, frozen=True, tag=True):
    """How many reports have come, since it listens, whose call could not be read; told when it changes."""

    count: int


class Probed(msgspec.Struct, frozen=True, tag=True):
    """A test of ours came in, with the right secret or not."""

    nonce: str
    admitted: bool
