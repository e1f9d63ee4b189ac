"""Reports of calls that were let go of: what is kept of them is known again before the report is read."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING

from acefone_desktop.domain.errors import StorageError
from acefone_desktop.domain.matching.call_traits import significant
from acefone_desktop.services.call_door import call_names

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import datetime

    from acefone_desktop.domain.calls import Call
    from acefone_desktop.domain.evidence import Evidence
    from acefone_desktop.services.call_door import EvidenceDoor
    from acefone_desktop.services.call_keeping import CallKeeper
    from acefone_desktop.services.known_calls import KnownCalls
    from acefone_desktop.services.ports import Journal

_log = logging.getLogger(__name__)


class LateReports:
    """Asks the journal where a report goes by a name that nobody knows: once for each call, as a rule.

    Without, such a report would be taken for a call of its own, or for that of a later dial to the same customer.
    """

    def __init__(self, journal: Journal, keeper: CallKeeper, door: EvidenceDoor, calls: KnownCalls) -> None:
        self._journal, self._keeper, self._door, self._calls = journal, keeper, door, calls

    async def kept_of(self, told: Sequence[Evidence], since: datetime) -> tuple[Evidence, ...]:
        """What is kept of calls that this may be about and that nobody knows any more; calls of a customer `since`.

        Where the disk refuses, that is logged, and nothing is known of them.
        """
        strange = [item for item in told if self._door.is_strange(item, self._calls.knows)]
        if not strange:
            return ()
        names = {name for item in strange for name in call_names(item)}
        nameless = {significant(number) for item in strange if not call_names(item) for number in item.customers}
        found = {
            piece
            for call in (*await self._kept(strange, since), *self._keeper.unwritten)
            if any(not names.isdisjoint(call_names(piece)) for piece in call.evidence | call.contested)
            or significant(call.customer) in nameless
            for piece in call.evidence | call.contested
        }
        self._door.remember(found)
        return tuple(found)

    async def _kept(self, strange: Sequence[Evidence], since: datetime) -> tuple[Call, ...]:
        try:
            return await self._journal.calls_of(
                {name[1] for item in strange for name in call_names(item)},
                _customers(item for item in strange if item.call_id),
                _customers(item for item in strange if not item.call_id),
                since,
            )
        except StorageError as error:
            _log.warning("What is kept of calls could not be read: %s", error.code)
            return ()


def _customers(told: Iterable[Evidence]) -> dict[str, set[str]]:
    """Each customer with the names that are told with them; none where one report goes without."""
    found: dict[str, set[str]] = {}
    nameless: set[str] = set()
    for item in told:
        names = {name[1] for name in call_names(item)}
        for number in item.customers:
            found.setdefault(number, set()).update(names)
            nameless.update(() if names else (number,))
    return {number: set() if number in nameless else names for number, names in found.items()}
