"""Puts to use what is found of the provider's time zone, and remembers it for the profile."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING, Protocol

from acefone_desktop.domain.errors import StorageError
from acefone_desktop.domain.server_zone import zone_of

if TYPE_CHECKING:
    from datetime import tzinfo

    from acefone_desktop.domain.server_zone import FoundZones
    from acefone_desktop.domain.settings import Settings
    from acefone_desktop.services.ports import Clock, SettingsStore
    from acefone_desktop.services.zone_watch import ZoneWatch

_log = logging.getLogger(__name__)


class ZonedProvider(Protocol):
    """Reads and writes stamps without offset."""

    def use_zone(self, zone: tzinfo, *, is_sure: bool) -> None:
        """Stamps are of this zone from the next request on; `is_sure`: as those of earlier calls were."""
        ...


class ZonedListener(Protocol):
    """Reads webhooks' stamps without offset."""

    def read_in(self, zone: str) -> None:
        """Stamps are of this zone (see `domain.server_zone.zone_of`) from the next webhook on."""
        ...


class ZoneKeeper:
    """Fills the watch's watcher. A zone that the person chose stays; what is found is remembered all the same.

    `settings` are those the session was opened with, `disk` is where the profile's are kept.
    """

    def __init__(
        self,
        settings: Settings,
        disk: SettingsStore,
        provider: ZonedProvider,
        watch: ZoneWatch,
        clock: Clock,
        listener: ZonedListener | None = None,
    ) -> None:
        self._settings, self._disk, self._provider = settings, disk, provider
        self._watch, self._clock, self._listener = watch, clock, listener
        watch.tell(self.keep)
        self._use(settings)

    def keep(self, found: FoundZones) -> None:
        """More is found. What cannot be written is found again."""
        self._use(self._settings.changed_by(found_zones=found))
        try:
            kept = self._disk.load()
            if kept.account is not None and kept.account.base_url == found.base_url:
                self._disk.save(kept.changed_by(found_zones=found))
        except StorageError as error:
            _log.warning("What was found of the time zone could not be kept: %s", error.code)

    def _use(self, settings: Settings) -> None:
        now, zone = self._clock.now(), zone_of(settings.server_zone)
        self._provider.use_zone(zone, is_sure=settings.is_sure_of_zone(now))
        if settings.server_zone != self._settings.server_zone:
            self._watch.read_in(zone, now)
        if self._listener is not None and settings.webhook_zone != self._settings.webhook_zone:
            self._listener.read_in(settings.webhook_zone)
        self._settings = settings
