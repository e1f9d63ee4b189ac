"""Whether a press on “Call” can be meant for the number that stands in the field."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QElapsedTimer

if TYPE_CHECKING:
    from acefone_desktop.domain.numbers import PhoneNumber

SEEN_AFTER_MS = 400
"""For so long a number that came in place of another cannot be called by hand: what is pressed then was meant for that
other. It is longer than a finger takes to stop."""


class PressGuard:
    """Knows when a number took another's place by itself, and which stood there when a press began."""

    def __init__(self) -> None:
        self._exchanged, self._emptied = QElapsedTimer(), QElapsedTimer()
        self._aimed_at: PhoneNumber | None = None

    def see_emptied(self) -> None:
        """The field has become empty, as it does when its number was called."""
        self._emptied.start()

    def see_arrival(self, *, exchanged: bool) -> None:
        """A number came by itself; whether in place of another."""
        if exchanged or not _is_over(self._emptied):
            self._exchanged.start()

    def see_choice(self) -> None:
        """The person put the number there, and has seen it."""
        self._exchanged.invalidate()

    def aim(self, number: PhoneNumber | None) -> None:
        """A press begins while this number is shown."""
        self._aimed_at = number

    def is_meant(self, number: PhoneNumber | None) -> bool:
        """Whether the press that began with `aim` may call this number now that it ends."""
        return self._aimed_at == number and self.has_been_seen

    @property
    def has_been_seen(self) -> bool:
        """Whether the number has stood there for as long as a person needs to see that it has changed."""
        return _is_over(self._exchanged)


def _is_over(since: QElapsedTimer) -> bool:
    return not since.isValid() or since.hasExpired(SEEN_AFTER_MS)
