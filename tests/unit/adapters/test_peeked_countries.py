"""Looking at what was called, from outside: nothing is made, and what cannot be looked at is said."""

from __future__ import annotations

import asyncio
from pathlib import Path

import pytest

from acefone_desktop.adapters.storage.calls.peeked_countries import PeekedCountries
from acefone_desktop.domain.errors import DatabaseDamagedError, StorageError
from tests.support.storage import a_call, opened


def test_what_another_process_has_just_kept_is_seen_and_what_is_closed_is_left_as_it_is(tmp_path: Path) -> None:
    assert not PeekedCountries(tmp_path).has_called("US")
    assert list(tmp_path.iterdir()) == []
    with opened(tmp_path) as profile:
        asyncio.run(profile.journal.record_calls([a_call("dl-1", number="12025550142")]))
        assert PeekedCountries(tmp_path).has_called("US")
    before = {path.name: path.read_bytes() for path in tmp_path.iterdir()}
    assert PeekedCountries(tmp_path).has_called("US")
    assert not PeekedCountries(tmp_path).has_called("FR")
    assert {path.name: path.read_bytes() for path in tmp_path.iterdir()} == before


def test_a_folder_that_may_not_be_looked_into_is_an_error_of_ours(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(_: Path) -> bool:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(Path, "exists", refuse)
    with pytest.raises(StorageError):
        PeekedCountries(tmp_path).has_called("US")


def test_what_is_no_database_is_an_error_of_ours(tmp_path: Path) -> None:
    (tmp_path / "acefone.sqlite3").write_bytes(b"no database" * 100)
    with pytest.raises(DatabaseDamagedError):
        PeekedCountries(tmp_path).has_called("US")
