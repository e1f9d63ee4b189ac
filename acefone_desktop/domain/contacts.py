"""People and companies one calls."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NewType

ContactId = NewType("ContactId", int)


@dataclass(frozen=True, slots=True)
class ContactNumber:
    """One number of a contact: E.164 where it could be read, else as given. `label` is a word such as “mobile”."""

    number: str
    label: str = ""
    extension: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Contact:
    """A person or company. `id` is None until it is stored."""

    name: str
    company: str = ""
    numbers: tuple[ContactNumber, ...] = ()
    email: str = ""
    notes: str = ""
    favourite: bool = False
    caller_id: str = ""
    """Digits of the caller ID kept for this contact; empty: none of its own."""
    id: ContactId | None = None

    @property
    def title(self) -> str:
        """What to call this contact on screen."""
        return self.name or self.company or (self.numbers[0].number if self.numbers else "")
