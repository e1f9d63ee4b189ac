"""The address book as the app uses it: changes that can be undone, and a word to whoever shows it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

    from acefone_desktop.domain.contacts import Contact
    from acefone_desktop.services.ports import ContactBook


@dataclass(frozen=True, slots=True)
class Change:
    """What was done to one contact: `before` is None for a new one, `after` for a deleted one."""

    before: Contact | None
    after: Contact | None


class Directory:
    """Saves, deletes and marks contacts. Every method raises `StorageError`."""

    def __init__(self, book: ContactBook) -> None:
        self._book = book
        self._listeners: list[Callable[[Change | None], None]] = []

    def subscribe(self, listener: Callable[[Change | None], None]) -> Callable[[], None]:
        """Calls the listener after each change, with None when many changed at once; the result ends that."""
        self._listeners.append(listener)
        return lambda: self._listeners.remove(listener) if listener in self._listeners else None

    async def save(self, contact: Contact, before: Contact | None = None) -> Change:
        """Adds or replaces; `before` is what the person saw when they began to edit."""
        return self._tell(Change(before, await self._book.save(contact)))

    async def delete(self, contact: Contact) -> Change:
        """Deletes a stored contact. Returned change brings it back under its id when undone."""
        if contact.id is not None:
            await self._book.delete(contact.id)
        return self._tell(Change(contact, None))

    async def set_favourite(self, contact: Contact, *, favourite: bool) -> Change:
        """Marks or unmarks a favourite."""
        return await self.save(replace(contact, favourite=favourite), contact)

    async def undo(self, change: Change) -> Change:
        """Takes a change back; the returned change undoes that in turn."""
        if change.before is not None:
            return await self.save(change.before, change.after)
        if change.after is not None:
            return await self.delete(change.after)
        return change

    def many_changed(self) -> None:
        """Tells listeners that an import has changed the book."""
        self._notify(None)

    def _tell(self, change: Change) -> Change:
        self._notify(change)
        return change

    def _notify(self, change: Change | None) -> None:
        for listener in tuple(self._listeners):
            listener(change)
