"""Several processes may know of one account's calls, the app and `call`: one follows them, the others read along."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Final, Protocol

if TYPE_CHECKING:
    from datetime import datetime

    from acefone_desktop.domain.evidence import Evidence
    from acefone_desktop.services.ports import Clock, Journal

READ_EVERY_S: Final = 0.5
"""Between two looks in the journal while another process follows: as good as at once, and nobody is asked for it."""

_FIRST_READ: Final = timedelta(minutes=10)
"""How far back the first look goes: older calls were taken up at the start, or are not news."""
_OVERLAP: Final = timedelta(minutes=1)
"""How long before it came to disk evidence may have been told, the disk having refused it meanwhile."""


class OtherProcesses(Protocol):
    """What other processes of the same profile do about calls."""

    async def follow(self) -> bool:
        """Whether another one follows our calls and keeps in the journal what it learns: then we ask nothing."""
        ...

    def may_be_dialing(self) -> bool:
        """Whether a dial without a reply may be another one's, which is just waiting for it."""
        ...


class NoOtherProcesses:
    """Fills `OtherProcesses` where there are none."""

    async def follow(self) -> bool:
        return False

    def may_be_dialing(self) -> bool:
        return False


class JournalNews:
    """Reads what has come to the journal since it was read last, and what is there again, which changes nothing."""

    def __init__(self, journal: Journal, clock: Clock) -> None:
        self._journal, self._clock = journal, clock
        self._read_at: datetime | None = None

    async def read(self) -> tuple[Evidence, ...]:
        """Oldest first. Raises `StorageError`."""
        now = self._clock.now()
        since = now - _FIRST_READ if self._read_at is None else self._read_at - _OVERLAP
        told = await self._journal.open_evidence(since)
        self._read_at = now
        return told
