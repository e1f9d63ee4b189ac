"""What the doctor says of how calls are followed: the zone that Acefone's times are read in, and what asking costs."""

from __future__ import annotations

from typing import TYPE_CHECKING

from acefone_desktop.domain.polling_budget import USUAL_BUDGET, PollingBudget, RequestKind, RequestUse
from acefone_desktop.domain.server_zone import offset_of, zone_of, zone_words
from acefone_desktop.services.diagnostics import CheckResult, Status
from acefone_desktop.services.request_ledger import MINUTES

if TYPE_CHECKING:
    from acefone_desktop.adapters.storage.request_counts import SqliteRequestCounts
    from acefone_desktop.services.ports import Clock, SettingsStore


class TimeZoneCheck:
    """In which zone stamps without offset are read, and how that is known. Asks nobody."""

    name = "time zone"

    def __init__(self, settings: SettingsStore, clock: Clock) -> None:
        self._settings, self._clock = settings, clock

    async def run(self) -> CheckResult:
        """Raises `SettingsNotReadableError`."""
        settings, now = self._settings.load(), self._clock.now()
        used = zone_words(settings.server_zone, now)
        account = settings.account
        found = settings.found_zones.of(account.base_url).account if account else None
        if found is None or not found.zone:
            how = "as you chose" if account and account.time_zone else "until calls have told more"
            return CheckResult(name=self.name, status=Status.OK, found=f"Acefone's times are read as {used}, {how}.")
        calls = f"{found.calls} call{'' if found.calls == 1 else 's'}"
        if offset_of(zone_of(found.zone), now) != offset_of(zone_of(settings.server_zone), now):
            told = zone_words(found.zone, now)
            return CheckResult(
                name=self.name,
                status=Status.WARNING,
                found=f"Acefone's times are read as {used}, as you chose, but going by {calls} look like {told}.",
                remedy="Let the time zone be found automatically, under Settings → Account.",
            )
        return CheckResult(name=self.name, status=Status.OK, found=f"Acefone's times are {used}, found from {calls}.")


class PollingCheck:
    """How much of the hour's budget of requests is used."""

    name = "polling"

    def __init__(self, counts: SqliteRequestCounts, clock: Clock, budget: PollingBudget = USUAL_BUDGET) -> None:
        self._counts, self._clock, self._budget = counts, clock, budget

    async def run(self) -> CheckResult:
        """Raises `StorageError`."""
        since = int(self._clock.now().timestamp() // 60) - MINUTES
        counts: dict[RequestKind, int] = {}
        for (minute, kind), count in self._counts.read(since).items():
            if minute <= since + MINUTES + 1:
                counts[kind] = counts.get(kind, 0) + count
        use = RequestUse(counts)
        found = f"In the last hour calls were asked about {use.polling} times, of {self._budget.hourly} at most"
        by_kind = ", ".join(f"{kind.value} {counts[kind]}" for kind in RequestKind if counts.get(kind))
        found = f"{found} ({by_kind})." if by_kind else f"{found}."
        if not self._budget.is_spent(use.polling):
            return CheckResult(name=self.name, status=Status.OK, found=found)
        return CheckResult(
            name=self.name,
            status=Status.WARNING,
            found=f"{found} Asking is slowed down until there is room again.",
            remedy="Listen for webhooks, under Settings → Call status: then much less needs to be asked.",
        )
