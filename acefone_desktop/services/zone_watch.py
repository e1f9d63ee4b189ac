"""Finds out in which zone the provider writes its stamps, from the calls that it tells us of."""

from __future__ import annotations

import logging
from dataclasses import replace
from typing import TYPE_CHECKING, Final

from acefone_desktop.domain.evidence import Source
from acefone_desktop.domain.matching.stamp_zones import sighting
from acefone_desktop.domain.server_zone import zone_of

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from datetime import datetime, tzinfo

    from acefone_desktop.domain.account import ServiceRegion
    from acefone_desktop.domain.calls import Call
    from acefone_desktop.domain.server_zone import FoundZones

_log = logging.getLogger(__name__)

MOST_SEEN: Final = 1_000
"""Dials that are known to have counted, the newest; nothing is told of older ones any more."""


def candidates(region: ServiceRegion, home: str) -> tuple[str, ...]:
    """Names of the zones that the account's stamps are likely to be in, the likeliest first.

    That of the region, those of the provider's other regions, that of the country it began in, and that of this
    computer (empty where it does not tell).
    """
    likely = (region.time_zone, "UTC", "Asia/Kolkata", "Europe/London", home)
    return tuple(dict.fromkeys(name for name in likely if name))


class ZoneWatch:
    """A listener of the tracker. Only what is told from `since` on counts: how earlier stamps were read is not known.

    `account_zone` and `webhook_zone` are those in which stamps are read at first.
    """

    def __init__(
        self,
        found: FoundZones,
        candidates: Sequence[str],
        *,
        since: datetime,
        account_zone: tzinfo,
        webhook_zone: tzinfo,
    ) -> None:
        self.found = found
        self._candidates, self._since = tuple(candidates), since
        self._readings = [(since, account_zone)]
        self._webhook_readings = [(since, webhook_zone)]
        self._watchers: list[Callable[[FoundZones], None]] = []
        self._seen: dict[tuple[str, bool], None] = {}

    def tell(self, watcher: Callable[[FoundZones], None]) -> None:
        """Tells the watcher each time something more is found, on the event loop."""
        self._watchers.append(watcher)

    def read_in(self, zone: tzinfo, since: datetime) -> None:
        """From now on the account's stamps are read in another zone."""
        self._readings.append((since, zone))

    def webhooks_read_in(self, zone: str, since: datetime) -> None:
        """From then on webhooks' stamps are read in another zone."""
        if zone_of(zone) != self._webhook_readings[-1][1]:
            self._webhook_readings.append((since, zone_of(zone)))

    def see(self, calls: Sequence[Call]) -> None:
        """Calls that changed."""
        before = self.found
        for call in calls:
            if call.intent_id is not None:
                for of_webhooks in (False, True):
                    self._see(call, call.intent_id, of_webhooks=of_webhooks)
        if self.found != before:
            if self.found.account.zone != before.account.zone:
                _log.info("Acefone's times are found to be those of %s", self.found.account.zone)
            for watcher in self._watchers:
                watcher(self.found)

    def _see(self, call: Call, intent_id: str, *, of_webhooks: bool) -> None:
        """A call counts once for the account and once for webhooks, and not where its reports contradict each other."""
        if (intent_id, of_webhooks) in self._seen:
            return
        told = [e for e in call.evidence if e.told_at >= self._since and e.source is not Source.DIAL]
        told = [e for e in told if (e.source is Source.WEBHOOK) is of_webhooks]
        sightings = [seen for e in told if (seen := sighting(call, e, self._zone(e.told_at, of_webhooks=of_webhooks)))]
        if len({seen.offset for seen in sightings}) != 1:
            return
        self._seen[intent_id, of_webhooks] = None
        if len(self._seen) > MOST_SEEN:
            del self._seen[next(iter(self._seen))]
        if of_webhooks:
            webhooks = self.found.webhooks.with_sighting(sightings[0], self._candidates)
            self.found = replace(self.found, webhooks=webhooks)
        else:
            account = self.found.account.with_sighting(sightings[0], self._candidates)
            self.found = replace(self.found, account=account)

    def _zone(self, told_at: datetime, *, of_webhooks: bool) -> tzinfo:
        readings = self._webhook_readings if of_webhooks else self._readings
        return next(zone for since, zone in reversed(readings) if since <= told_at)
