"""Contacts, notes, blocked numbers and callbacks at the provider: written, read back, changed and deleted."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import pytest

from acefone_desktop.domain.account import AgentId
from acefone_desktop.domain.dialing import CallIntent, DialRequest, IntentId
from acefone_desktop.domain.errors import InvalidRequestError, RefusedError
from acefone_desktop.domain.provider_directory import ContactDraft, ScheduledCall
from acefone_desktop.simulator.switches import AccountZone, Switches

if TYPE_CHECKING:
    from acefone_desktop.adapters.acefone.client import AcefoneClient
    from acefone_desktop.simulator.clock import ManualClock
    from acefone_desktop.simulator.thread import SimulatorThread
    from tests.contract.conftest import Connect


@pytest.fixture
def client(still_simulator: SimulatorThread, connect: Connect) -> AcefoneClient:
    return connect(still_simulator.base_url, still_simulator.token)


async def test_contacts_are_read_by_page_search_and_group(
    still_simulator: SimulatorThread, client: AcefoneClient
) -> None:
    listed = await client.contacts.page()
    assert {contact.id for contact in listed.items} <= {contact.id for contact in still_simulator.account.contacts}
    first = listed.items[0]
    assert first.name
    assert first.phone.startswith("+")
    assert first.updated_at is not None
    assert first.updated_at.tzinfo is not None
    found = await client.contacts.page(search=first.name)
    assert first in found.items
    practice = await client.contacts.page(group_id="g2")
    assert {contact.group_id for contact in practice.items} == {"g2"}


async def test_a_contact_is_added_changed_and_deleted(client: AcefoneClient) -> None:
    await client.contacts.add_group("Leads", "From the fair")
    group = next(group for group in (await client.contacts.groups()).items if group.name == "Leads")
    await client.contacts.add(group.id, ContactDraft(phone="447700900777", name="Zoe Bell", company="Example Ltd"))
    (added,) = (await client.contacts.page(search="Zoe Bell")).items
    assert (added.company, added.group_id, added.is_deleted) == ("Example Ltd", group.id, False)
    await client.contacts.change(added.id, ContactDraft(phone="447700900777", name="Zoe Hart"))
    (changed,) = (await client.contacts.page(search="Zoe Hart")).items
    assert changed.id == added.id
    await client.contacts.delete(added.id)
    left = (await client.contacts.page(search="Zoe Hart")).items
    assert all(contact.is_deleted for contact in left)


async def test_a_note_is_written_on_a_call_and_kept_until_it_is_deleted(
    still_simulator: SimulatorThread, manual_clock: ManualClock, client: AcefoneClient
) -> None:
    started = manual_clock.now()
    request = DialRequest(digits="447700900123", agent_id=AgentId(still_simulator.agent_id))
    await client.originate(CallIntent(IntentId("dl-1"), request, started))
    manual_clock.advance(6)
    (call,) = await client.live_calls()
    await client.notes.add(call.call_id, "Call back Friday", ["interested", "quote"])
    (note,) = (await client.notes.page("+447700900123")).items
    assert (note.text, note.author) == ("Call back Friday", "Asha Rao")
    assert note.written_at is not None
    assert abs(note.written_at - started) < timedelta(seconds=2)
    await client.notes.change(note.id, "Call back Monday")
    assert (await client.notes.page("447700900123")).items[0].text == "Call back Monday"
    await client.notes.delete(note.id)
    assert (await client.notes.page("447700900123")).items == ()
    with pytest.raises(RefusedError, match="Note not found"):
        await client.notes.delete(note.id)


async def test_the_block_list_is_kept(client: AcefoneClient) -> None:
    before = await client.blocked_numbers.all()
    await client.blocked_numbers.add("+447700900555", "did", ["+442079460123"])
    (added,) = [entry for entry in await client.blocked_numbers.all() if entry not in before]
    assert (added.number, added.scope, added.numbers_called) == ("+447700900555", "did", ("+442079460123",))
    await client.blocked_numbers.change(added.id, "+447700900556", "all")
    (changed,) = [entry for entry in await client.blocked_numbers.all() if entry.id == added.id]
    assert (changed.number, changed.scope) == ("+447700900556", "all")
    await client.blocked_numbers.delete(added.id)
    assert await client.blocked_numbers.all() == before
    with pytest.raises(InvalidRequestError, match="between 5 and 50"):
        await client.blocked_numbers.add("1", "all")


@pytest.mark.parametrize("zone", [AccountZone.UTC])
async def test_a_callback_is_planned_moved_and_given_up(
    zone: AccountZone, still_simulator: SimulatorThread, client: AcefoneClient
) -> None:
    still_simulator.switches = Switches(rate_limit=0, time_zone=zone)
    at = datetime(2026, 3, 2, 15, 30, tzinfo=UTC)
    wanted = ScheduledCall(customer_name="Tom Field", customer_number="447700900123", at=at, text="Renewal")
    await client.scheduled_calls.add(wanted)
    day = timedelta(days=1)
    (planned,) = (await client.scheduled_calls.page(since=at - day, until=at + day)).items
    assert (planned.customer_name, planned.at, planned.text) == ("Tom Field", at, "Renewal")
    later = ScheduledCall(id=planned.id, customer_name="Tom Field", customer_number="447700900123", at=at + day)
    await client.scheduled_calls.change(later)
    assert (await client.scheduled_calls.page()).items[0].at == at + day
    await client.scheduled_calls.delete(planned.id)
    assert (await client.scheduled_calls.page()).items == ()
