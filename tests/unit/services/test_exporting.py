"""All contacts come out, however many pages they fill."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

import pytest

from acefone_desktop.adapters.contact_files.contact_files import ContactFiles
from acefone_desktop.app.compose import Foundation, export_contacts
from acefone_desktop.desktop.paths import places_for
from acefone_desktop.domain.errors import AcefoneDesktopError
from acefone_desktop.services import exporting
from tests.support.storage import a_contact

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


@pytest.fixture
def foundation(tmp_path: Path) -> Iterator[Foundation]:
    foundation = Foundation(places_for("default", tmp_path / "data", {}))
    yield foundation
    foundation.close()


@pytest.mark.parametrize("count", [0, 1, 6, 7, 20])
def test_every_contact_is_written_once_in_name_order(
    foundation: Foundation, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, count: int
) -> None:
    monkeypatch.setattr(exporting, "PAGE", 6)
    people = [a_contact(f"Person {n:02}", f"+447700900{n:03}") for n in range(count)]
    asyncio.run(foundation.contact_book.merge(reversed(people)))
    path = tmp_path / "people.csv"
    assert export_contacts(foundation, path) == count
    contacts, problems = ContactFiles().read(path, "GB") if count else ((), ())
    assert problems == ()
    assert [contact.name for contact in contacts] == [person.name for person in people]


def test_a_file_that_cannot_be_written_is_told(foundation: Foundation, tmp_path: Path) -> None:
    with pytest.raises(AcefoneDesktopError):
        export_contacts(foundation, tmp_path / "no such folder" / "people.csv")
