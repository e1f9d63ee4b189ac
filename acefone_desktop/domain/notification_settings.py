"""How much notifications say, and when they say nothing."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime, time, timedelta
from enum import Enum

HOUR = timedelta(hours=1)
MORNING = time(6)
"""When “until tomorrow” ends, in the local time of the person."""
MOST_COUNTED = 9_999
_LONGEST = timedelta(hours=48)
"""A quiet that would last longer was set before the clock was."""


class Preview(Enum):
    """What a notification may say of who is called or calls; the values stand in the settings file."""

    NAME_AND_NUMBER = "name-and-number"
    NAME_OR_DIGITS = "name-or-digits"
    """The name; where there is none, the number's last three digits."""
    NAME = "name"
    DIGITS = "digits"
    """The number's last three digits."""
    NOTHING = "nothing"

    @property
    def has_name(self) -> bool:
        return self in {Preview.NAME_AND_NUMBER, Preview.NAME_OR_DIGITS, Preview.NAME}

    @property
    def has_number(self) -> bool:
        return self is Preview.NAME_AND_NUMBER

    @property
    def has_digits(self) -> bool:
        return self in {Preview.NAME_AND_NUMBER, Preview.NAME_OR_DIGITS, Preview.DIGITS}


class QuietSpan(Enum):
    """For how long nothing shall pop up."""

    HOUR = "hour"
    TOMORROW = "tomorrow"
    OPEN_END = "open end"


@dataclass(frozen=True, slots=True, kw_only=True)
class NotificationSettings:
    """Beside `Settings.notifications`, which switches all of them.

    `quiet_until` is a moment with its offset while notifications are quiet for some time; `is_quiet` without it
    means until it is switched off.
    """

    preview: Preview = Preview.NAME_OR_DIGITS
    locked_preview: Preview = Preview.NOTHING
    leave_when_seen: bool = True
    """Whether what stands goes away once the window is in front."""
    is_quiet: bool = False
    quiet_until: datetime | None = None
    quiet_missed: int = 0
    """Calls missed while it was quiet, of which the person has not read yet."""
    quiet_failed: int = 0
    """Such calls that did not get through for another reason."""

    def __post_init__(self) -> None:
        if self.quiet_until is not None and self.quiet_until.tzinfo is None:
            raise ValueError("quiet_until needs an offset")
        if not (0 <= self.quiet_missed <= MOST_COUNTED and 0 <= self.quiet_failed <= MOST_COUNTED):
            raise ValueError(f"at most {MOST_COUNTED} calls are counted")

    def is_quiet_at(self, now: datetime) -> bool:
        """Whether nothing may pop up at this moment."""
        if not self.is_quiet or self.quiet_until is None:
            return self.is_quiet
        return now < self.quiet_until <= now + _LONGEST


def quiet_for(settings: NotificationSettings, span: QuietSpan, now: datetime) -> NotificationSettings:
    """Quiet from `now`, which must be in the person's own zone."""
    ends = {QuietSpan.HOUR: now + HOUR, QuietSpan.TOMORROW: _next_morning(now)}
    return replace(settings, is_quiet=True, quiet_until=ends.get(span))


def loud(settings: NotificationSettings) -> NotificationSettings:
    """No longer quiet."""
    return replace(settings, is_quiet=False, quiet_until=None)


def counted(settings: NotificationSettings, missed: int, failed: int) -> NotificationSettings:
    """So many calls came to nothing while it was quiet."""
    return replace(settings, quiet_missed=min(missed, MOST_COUNTED), quiet_failed=min(failed, MOST_COUNTED))


def _next_morning(now: datetime) -> datetime:
    """On another day, also for whoever works past midnight and goes to bed then."""
    return datetime.combine(now.date() + timedelta(days=1), MORNING, now.tzinfo)
