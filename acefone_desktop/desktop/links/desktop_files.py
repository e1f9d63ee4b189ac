"""The texts of what registers the app on Linux: a desktop entry, and a service of the session bus."""

from __future__ import annotations

import shlex
from collections.abc import Sequence

from acefone_desktop.desktop.launch import exec_value
from acefone_desktop.desktop.links.registration import ALSO_READ, APP_NAME, COMMENT, SCHEMES
from acefone_desktop.domain.errors import LinkHandlerError

MIME_TYPES = tuple(f"x-scheme-handler/{scheme}" for scheme in SCHEMES)
"""What we become the default for."""
OFFERED_TYPES = tuple(f"x-scheme-handler/{scheme}" for scheme in ALSO_READ)
"""What we say that we open where nobody else does: an entry of the user's own comes before one of the system's."""
ICON_NAME = "acefone-desktop"
WINDOW_CLASS = "acefone-desktop"
"""By which a window on X11 is known for ours."""


def desktop_entry(command: Sequence[str], offered: Sequence[str] = OFFERED_TYPES) -> str:
    """The text of the entry in the menus, which opens links (Desktop Entry Specification 1.5).

    Raises `LinkHandlerError` for a command that no entry can hold.

    The bus has no part in it. A program that opens a link and ends at once, such as Xfce's `exo-open`, is gone before
    its call on the bus has left: every second link would be lost. Our own process hands it over and ends when that is
    done. `--` comes before the link, so that nothing a link says can be an option.
    """
    return "\n".join(
        [
            *_head(command),
            "Categories=Network;Telephony;",
            f"MimeType={';'.join([*MIME_TYPES, *offered])};",
            f"StartupWMClass={WINDOW_CLASS}",
            *_actions(command),
        ]
    )


def bus_entry(command: Sequence[str]) -> str:
    """The text of a second entry, of the app that the bus can start by its name (“D-Bus Activation”, as above).

    It is in no menu and claims no links, so that no dialogue offers it for them. Raises `LinkHandlerError`.
    """
    return "\n".join([*_head(command), "NoDisplay=true", "DBusActivatable=true", *_actions(command)])


def _head(command: Sequence[str]) -> tuple[str, ...]:
    return (
        "[Desktop Entry]",
        "Type=Application",
        "Version=1.0",
        f"Name={APP_NAME}",
        f"Comment={COMMENT}",
        f"Exec={exec_value([*command, '--'], '%u')}",
        f"Icon={ICON_NAME}",
        "Terminal=false",
        "StartupNotify=true",
    )


def _actions(command: Sequence[str]) -> tuple[str, ...]:
    return (
        "Actions=quick-dial;",
        "",
        "[Desktop Action quick-dial]",
        "Name=Quick dial",
        f"Exec={exec_value([*command, '--quick-dial'])}",
        "",
    )


def bus_service(name: str, command: Sequence[str]) -> str:
    """The service with which the bus starts the app that answers to `name` (D-Bus Specification, “Service Activation”).

    Its command is split as a shell would, after backslashes have been read as in a desktop entry. Raises
    `LinkHandlerError` for a line break.
    """
    if any(letter in argument for argument in command for letter in "\n\r\0"):
        raise LinkHandlerError("The program's path holds a character that service files do not allow.")
    line = shlex.join([*command, "--activated"]).replace("\\", "\\\\")
    return f"[D-BUS Service]\nName={name}\nExec={line}\n"
