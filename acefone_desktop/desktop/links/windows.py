"""Links on Windows: capabilities registered for the current user, and the system's own page to choose them.

Since Windows 10 only the person can choose a default (the choice is signed), so registering offers us there and opens
the page. Keys as documented under “Default Programs” and “Registering an Application to a URI Scheme” (Microsoft).
The logic runs and is tested against a registry in memory; on a real Windows it could not be run here.
"""

from __future__ import annotations

import subprocess
from collections.abc import Callable, Sequence
from urllib.parse import quote

from acefone_desktop.desktop.links.registration import APP_NAME, COMMENT, SCHEMES, LinkStatus
from acefone_desktop.desktop.registry import Registry
from acefone_desktop.domain.errors import LinkHandlerError

PROGRAM_ID = "AcefoneDesktop.tel"
CLASS_KEY = rf"Software\Classes\{PROGRAM_ID}"
COMMAND_KEY = rf"{CLASS_KEY}\shell\open\command"
APP_KEY = r"Software\AcefoneDesktop"
CAPABILITIES_KEY = rf"{APP_KEY}\Capabilities"
REGISTERED_KEY = r"Software\RegisteredApplications"
CHOICE_KEY = r"Software\Microsoft\Windows\Shell\Associations\UrlAssociations\tel"
SETTINGS_PAGE = f"ms-settings:defaultapps?registeredAppUser={quote(APP_NAME)}"


class WindowsLinks:
    """`open_page` opens an address of the system, such as `os.startfile`."""

    def __init__(self, command: Sequence[str], registry: Registry, open_page: Callable[[str], None]) -> None:
        self._command, self._registry, self._open_page = command, registry, open_page

    def status(self) -> LinkStatus:
        """Who opens `tel:` links; the default's name where it registered one."""
        installed = self._registry.read(REGISTERED_KEY, APP_NAME) is not None
        chosen = self._chosen()
        default = installed and chosen == PROGRAM_ID
        return LinkStatus(
            platform="windows",
            installed=installed,
            default=default,
            handler=APP_NAME if default else self._name_of(chosen),
            remedy=self._remedy(installed=installed, default=default),
        )

    def install(self) -> None:
        """Registers the app for links and opens the page on which the person makes it the default."""
        try:
            for key, name, value in self._values():
                self._registry.write(key, name, value)
        except OSError as error:
            raise LinkHandlerError(f"({error.strerror}.)") from error
        if not self.status().default:
            self._open_page(SETTINGS_PAGE)

    def remove(self) -> None:
        """Takes every key of ours away; Windows then asks the person again who opens links."""
        try:
            self._registry.delete_value(REGISTERED_KEY, APP_NAME)
            self._registry.delete_key(APP_KEY)
            self._registry.delete_key(CLASS_KEY)
        except OSError as error:
            raise LinkHandlerError(f"({error.strerror}.)") from error

    def _values(self) -> list[tuple[str, str, str]]:
        program = self._command[0]
        return [
            (CLASS_KEY, "", f"URL:{APP_NAME}"),
            (CLASS_KEY, "URL Protocol", ""),
            (rf"{CLASS_KEY}\DefaultIcon", "", f'"{program}",0'),
            (COMMAND_KEY, "", command_line(self._command)),
            (CAPABILITIES_KEY, "ApplicationName", APP_NAME),
            (CAPABILITIES_KEY, "ApplicationDescription", COMMENT),
            *((rf"{CAPABILITIES_KEY}\UrlAssociations", scheme, PROGRAM_ID) for scheme in SCHEMES),
            (REGISTERED_KEY, APP_NAME, CAPABILITIES_KEY),
        ]

    def _chosen(self) -> str:
        """The program id the person chose; newer builds of Windows 11 keep it in another place."""
        for key in (rf"{CHOICE_KEY}\UserChoiceLatest\ProgId", rf"{CHOICE_KEY}\UserChoice"):
            if chosen := self._registry.read(key, "ProgId"):
                return chosen
        return ""

    def _name_of(self, program_id: str) -> str:
        if not program_id:
            return ""
        application = self._registry.read(rf"Software\Classes\{program_id}\Application", "ApplicationName")
        return application or self._registry.read(rf"Software\Classes\{program_id}", "") or program_id

    def _remedy(self, *, installed: bool, default: bool) -> str:
        if not installed or self._registry.read(COMMAND_KEY, "") != command_line(self._command):
            return "Run “acefone-desktop handler install”."
        if not default:
            return f"Open Settings → Apps → Default apps → {APP_NAME} and choose it for TEL and CALLTO."
        return ""


def command_line(command: Sequence[str]) -> str:
    """What Windows runs for a link. `--` comes before it, so that nothing a link says can be an option."""
    return f'{subprocess.list2cmdline([*command, "--"])} "%1"'
