"""The arguments of `Notify` (Desktop Notifications Specification 1.2) for what a server can do."""

from __future__ import annotations

import html
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from acefone_desktop.desktop.notifications.outlet import APP_NAME, DESKTOP_ENTRY, presentable
from acefone_desktop.domain.announcements import Importance

if TYPE_CHECKING:
    from acefone_desktop.domain.announcements import Announcement

NORMAL, CRITICAL = 1, 2
DEFAULT_ACTION = "default"
_AS_THE_SERVER_LIKES = -1


@dataclass(frozen=True, slots=True)
class ServerAbilities:
    """Who shows notifications, and what it says it can do."""

    name: str
    vendor: str = ""
    version: str = ""
    capabilities: frozenset[str] = frozenset()

    @property
    def title(self) -> str:
        """Name, version and maker, as far as they are told."""
        maker = f"({self.vendor})" if self.vendor else ""
        return " ".join(part for part in (self.name, self.version, maker) if part)


def notify_request(
    announcement: Announcement,
    abilities: ServerAbilities,
    icon: str,
    replaced: int,
    *,
    locked: bool,
    urgent: bool,
    silent: bool,
) -> list[Any]:
    """Only what the server says it can do; `replaced` is the number of the one it replaces, 0 for none."""
    title, body = presentable(announcement.locked if locked else announcement.words)
    text = html.escape(body, quote=False) if "body-markup" in abilities.capabilities else body
    expires = _AS_THE_SERVER_LIKES if announcement.lasts_s is None else announcement.lasts_s * 1000
    hints = _hints(announcement, urgent=urgent, silent=silent and "sound" in abilities.capabilities)
    actions = _actions(announcement) if "actions" in abilities.capabilities and not locked else []
    return [APP_NAME, replaced, icon, title, text, actions, hints, expires]


def _actions(announcement: Announcement) -> list[str]:
    """Keys and labels in turn; the first is a click on the notification itself."""
    pairs = [(DEFAULT_ACTION, announcement.open_label)]
    pairs += [(button.deed.value, button.label) for button in announcement.buttons]
    return [part for pair in pairs for part in pair]


def _hints(announcement: Announcement, *, urgent: bool, silent: bool) -> dict[str, Any]:
    from dbus_fast import Variant  # noqa: PLC0415

    hints = {
        "urgency": Variant("y", CRITICAL if urgent else NORMAL),
        "desktop-entry": Variant("s", DESKTOP_ENTRY),
    }
    if announcement.kind.value:
        hints["category"] = Variant("s", announcement.kind.value)
    if announcement.importance is Importance.STEP:
        hints["transient"] = Variant("b", True)  # noqa: FBT003
    if silent:
        hints["suppress-sound"] = Variant("b", True)  # noqa: FBT003
    return hints
