"""The provider's address book (contract §7, “Contacts”)."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any, Final
from urllib.parse import quote

from acefone_desktop.adapters.acefone import wire
from acefone_desktop.adapters.acefone.wire import ContactGroupRow, ContactRow
from acefone_desktop.domain.provider_directory import ContactDraft, ContactGroup, ListPage, ProviderContact

if TYPE_CHECKING:
    from acefone_desktop.adapters.acefone.http.session import Session

PAGE_SIZE: Final = 100


class ProviderContacts:
    """Contacts and their groups, as the provider keeps them."""

    def __init__(self, session: Session) -> None:
        self._session = session

    async def page(
        self, page: int = 1, *, group_id: str = "", search: str = "", updated_after: datetime | None = None
    ) -> ListPage[ProviderContact]:
        """One page of contacts, deleted ones included where the provider lists them."""
        query: dict[str, str | int] = {"page": page, "limit": PAGE_SIZE}
        if group_id:
            query["contact_group_id"] = group_id
        if search:
            query["searchTerm"] = search
        if updated_after is not None:
            query["updated_after"] = f"{updated_after.astimezone(UTC):%Y-%m-%dT%H:%M:%S+0000}"
        decoded = wire.checked_list(await self._session.get("contacts", query))
        return ListPage(tuple(map(_contact, wire.rows(decoded, ContactRow))), page, wire.total(decoded))

    async def groups(self, page: int = 1) -> ListPage[ContactGroup]:
        """One page of the groups."""
        decoded = wire.checked_list(await self._session.get("contact/groups", {"page": page, "limit": PAGE_SIZE}))
        groups = (
            ContactGroup(id=wire.text(row.id), name=wire.text(row.name), description=wire.text(row.description))
            for row in wire.rows(decoded, ContactGroupRow)
        )
        return ListPage(tuple(groups), page, wire.total(decoded))

    async def add_group(self, name: str, description: str = "") -> None:
        """Makes a new group."""
        await self._session.act("POST", "contact/group", {"name": name, "description": description})

    async def add(self, group_id: str, draft: ContactDraft) -> None:
        """Adds a contact to a group."""
        await self._session.act("POST", _path(group_id), _fields(draft))

    async def change(self, contact_id: str, draft: ContactDraft) -> None:
        """Replaces a contact's fields."""
        await self._session.act("PUT", _path(contact_id), _fields(draft))

    async def delete(self, contact_id: str) -> None:
        """Deletes a contact at the provider, for the whole account."""
        await self._session.act("DELETE", _path(contact_id))


def _path(identifier: str) -> str:
    return f"contact/{quote(identifier, safe='')}"


def _fields(draft: ContactDraft) -> dict[str, str]:
    values = (draft.phone, draft.name, draft.email, draft.address, draft.company, draft.other_phone, *draft.custom)
    return {f"field_{place}": value for place, value in enumerate(values)}


def _contact(row: ContactRow) -> ProviderContact:
    return ProviderContact(
        id=wire.text(row.id),
        group_id=wire.text(row.contact_group_id),
        group_name=wire.text(row.contact_group_name),
        phone=wire.text(row.phone_number),
        name=wire.text(row.name),
        email=wire.text(row.email_id),
        address=wire.text(row.address),
        company=wire.text(row.company_name),
        custom_fields=tuple(_custom_fields(row.custom_fields)),
        updated_at=_moment(wire.text(row.updated_at)),
        is_deleted=bool(wire.text(row.deleted_at)),
    )


def _custom_fields(value: Any) -> list[tuple[str, str]]:
    entries = value if isinstance(value, list) else []
    pairs = ((wire.text(e.get("name")), wire.text(e.get("value"))) for e in entries if isinstance(e, dict))
    return [(name, said) for name, said in pairs if name]


def _moment(stamp: str) -> datetime | None:
    """ISO 8601 with offset, as contacts carry it; None for anything that is not an instant."""
    try:
        moment = datetime.fromisoformat(stamp)
    except ValueError:
        return None
    return moment if moment.tzinfo is not None else None
