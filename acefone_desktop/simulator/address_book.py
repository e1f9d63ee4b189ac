"""The lists that can be changed through the API: contacts, groups, blocked numbers, notes, scheduled calls."""

from __future__ import annotations

import itertools
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from acefone_desktop.simulator.account import BlockedNumber, Contact, Group, SimulatedAccount


@dataclass(frozen=True, slots=True, kw_only=True)
class Note:
    """What an agent wrote about a call."""

    id: str
    call_id: str
    client_number: str
    called_at: datetime
    message: str
    disposition: str
    user_id: int
    user_name: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ScheduledCall:
    """A call somebody means to make."""

    id: str
    customer_name: str
    customer_number: str
    at: datetime
    text: str
    assigned_to: str


class AddressBook:
    """Everything by its id, in the order it came."""

    def __init__(self, account: SimulatedAccount) -> None:
        self.contacts: dict[str, Contact] = {contact.id: contact for contact in account.contacts}
        self.groups: dict[str, Group] = {group.id: group for group in account.groups}
        self.blocked: dict[str, BlockedNumber] = {number.id: number for number in account.blocked}
        self.notes: dict[str, Note] = {}
        self.scheduled: dict[str, ScheduledCall] = {}
        self._serial = itertools.count(1)

    def new_id(self, kind: str) -> str:
        """An id nothing else has."""
        return f"{kind}{1000 + next(self._serial)}"
