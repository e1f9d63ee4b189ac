"""The account's address book."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    import httpx

    from acefone_desktop.simulator.clock import ManualClock
    from tests.unit.simulator.caller import Caller


def found(caller: Caller, **query: str | int) -> list[dict[str, Any]]:
    rows: list[dict[str, Any]] = caller.get("contacts", **{"limit": 100, **query})["results"]
    return rows


def added(caller: Caller, **fields: str) -> str:
    identifier: str = caller.http.post("/v1/contact/g1", json=fields).json()["id"]
    return identifier


def test_contacts_have_the_fields_of_the_contract(caller: Caller) -> None:
    row = found(caller, contact_id="c1")[0]
    assert (row["name"], row["company_name"], row["phone_number"]) == ("Tom Field", "Example Ltd", "+447700900123")
    assert row["contact_group_name"] == "Customers"
    assert row["created_at"].endswith("+0000")
    assert row["deleted_at"] is None


def test_contacts_come_in_pages_without_a_total(caller: Caller) -> None:
    page = caller.get("contacts")
    assert (page["page"], page["size"], page["limit"]) == (1, 20, 20)
    assert "count" not in page
    second = caller.get("contacts", page=2)["results"]
    assert not {row["id"] for row in second} & {row["id"] for row in page["results"]}


@pytest.mark.parametrize("term", ["field", "EXAMPLE", "7700900123"])
def test_a_search_looks_at_name_company_and_number(caller: Caller, term: str) -> None:
    assert [row["name"] for row in found(caller, searchTerm=term)] == ["Tom Field"]


def test_contacts_can_be_narrowed_by_group(caller: Caller) -> None:
    assert {row["contact_group_id"] for row in found(caller, contact_group_id="g2")} == {"g2"}


def test_deleted_contacts_show_only_to_those_who_keep_a_copy(caller: Caller) -> None:
    assert not any(row["deleted_at"] for row in found(caller))
    since = found(caller, updated_after="2026-01-28T12:00:00+0000")
    assert [row["name"] for row in since if row["deleted_at"]] == []
    everything = found(caller, updated_after="2026-01-01 00:00:00")
    assert [row["name"] for row in everything if row["deleted_at"]] == ["Yuki Sato"]


def test_a_contact_can_be_added_changed_and_deleted(caller: Caller, manual_clock: ManualClock) -> None:
    before = manual_clock.civil().strftime("%Y-%m-%d %H:%M:%S")
    manual_clock.advance(5)
    new = added(caller, field_0="+447700900777", field_1="Nell Gray", field_6="Gold")
    row = found(caller, contact_id=new)[0]
    assert (row["name"], row["custom_fields"]) == ("Nell Gray", [{"name": "Field 6", "value": "Gold"}])
    assert caller.http.put(f"/v1/contact/{new}", json={"field_4": "Gray & Co"}).json()["success"] is True
    row = found(caller, contact_id=new)[0]
    assert (row["name"], row["company_name"]) == ("Nell Gray", "Gray & Co")
    assert caller.http.delete(f"/v1/contact/{new}").json()["success"] is True
    assert found(caller, contact_id=new) == []
    assert [row["id"] for row in found(caller, updated_after=before) if row["deleted_at"]] == [new]


def test_a_group_can_be_added(caller: Caller) -> None:
    new = caller.http.post("/v1/contact/group", json={"name": "Suppliers"}).json()["id"]
    groups = caller.get("contact/groups")["results"]
    assert [(row["id"], row["name"]) for row in groups][-1] == (new, "Suppliers")


def refused(reply: httpx.Response) -> int:
    assert reply.json()["success"] is False
    return reply.status_code


def test_what_is_missing_is_said(caller: Caller) -> None:
    http = caller.http
    assert refused(http.post("/v1/contact/group", json={})) == 422
    assert refused(http.post("/v1/contact/g1", json={"field_1": "No Number"})) == 422
    assert refused(http.post("/v1/contact/g99", json={"field_0": "+447700900777"})) == 404
    assert refused(http.put("/v1/contact/c99", json={})) == 404
    assert refused(http.delete("/v1/contact/c99")) == 404
