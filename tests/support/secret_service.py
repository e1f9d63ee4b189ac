"""What is in the Secret Service of a desktop session."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import secretstorage

if TYPE_CHECKING:
    from collections.abc import Mapping

    from tests.support.session_bus import SessionBus


@dataclass(frozen=True, slots=True)
class Secret:
    """One item; `value` is None while its collection is locked."""

    label: str
    attributes: Mapping[str, str]
    value: str | None


def secrets(bus: SessionBus) -> list[Secret]:
    """Everything that is kept; asks for no unlocking."""
    with bus.connect() as connection:
        found: list[Secret] = []
        for collection in secretstorage.get_all_collections(connection):
            for item in collection.get_all_items():
                value = None if item.is_locked() else item.get_secret().decode()
                found.append(Secret(item.get_label(), dict(item.get_attributes()), value))
    return found


def lock(bus: SessionBus) -> None:
    """Locks the default collection, as happens when a person walks away."""
    with bus.connect() as connection:
        secretstorage.get_default_collection(connection).lock()


def is_locked(bus: SessionBus) -> bool:
    """Whether the default collection is locked."""
    with bus.connect() as connection:
        return bool(secretstorage.get_default_collection(connection).is_locked())
