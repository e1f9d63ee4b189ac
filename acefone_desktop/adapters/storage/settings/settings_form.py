"""Settings as plain JSON values, and back with every value checked."""

from __future__ import annotations

from dataclasses import asdict
from datetime import datetime
from typing import Any

from acefone_desktop.adapters.storage.settings.settings_section import Section
from acefone_desktop.adapters.storage.settings.webhook_form import webhooks_from_plain, webhooks_to_plain
from acefone_desktop.adapters.storage.settings.zones_form import is_zone, zones_from_section, zones_to_plain
from acefone_desktop.domain.account import Agent, AgentId, CallerId, ServiceRegion, read_base_url
from acefone_desktop.domain.errors import AddressNotUsableError
from acefone_desktop.domain.notification_settings import MOST_COUNTED, NotificationSettings, Preview
from acefone_desktop.domain.server_zone import FoundZones
from acefone_desktop.domain.settings import (
    HIGHEST_PORT,
    LOWEST_PORT,
    AccountSettings,
    HotkeySettings,
    ListenerSettings,
    Settings,
    WebhookSettings,
)
from acefone_desktop.domain.shortcut import ShortcutNotUsableError, read_shortcut

_DEFAULTS = Settings()
_ACCOUNT = AccountSettings()
_LISTENER = ListenerSettings()
_WEBHOOKS = WebhookSettings()
_HOTKEY = HotkeySettings()
_NOTIFYING = NotificationSettings()


def settings_to_plain(settings: Settings) -> dict[str, Any]:
    """Only JSON's own kinds of values; `settings_from_plain` gives back equal settings."""
    plain = asdict(settings)
    if settings.account is not None:
        plain["account"]["region"] = settings.account.region.value
    plain["notifying"] = _notifying_to_plain(settings.notifying)
    plain["found_zones"] = zones_to_plain(settings.found_zones)
    plain["webhooks"] = webhooks_to_plain(settings.webhooks)
    return plain


def settings_from_plain(plain: object) -> Settings:
    """Reads what `settings_to_plain` made or a person edited: unknown keys are ignored, missing ones are defaults.

    Raises `SettingsNotReadableError` naming the key whose value cannot be.
    """
    top = Section(plain, "")
    account = top.section("account") if top.has("account") else None
    return Settings(
        account=None if account is None else _account(account),
        listener=_listener(top.section("listener")) if top.has("listener") else _LISTENER,
        webhooks=webhooks_from_plain(top.section("webhooks")) if top.has("webhooks") else _WEBHOOKS,
        hotkey=_hotkey(top.section("hotkey")) if top.has("hotkey") else _HOTKEY,
        phone_region=top.text("phone_region", _DEFAULTS.phone_region, check=_is_country),
        last_caller_id=top.text("last_caller_id", _DEFAULTS.last_caller_id),
        confirm_links=top.flag("confirm_links", _DEFAULTS.confirm_links),
        close_to_tray=top.flag("close_to_tray", _DEFAULTS.close_to_tray),
        notifications=top.flag("notifications", _DEFAULTS.notifications),
        notifying=_notifying(top.section("notifying")) if top.has("notifying") else _NOTIFYING,
        theme=top.choice("theme", _DEFAULTS.theme, ("system", "light", "dark")),
        polling=top.flag("polling", _DEFAULTS.polling),
        window_geometry=top.text("window_geometry", _DEFAULTS.window_geometry),
        tray_explained=top.flag("tray_explained", _DEFAULTS.tray_explained),
        dismissed_calls=top.texts("dismissed_calls"),
        found_zones=zones_from_section(top.section("found_zones")) if top.has("found_zones") else FoundZones(),
    )


def _account(section: Section) -> AccountSettings:
    region = ServiceRegion(section.choice("region", _ACCOUNT.region.value, tuple(each.value for each in ServiceRegion)))
    agent = section.section("agent") if section.has("agent") else None
    return AccountSettings(
        region=region,
        base_url=section.text("base_url", region.base_url, check=_is_address),
        sign_in=section.choice("sign_in", _ACCOUNT.sign_in, ("token", "login")),
        email=section.text("email", ""),
        agent=None if agent is None else _agent(agent),
        caller_ids=tuple(
            CallerId(entry.text("number"), entry.text("name", "")) for entry in section.sections("caller_ids")
        ),
        time_zone=section.text("time_zone", "", check=is_zone),
    )


def _agent(section: Section) -> Agent:
    texts = {name: section.text(name, "") for name in ("phone", "extension", "intercom", "status")}
    return Agent(id=AgentId(section.text("id")), name=section.text("name", ""), **texts)


def _listener(section: Section) -> ListenerSettings:
    return ListenerSettings(
        enabled=section.flag("enabled", _LISTENER.enabled),
        host=section.text("host", _LISTENER.host),
        port=section.whole("port", _LISTENER.port, LOWEST_PORT, HIGHEST_PORT),
        certificate=section.text("certificate", ""),
        certificate_key=section.text("certificate_key", ""),
    )


def _hotkey(section: Section) -> HotkeySettings:
    return HotkeySettings(
        enabled=section.flag("enabled", _HOTKEY.enabled),
        shortcut=section.text("shortcut", _HOTKEY.shortcut, check=_is_shortcut),
        dial_at_once=section.flag("dial_at_once", _HOTKEY.dial_at_once),
    )


def _notifying(section: Section) -> NotificationSettings:
    previews = tuple(each.value for each in Preview)
    until = section.text("quiet_until", "", check=_is_moment)
    return NotificationSettings(
        preview=Preview(section.choice("preview", _NOTIFYING.preview.value, previews)),
        locked_preview=Preview(section.choice("locked_preview", _NOTIFYING.locked_preview.value, previews)),
        leave_when_seen=section.flag("leave_when_seen", _NOTIFYING.leave_when_seen),
        is_quiet=section.flag("is_quiet", _NOTIFYING.is_quiet),
        quiet_until=datetime.fromisoformat(until) if until else None,
        quiet_missed=section.whole("quiet_missed", 0, 0, MOST_COUNTED),
        quiet_failed=section.whole("quiet_failed", 0, 0, MOST_COUNTED),
    )


def _notifying_to_plain(notifying: NotificationSettings) -> dict[str, Any]:
    return {
        "preview": notifying.preview.value,
        "locked_preview": notifying.locked_preview.value,
        "leave_when_seen": notifying.leave_when_seen,
        "is_quiet": notifying.is_quiet,
        "quiet_until": notifying.quiet_until.isoformat() if notifying.quiet_until else "",
        "quiet_missed": notifying.quiet_missed,
        "quiet_failed": notifying.quiet_failed,
    }


def _is_moment(text: str) -> bool:
    if not text:
        return True
    try:
        return datetime.fromisoformat(text).tzinfo is not None
    except ValueError:
        return False


def _is_shortcut(text: str) -> bool:
    try:
        read_shortcut(text)
    except ShortcutNotUsableError:
        return False
    return True


def _is_country(text: str) -> bool:
    return len(text) == len("GB") and text.isascii() and text.isalpha() and text.isupper()


def _is_address(text: str) -> bool:
    if not text:
        return True
    try:
        read_base_url(text)
    except AddressNotUsableError:
        return False
    return True
