"""Which countries were called, as the history of calls tells."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from acefone_desktop.adapters.storage.calls.called_countries import SqliteCalledCountries
from tests.support.storage import NOW, a_call, opened

if TYPE_CHECKING:
    from pathlib import Path


async def test_a_country_is_known_once_it_was_called_and_its_neighbours_are_not(tmp_path: Path) -> None:
    with opened(tmp_path) as profile:
        called = SqliteCalledCountries(profile.database.reading)
        assert not called.has_called("US")
        await profile.journal.record_calls([a_call("dl-1", number="12025550123"), a_call("dl-2")])
        assert called.has_called("US")
        assert called.has_called("GB")
        assert not called.has_called("CA")  # the same country code
        assert not called.has_called("JE")
        assert not called.has_called("IN")


async def test_a_country_beside_a_much_called_one_is_found(tmp_path: Path) -> None:
    with opened(tmp_path) as profile:
        to_america = [a_call(f"dl-{line}", number=f"120255501{line:02}") for line in range(80)]
        await profile.journal.record_calls([*to_america, a_call("dl-ca", number="14165550123")])
        assert SqliteCalledCountries(profile.database.reading).has_called("CA")


async def test_what_was_known_stays_known_and_no_region_at_all_is_not(tmp_path: Path) -> None:
    with opened(tmp_path) as profile:
        called = SqliteCalledCountries(profile.database.reading)
        await profile.journal.record_calls([a_call("dl-1", number="12025550123")])
        assert called.has_called("US")
        newer = [a_call(f"dl-n{line}", NOW + timedelta(seconds=line)) for line in range(30)]
        await profile.journal.record_calls(newer)
        assert called.has_called("US")
        assert not called.has_called("ZZ")
