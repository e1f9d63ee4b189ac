"""The texts of what registers the app on Linux: a desktop entry, and a service of the session bus."""

from __future__ import annotations

import shlex
from collections.abc import Sequence

from acefone_desktop.desktop.launch import exec_value
from acefone_desktop.desktop.links.registration import APP_NAME, COMMENT, SCHEMES
from acefone_desktop.domain.errors import LinkHandlerError

MIME_TYPES = tuple(f"x-scheme-handler/{scheme}" for scheme in SCHEMES)
"""What we become the default for."""
ALSO_READ = ("x-scheme-handler/sip",)
"""Offered where nobody else opens it: a program that speaks SIP itself serves it better."""
ICON_NAME = "acefone-desktop"


def desktop_entry(command: Sequence[str], *, activatable: bool = False) -> str:
    """The text of the entry (Desktop Entry Specification 1.5). Raises `LinkHandlerError`.

    `--` comes before the link, so that nothing a link says can be an option. `activatable`: the bus can start the app.
    """
    return "\n".join(
        [
            "[Desktop Entry]",
            "Type=Application",
            "Version=1.0",
            f"Name={APP_NAME}",
            f"Comment={COMMENT}",
            f"Exec={exec_value([*command, '--'], '%u')}",
            f"Icon={ICON_NAME}",
            "Terminal=false",
            "Categories=Network;Telephony;",
            f"MimeType={';'.join([*MIME_TYPES, *ALSO_READ])};",
            *(["DBusActivatable=true"] if activatable else []),
            "StartupNotify=true",
            "StartupWMClass=acefone-desktop",
            "Actions=quick-dial;",
            "",
            "[Desktop Action quick-dial]",
            "Name=Quick dial",
            f"Exec={exec_value([*command, '--quick-dial'])}",
            "",
        ]
    )


def link_entry(command: Sequence[str]) -> str:
    """The text of a second entry, which is the default for links and in no menu. The bus has no part in it.

    A program that opens a link and ends at once, such as Xfce's `exo-open`, is gone before its call on the bus has
    left: every second link would be lost. Our own process hands it over and ends when that is done.
    """
    text, _, _ = desktop_entry(command).partition("Actions=")
    return text.replace("Terminal=false\n", "Terminal=false\nNoDisplay=true\n")


def bus_service(name: str, command: Sequence[str]) -> str:
    """The service with which the bus starts the app that answers to `name` (D-Bus Specification, “Service Activation”).

    Its command is split as a shell would, after backslashes have been read as in a desktop entry. Raises
    `LinkHandlerError` for a line break.
    """
    if any(letter in argument for argument in command for letter in "\n\r\0"):
        raise LinkHandlerError("The program's path holds a character that service files do not allow.")
    line = shlex.join([*command, "--activated"]).replace("\\", "\\\\")
    return f"[D-BUS Service]\nName={name}\nExec={line}\n"
