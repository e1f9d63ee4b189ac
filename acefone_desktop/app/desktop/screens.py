"""Which screens the environment names on Linux, and whether anybody answers there. Asked at every start of the app."""

from __future__ import annotations

import os
import socket

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping
    from typing import Final

    Address = str | tuple[str, int]
    """A Unix address, or host and port."""

_PATIENCE_S: Final = 3.0
"""For a screen on another computer; one on this computer answers at once or not at all."""
_FIRST_X_PORT: Final = 6000


class Screen:
    """`variable` says how it is named; `addresses` are where to ask. Plain: a dataclass takes longer to make."""

    __slots__ = ("addresses", "variable")

    def __init__(self, variable: str, addresses: tuple[Address, ...]) -> None:
        self.variable, self.addresses = variable, addresses

    def answers(self) -> bool:
        """Whether somebody takes a connection. Nothing is said over it."""
        return any(_is_taken(address) for address in self.addresses)


def named_screens(environment: Mapping[str, str]) -> tuple[Screen, ...] | None:
    """The screens that Qt would try, the likeliest first; None where it needs none, or we cannot tell."""
    chosen = environment.get("QT_QPA_PLATFORM", "")
    kinds = [one.partition(":")[0].partition("-")[0] for one in chosen.split(";")] if chosen else ["wayland", "xcb"]
    if not {"wayland", "xcb"}.issuperset(kinds) or environment.get("WAYLAND_SOCKET"):
        return None
    screens: list[Screen] = []
    if "wayland" in kinds and (wayland := environment.get("WAYLAND_DISPLAY", "wayland-0" if chosen else "")):
        path = os.path.join(environment.get("XDG_RUNTIME_DIR", ""), wayland)  # noqa: PTH118 (an absolute one stays)
        screens.append(Screen(f"WAYLAND_DISPLAY={wayland}", (path,)))
    if "xcb" in kinds and (display := environment.get("DISPLAY", "")):
        addresses = _x_addresses(display)
        if addresses is None:
            return None
        screens.append(Screen(f"DISPLAY={display}", addresses))
    return tuple(screens)


def _x_addresses(display: str) -> tuple[Address, ...] | None:
    """Where libxcb connects to (X(7), “Display names”: host, display, screen); None for a form not known here."""
    host, colon, rest = display.rpartition(":")
    number = rest.partition(".")[0]
    if not colon or display.startswith("/") or not (number.isascii() and number.isdecimal() and len(number) < 5):  # noqa: PLR2004
        return None
    host = host.rpartition("/")[2].strip("[]")  # a protocol may stand before it
    if host in {"", "unix"}:
        path = f"/tmp/.X11-unix/X{int(number)}"  # noqa: S108 (X's own place)
        return (f"\0{path}", path)
    return ((host, _FIRST_X_PORT + int(number)),)


def _is_taken(address: Address) -> bool:
    try:
        if not isinstance(address, str):
            socket.create_connection(address, _PATIENCE_S).close()
            return True
        with socket.socket(socket.AF_UNIX) as connection:
            connection.settimeout(_PATIENCE_S)
            connection.connect(address)
    except (OSError, ValueError):  # the latter: a name that no host or file could have
        return False
    return True
