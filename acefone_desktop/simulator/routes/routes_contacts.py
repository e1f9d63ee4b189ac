"""Contacts and their groups."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from starlette.responses import JSONResponse

from acefone_desktop.simulator import stamps
from acefone_desktop.simulator.account import Contact, Group

if TYPE_CHECKING:
    from starlette.responses import Response

    from acefone_desktop.simulator.calling.exchange import Exchange

_LARGEST_PAGE = 100
_FIRST_CUSTOM = 6
_LAST_CUSTOM = 40
_NO_CONTACT = "Contact not found"


async def contacts(exchange: Exchange) -> Response:
    """`GET /v1/contacts`. With `updated_after`, deleted ones too, so that a copy can be kept up to date."""
    after = _moment(exchange, exchange.query("updated_after"))
    group, wanted = exchange.query("contact_group_id"), exchange.query("contact_id")
    term = exchange.query("searchTerm").lower()
    names = exchange.simulation.address_book.groups
    found = [
        contact
        for contact in exchange.simulation.address_book.contacts.values()
        if (contact.updated_at > after if after else contact.deleted_at is None)
        and group in {"", contact.group_id}
        and wanted in {"", contact.id}
        and (not term or any(term in text.lower() for text in (contact.name, contact.company, contact.phone)))
    ]
    answer = exchange.page_of(found, lambda contact: _row(contact, names), _LARGEST_PAGE)
    del answer["count"]
    return JSONResponse(answer)


async def groups(exchange: Exchange) -> Response:
    """`GET /v1/contact/groups`."""
    found = list(exchange.simulation.address_book.groups.values())
    return JSONResponse(exchange.page_of(found, _group_row, _LARGEST_PAGE))


async def add_group(exchange: Exchange) -> Response:
    """`POST /v1/contact/group`."""
    book, name = exchange.simulation.address_book, exchange.text("name")
    if not name:
        return exchange.refused({"name": ["The name field is required."]}, 422)
    group = Group(id=book.new_id("g"), name=name, description=exchange.text("description"))
    book.groups[group.id] = group
    return exchange.done("Contact group created successfully", id=group.id)


async def add_contact(exchange: Exchange) -> Response:
    """`POST /v1/contact/{group id}`: fields by position, `field_0` the phone."""
    book, group = exchange.simulation.address_book, exchange.request.path_params["id"]
    if group not in book.groups:
        return exchange.refused("Contact group not found", 404)
    if not exchange.text("field_0"):
        return exchange.refused({"field_0": ["The phone number field is required."]}, 422)
    now = exchange.simulation.clock.civil()
    blank = Contact(
        id=book.new_id("c"), group_id=group, name="", company="", phone="", email="", created_at=now, updated_at=now
    )
    book.contacts[blank.id] = _filled(exchange, blank)
    return exchange.done("Contact created successfully", id=blank.id)


async def change_contact(exchange: Exchange) -> Response:
    """`PUT /v1/contact/{id}`: the fields that are sent."""
    book, wanted = exchange.simulation.address_book, exchange.request.path_params["id"]
    contact = book.contacts.get(wanted)
    if contact is None or contact.deleted_at:
        return exchange.refused(_NO_CONTACT, 404)
    book.contacts[wanted] = _filled(exchange, replace(contact, updated_at=exchange.simulation.clock.civil()))
    return exchange.done("Contact updated successfully")


async def delete_contact(exchange: Exchange) -> Response:
    """`DELETE /v1/contact/{id}`: leaves a mark behind for those who keep a copy."""
    book, wanted = exchange.simulation.address_book, exchange.request.path_params["id"]
    contact = book.contacts.get(wanted)
    if contact is None or contact.deleted_at:
        return exchange.refused(_NO_CONTACT, 404)
    now = exchange.simulation.clock.civil()
    book.contacts[wanted] = replace(contact, updated_at=now, deleted_at=now)
    return exchange.done("Contact deleted successfully")


def _filled(exchange: Exchange, contact: Contact) -> Contact:
    def field(place: int, before: str) -> str:
        return exchange.text(f"field_{place}") if f"field_{place}" in exchange.parameters else before

    custom = tuple(
        (f"Field {place}", exchange.text(f"field_{place}"))
        for place in range(_FIRST_CUSTOM, _LAST_CUSTOM)
        if f"field_{place}" in exchange.parameters
    )
    return replace(
        contact,
        phone=field(0, contact.phone),
        name=field(1, contact.name),
        email=field(2, contact.email),
        address=field(3, contact.address),
        company=field(4, contact.company),
        alternative=field(5, contact.alternative),
        custom_fields=custom or contact.custom_fields,
    )


def _row(contact: Contact, names: dict[str, Group]) -> dict[str, object]:
    group = names.get(contact.group_id)
    return {
        "id": contact.id,
        "contact_group_id": contact.group_id,
        "contact_group_name": group.name if group else "",
        "phone_number": contact.phone,
        "name": contact.name,
        "email_id": contact.email,
        "address": contact.address,
        "company_name": contact.company,
        "alternative_number": contact.alternative,
        "custom_fields": [{"name": name, "value": value} for name, value in contact.custom_fields],
        "created_at": stamps.offset(contact.created_at),
        "updated_at": stamps.offset(contact.updated_at),
        "deleted_at": stamps.offset(contact.deleted_at) if contact.deleted_at else None,
    }


def _group_row(group: Group) -> dict[str, object]:
    fields = ("Phone", "Name", "Email", "Address", "Company", "Alternative phone")
    return {
        "id": group.id,
        "name": group.name,
        "list_id": group.id,
        "description": group.description,
        "field_map": [{"field": f"field_{place}", "name": name} for place, name in enumerate(fields)],
        "added_by": "user",
        "created_by": "Asha Rao",
        "created_at": "2026-01-01T09:00:00+0000",
        "visible_to": "all",
    }


def _moment(exchange: Exchange, text: str) -> datetime | None:
    if not text:
        return None
    if read := stamps.read_naive(text, exchange.simulation.switches.time_zone):
        return read
    try:
        read = datetime.fromisoformat(text.replace(" ", "+"))
    except ValueError:
        return None
    return read if read.tzinfo else read.replace(tzinfo=UTC)
