"""How long to wait before the listener's process is started again."""

from __future__ import annotations

from typing import Final

LONGEST_PAUSE_S: Final = 30.0
STEADY_S: Final = 30.0
"""A process that has listened for so long did not end because of how it began: the next one may begin soon."""


class Pauses:
    """Each pause is twice the one before it, up to `LONGEST_PAUSE_S`; after a steady process it is `first_s` again."""

    def __init__(self, first_s: float) -> None:
        self._first_s = self._next_s = first_s

    def after(self, listened_s: float) -> float:
        """Seconds to wait now that a process has ended, having listened for so long (0: it never did)."""
        if listened_s >= STEADY_S:
            self._next_s = self._first_s
        pause, self._next_s = self._next_s, min(self._next_s * 2, LONGEST_PAUSE_S)
        return pause
