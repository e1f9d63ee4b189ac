"""Icons in the tray and their menus, seen and pressed over D-Bus as a panel does (StatusNotifierItem, dbusmenu)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from tests.support.session_bus import BusCallError

if TYPE_CHECKING:
    from tests.support.session_bus import SessionBus

WATCHER = "org.kde.StatusNotifierWatcher"
ITEM = "org.kde.StatusNotifierItem"
MENU = "com.canonical.dbusmenu"


@dataclass(frozen=True, slots=True)
class TrayItem:
    """One icon as its application describes it."""

    bus_name: str
    path: str
    identifier: str
    title: str
    status: str
    tool_tip: str
    menu_path: str
    icon_name: str
    icon_sizes: tuple[tuple[int, int], ...]


@dataclass(frozen=True, slots=True)
class MenuEntry:
    """One line of a menu; separators have an empty label. `label` is without mnemonic marks."""

    number: int
    label: str
    enabled: bool
    visible: bool
    checked: bool
    children: tuple[MenuEntry, ...]


def registered(bus: SessionBus) -> list[TrayItem]:
    """The icons of the moment, in the order in which they came; none where no tray answers."""
    try:
        names = bus.value(WATCHER, "/StatusNotifierWatcher", WATCHER, "RegisteredStatusNotifierItems")
    except BusCallError:  # there is no tray, or it is just ending
        return []
    return [item for name in names if (item := _described(bus, name)) is not None]


def _described(bus: SessionBus, registered_name: str) -> TrayItem | None:
    """None where its program has just ended."""
    bus_name, slash, path = registered_name.partition("/")
    path = slash + path or "/StatusNotifierItem"
    try:
        (values,) = bus.call(bus_name, path, "org.freedesktop.DBus.Properties", "GetAll", "s", (ITEM,))
    except BusCallError:
        return None
    got = {name: value for name, (_signature, value) in values.items()}
    tip = got.get("ToolTip", ("", [], "", ""))
    return TrayItem(
        bus_name,
        path,
        identifier=got.get("Id", ""),
        title=got.get("Title", ""),
        status=got.get("Status", ""),
        tool_tip="\n".join(text for text in tip[2:4] if text),
        menu_path=got.get("Menu", ""),
        icon_name=got.get("IconName", ""),
        icon_sizes=tuple((width, height) for width, height, _pixels in got.get("IconPixmap", [])),
    )


def activate(bus: SessionBus, item: TrayItem) -> None:
    """A left click."""
    bus.call(item.bus_name, item.path, ITEM, "Activate", "ii", (0, 0))


def activate_secondary(bus: SessionBus, item: TrayItem) -> None:
    """A middle click."""
    bus.call(item.bus_name, item.path, ITEM, "SecondaryActivate", "ii", (0, 0))


def menu(bus: SessionBus, item: TrayItem) -> tuple[MenuEntry, ...]:
    """The menu as it would open now."""
    bus.call(item.bus_name, item.menu_path, MENU, "AboutToShow", "i", (0,))
    _revision, root = bus.call(item.bus_name, item.menu_path, MENU, "GetLayout", "iias", (0, -1, []))
    return _entry(root).children


def press(bus: SessionBus, item: TrayItem, label: str) -> None:
    """Chooses the enabled entry with this label, in a sub-menu too; raises `LookupError` where there is none."""
    entries = _flat(menu(bus, item))
    chosen = [entry for entry in entries if entry.label == label and entry.enabled and entry.visible]
    if not chosen:
        raise LookupError(f"no enabled entry {label!r} among {[entry.label for entry in entries]}")
    bus.call(item.bus_name, item.menu_path, MENU, "Event", "isvu", (chosen[0].number, "clicked", ("s", ""), 0))


def _entry(node: tuple[int, dict[str, tuple[str, Any]], list[tuple[str, Any]]]) -> MenuEntry:
    number, properties, children = node
    got = {name: value for name, (_signature, value) in properties.items()}
    return MenuEntry(
        number,
        label=got.get("label", "").replace("__", "\0").replace("_", "").replace("\0", "_"),
        enabled=got.get("enabled", True),
        visible=got.get("visible", True),
        checked=got.get("toggle-state", 0) == 1,
        children=tuple(_entry(child) for _signature, child in children),
    )


def _flat(entries: tuple[MenuEntry, ...]) -> list[MenuEntry]:
    return [found for entry in entries for found in (entry, *_flat(entry.children))]
