"""Which zone stamps are in follows from calls that agree; summer time is told apart from a change of zone."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo, available_timezones

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from acefone_desktop.domain.account import ServiceRegion
from acefone_desktop.domain.server_zone import PLAUSIBLE, FoundZone, ZoneSighting, offset_name, offset_of, zone_of
from acefone_desktop.services.zone_watch import candidates

WINTER, SUMMER = datetime(2026, 1, 15, 12, tzinfo=UTC), datetime(2026, 7, 15, 12, tzinfo=UTC)
UK = candidates(ServiceRegion.UK, "Europe/Paris")
HALF_PAST_FIVE = timedelta(hours=5, minutes=30)


def seen(zone: str, at: datetime, first: int, count: int) -> list[ZoneSighting]:
    return [
        ZoneSighting(f"call {n}", moment := at + timedelta(minutes=n), offset_of(zone_of(zone), moment))
        for n in range(first, first + count)
    ]


def found(*sightings: list[ZoneSighting], among: tuple[str, ...] = UK) -> FoundZone:
    state = FoundZone()
    for each in (one for group in sightings for one in group):
        state = state.with_sighting(each, among)
    return state


@pytest.mark.parametrize(
    ("written_in", "at", "zone"),
    [
        ("UTC", WINTER, "UTC"),
        ("Europe/London", SUMMER, "Europe/London"),
        ("Asia/Kolkata", SUMMER, "Asia/Kolkata"),
        ("Europe/Paris", WINTER, "Europe/Paris"),
        ("Asia/Kathmandu", WINTER, "UTC+05:45"),
        ("America/St_Johns", SUMMER, "UTC-02:30"),
        ("Pacific/Chatham", WINTER, "UTC+13:45"),
        ("Australia/Lord_Howe", SUMMER, "UTC+10:30"),
    ],
)
def test_two_calls_that_agree_find_a_zone_that_is_likely_or_else_an_offset(
    written_in: str, at: datetime, zone: str
) -> None:
    assert found(seen(written_in, at, 0, 1)).zone == ""
    two = found(seen(written_in, at, 0, 2))
    assert (two.zone, two.calls) == (zone, 2)
    assert found(seen(written_in, at, 0, 5)).calls == 5


def test_one_call_counts_once_and_a_stray_one_changes_nothing() -> None:
    state = found(seen("Asia/Kolkata", WINTER, 0, 4))
    again = state.with_sighting(state.sightings[0], UK)
    assert again == state
    strays = found(seen("Asia/Kolkata", WINTER, 0, 4), seen("UTC", WINTER, 4, 2))
    assert (strays.zone, strays.calls) == ("Asia/Kolkata", 4)
    after = found(seen("Asia/Kolkata", WINTER, 0, 4), seen("UTC", WINTER, 4, 2), seen("Asia/Kolkata", WINTER, 6, 1))
    assert (after.zone, after.calls) == ("Asia/Kolkata", 5)
    assert found(
        seen("Asia/Kolkata", WINTER, 0, 4), seen("UTC", WINTER, 4, 2), seen("Asia/Kolkata", WINTER, 6, 1),
        seen("UTC", WINTER, 7, 1),
    ).zone == "Asia/Kolkata", "what contradicts was not in a row"  # fmt: skip


def test_three_calls_in_a_row_replace_a_zone() -> None:
    state = found(seen("Asia/Kolkata", WINTER, 0, 9), seen("UTC", WINTER, 9, 3))
    assert (state.zone, state.calls) == ("UTC", 3)


def test_an_account_that_goes_by_summer_time_is_told_from_one_that_does_not_when_clocks_change() -> None:
    winter = found(seen("Europe/London", WINTER, 0, 5))
    assert winter.zone == "UTC", "both fit; the region's is kept"
    spring = found(seen("Europe/London", WINTER, 0, 5), seen("Europe/London", SUMMER, 5, 2))
    assert (spring.zone, spring.calls) == ("Europe/London", 7)
    kept = found(seen("Europe/London", WINTER, 0, 5), seen("UTC", SUMMER, 5, 4))
    assert (kept.zone, kept.calls) == ("UTC", 9)
    autumn = found(seen("Europe/London", SUMMER, 0, 3), seen("Europe/London", WINTER, 3, 3))
    assert (autumn.zone, autumn.calls) == ("Europe/London", 6)


def test_offsets_that_no_clock_shows_are_no_sightings() -> None:
    for minutes in (15, 7, 15 * 60, -13 * 60):
        state = FoundZone()
        for n in range(4):
            state = state.with_sighting(ZoneSighting(str(n), WINTER, timedelta(minutes=minutes)), UK)
        assert state == FoundZone()


def test_every_zone_on_earth_is_plausible_all_year() -> None:
    months = [WINTER + timedelta(days=30 * month) for month in range(12)]
    offsets = {
        offset_of(ZoneInfo(name), at) for name in available_timezones() - {"build/etc/localtime"} for at in months
    }
    assert offsets <= PLAUSIBLE


@given(st.sampled_from(sorted(PLAUSIBLE)))
def test_the_name_of_an_offset_is_read_back(offset: timedelta) -> None:
    assert offset_of(zone_of(offset_name(offset)), WINTER) == offset


@pytest.mark.parametrize(
    "name", ["", "UTC+05:31", "UTC+99:00", "Mars/Olympus", "../../etc/passwd", "utc+05:30", "a" * 999]
)
def test_other_texts_name_no_zone(name: str) -> None:
    with pytest.raises(ValueError, match=r"zone|clock"):
        zone_of(name)


@settings(max_examples=60, deadline=None)
@given(
    truth=st.sampled_from(["UTC", "Europe/London", "Asia/Kolkata", "Asia/Kathmandu", "America/New_York"]),
    days=st.lists(st.integers(0, 700), min_size=6, max_size=30, unique=True),
    strays=st.sets(st.integers(0, 29), max_size=4),
)
def test_whatever_the_season_and_a_few_wrong_matches_new_stamps_are_read_right(
    truth: str, days: list[int], strays: set[int]
) -> None:
    state, right_in_a_row, last = FoundZone(), 0, None
    for place, day in enumerate(sorted(days)):
        at = WINTER + timedelta(days=day)
        offset = offset_of(zone_of(truth), at)
        stray = place in strays and place - 1 not in strays
        told = offset + timedelta(hours=1) if stray else offset
        right_in_a_row = 0 if stray or (last is not None and last != told) else right_in_a_row + 1
        last = told
        state = state.with_sighting(ZoneSighting(str(place), at, told), (*UK, "America/New_York"))
        if right_in_a_row >= 3:
            assert offset_of(zone_of(state.zone), at) == offset
    assert state.calls <= len(days)
