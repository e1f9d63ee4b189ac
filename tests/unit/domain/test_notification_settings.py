"""Quiet times: when they end, and what a clock that jumps makes of them."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from acefone_desktop.domain.notification_settings import NotificationSettings, QuietSpan, loud, quiet_for

MOMENTS = st.datetimes(
    datetime.fromisoformat("2020-01-01"),
    datetime.fromisoformat("2090-01-01"),
    timezones=st.sampled_from([UTC, ZoneInfo("Asia/Kolkata")]),
)


@given(MOMENTS, st.sampled_from(QuietSpan))
def test_it_is_quiet_from_now_on_and_no_longer_than_asked_for(now: datetime, span: QuietSpan) -> None:
    quiet = quiet_for(NotificationSettings(), span, now)
    assert quiet.is_quiet_at(now)
    assert quiet.is_quiet_at(now + timedelta(days=2)) is (span is QuietSpan.OPEN_END)
    assert not loud(quiet).is_quiet_at(now)


@given(MOMENTS)
def test_until_tomorrow_ends_at_six_in_the_morning_of_another_day(now: datetime) -> None:
    until = quiet_for(NotificationSettings(), QuietSpan.TOMORROW, now).quiet_until
    assert until is not None
    assert (until.hour, until.minute) == (6, 0)
    assert until.date() == now.date() + timedelta(days=1)


def test_a_clock_that_is_put_back_does_not_make_it_quiet_for_a_year() -> None:
    now = datetime(2026, 3, 10, 12, tzinfo=UTC)
    quiet = quiet_for(NotificationSettings(), QuietSpan.HOUR, now)
    assert not quiet.is_quiet_at(now - timedelta(days=365))


def test_a_moment_needs_its_offset() -> None:
    with pytest.raises(ValueError, match="offset"):
        NotificationSettings(quiet_until=datetime(2026, 3, 10, 12))  # noqa: DTZ001 (what is refused)
