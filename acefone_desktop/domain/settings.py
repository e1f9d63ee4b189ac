"""All that a person can set. Secrets are not here."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any

from acefone_desktop.domain.account import Agent, CallerId, ServiceRegion
from acefone_desktop.domain.notification_settings import NotificationSettings
from acefone_desktop.domain.server_zone import FoundZones, offset_of, zone_of
from acefone_desktop.domain.shortcut import SUGGESTED
from acefone_desktop.domain.webhook_mapping import WebhookMapping

if TYPE_CHECKING:
    from datetime import datetime

LOWEST_PORT, HIGHEST_PORT = 1024, 65535


@dataclass(frozen=True, slots=True, kw_only=True)
class AccountSettings:
    """Which account, and who calls. `sign_in` is `token` or `login`; `email` goes with `login`."""

    region: ServiceRegion = ServiceRegion.UK
    base_url: str = ServiceRegion.UK.base_url
    sign_in: str = "token"
    email: str = ""
    agent: Agent | None = None
    caller_ids: tuple[CallerId, ...] = ()
    time_zone: str = ""
    """Zone of the server's naive stamps as the person chose it; empty: found automatically, the region's until then."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ListenerSettings:
    """The local webhook listener. Its secret is in the keyring."""

    enabled: bool = False
    host: str = "127.0.0.1"
    port: int = 8765
    certificate: str = ""
    """Path of a PEM file; empty: webhooks come without TLS."""
    certificate_key: str = ""

    def __post_init__(self) -> None:
        if not LOWEST_PORT <= self.port <= HIGHEST_PORT:
            raise ValueError(f"port must be between {LOWEST_PORT} and {HIGHEST_PORT}")


@dataclass(frozen=True, slots=True, kw_only=True)
class WebhookSettings:
    """How webhooks are read and how they come; changing these does not interrupt the listener."""

    mapping: WebhookMapping = field(default_factory=WebhookMapping)
    public_address: str = ""
    """As `read_public_address` gives it: without the secret."""
    secret_in_header: bool = True
    """Whether senders put the secret into a header rather than the path."""


@dataclass(frozen=True, slots=True, kw_only=True)
class HotkeySettings:
    """The key that takes a number from the selection or the clipboard; off until somebody wants it."""

    enabled: bool = False
    shortcut: str = SUGGESTED
    """As `read_shortcut` reads it."""
    dial_at_once: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """One profile's settings. `account` is None until the first-run assistant is done."""

    account: AccountSettings | None = None
    listener: ListenerSettings = field(default_factory=ListenerSettings)
    webhooks: WebhookSettings = field(default_factory=WebhookSettings)
    hotkey: HotkeySettings = field(default_factory=HotkeySettings)
    phone_region: str = "GB"
    """Country for numbers without a country code (ISO 3166)."""
    last_caller_id: str = ""
    """Digits of the caller ID chosen last; empty: the account's default."""
    confirm_links: bool = True
    close_to_tray: bool = True
    notifications: bool = True
    notifying: NotificationSettings = field(default_factory=NotificationSettings)
    """How much they say, and when they are quiet."""
    theme: str = "system"
    """`system`, `light` or `dark`."""
    polling: bool = True
    window_geometry: str = ""
    """Where the window was, as the toolkit wrote it (base64); empty: wherever it likes."""
    tray_explained: bool = False
    """Whether the person was told once that a closed window leaves the app in the tray."""
    dismissed_calls: tuple[str, ...] = ()
    """Keys of calls whose card was put away before it was known how they went; they do not come back with the app."""

    found_zones: FoundZones = field(default_factory=FoundZones)
    """What the provider's stamps told of their zone; of the account whose address it names."""

    @property
    def server_zone(self) -> str:
        """The zone to read the server's naive stamps in; see `domain.server_zone.zone_of`."""
        if self.account is None:
            return "UTC"
        found = self.found_zones.of(self.account.base_url).account.zone
        return self.account.time_zone or found or self.account.region.time_zone

    def is_sure_of_zone(self, now: datetime) -> bool:
        """Whether the provider's stamps have told the same as the zone they are read in shows at this moment."""
        found = self.found_zones.of(self.account.base_url).account.zone if self.account else ""
        return bool(found) and offset_of(zone_of(found), now) == offset_of(zone_of(self.server_zone), now)

    @property
    def webhook_zone(self) -> str:
        """The same for naive stamps of webhooks, which can have a zone of their own (contract §8)."""
        found = self.found_zones.of(self.account.base_url).webhooks.zone if self.account else ""
        return found or self.server_zone

    def changed_by(self, **wanted: Any) -> Settings:
        """A copy with these values changed; raises TypeError for a name that is not a setting."""
        return replace(self, **wanted)
