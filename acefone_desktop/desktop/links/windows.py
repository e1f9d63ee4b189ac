"""Links on Windows: capabilities registered for the current user, and the system's own page to choose them.

Since Windows 10 only the person can choose a default (the choice is signed), so registering offers us there and opens
the page. Keys as documented under “Default Programs” and “Registering an Application to a URI Scheme” (Microsoft).
The logic runs and is tested against a registry in memory; on a real Windows it could not be run here.
"""

from __future__ import annotations

import subprocess
from collections.abc import Callable, Sequence
from urllib.parse import quote

from acefone_desktop.desktop.links.registration import (
    ALSO_READ,
    APP_NAME,
    COMMENT,
    SCHEMES,
    LinkProblem,
    LinkStatus,
)
from acefone_desktop.desktop.registry import Registry
from acefone_desktop.domain.errors import LinkHandlerError

CLASSES_KEY = r"Software\Classes"
APP_KEY = r"Software\AcefoneDesktop"
CAPABILITIES_KEY = rf"{APP_KEY}\Capabilities"
REGISTERED_KEY = r"Software\RegisteredApplications"
ASSOCIATIONS_KEY = r"Software\Microsoft\Windows\Shell\Associations\UrlAssociations"
OFFERED = (*SCHEMES, *ALSO_READ)
"""What a person may choose us for on the system's page."""
_INSTALL = "Run “acefone-desktop handler install”."
SETTINGS_PAGE = f"ms-settings:defaultapps?registeredAppUser={quote(APP_NAME)}"


class WindowsLinks:
    """`open_page` opens an address of the system, such as `os.startfile`."""

    def __init__(self, command: Sequence[str], registry: Registry, open_page: Callable[[str], None]) -> None:
        self._command, self._registry, self._open_page = command, registry, open_page

    def status(self) -> LinkStatus:
        """Who opens `tel:` and `callto:` links; the default's name where it registered one."""
        installed = self._registry.read(REGISTERED_KEY, APP_NAME) is not None
        others = [chosen for scheme in SCHEMES if (chosen := self._chosen(scheme)) != program_id(scheme)]
        default = installed and not others
        handler = self._name_of(others[0]) if others else APP_NAME
        problem, reason, remedy = self._problem(handler, installed=installed, default=default)
        return LinkStatus(
            platform="windows",
            installed=installed,
            default=default,
            handler=handler,
            problem=problem,
            reason=reason,
            remedy=remedy,
            cured_by_installing=problem in {LinkProblem.NOT_REGISTERED, LinkProblem.STALE},
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

    def settings_command(self) -> tuple[str, ...]:
        """The page of the system's settings for our defaults."""
        return ("explorer.exe", SETTINGS_PAGE)

    def remove(self) -> None:
        """Takes every key of ours away; Windows then asks the person again who opens links."""
        try:
            self._registry.delete_value(REGISTERED_KEY, APP_NAME)
            self._registry.delete_key(APP_KEY)
            for scheme in OFFERED:
                self._registry.delete_key(class_key(scheme))
        except OSError as error:
            raise LinkHandlerError(f"({error.strerror}.)") from error

    def _values(self) -> list[tuple[str, str, str]]:
        return [
            *(value for scheme in OFFERED for value in self._class_values(scheme)),
            (CAPABILITIES_KEY, "ApplicationName", APP_NAME),
            (CAPABILITIES_KEY, "ApplicationDescription", COMMENT),
            *((rf"{CAPABILITIES_KEY}\UrlAssociations", scheme, program_id(scheme)) for scheme in OFFERED),
            (REGISTERED_KEY, APP_NAME, CAPABILITIES_KEY),
        ]

    def _class_values(self, scheme: str) -> list[tuple[str, str, str]]:
        """The class of one scheme: its empty value “URL Protocol” makes it one for addresses."""
        key = class_key(scheme)
        return [
            (key, "", f"URL:{APP_NAME} ({scheme})"),
            (key, "URL Protocol", ""),
            (rf"{key}\Application", "ApplicationName", APP_NAME),
            (rf"{key}\DefaultIcon", "", f'"{self._command[0]}",0'),
            (rf"{key}\shell\open\command", "", command_line(self._command)),
        ]

    def _chosen(self, scheme: str) -> str:
        """The program id the person chose; newer builds of Windows 11 keep it in another place. Only ever read."""
        choices = rf"{ASSOCIATIONS_KEY}\{scheme}"
        for key in (rf"{choices}\UserChoiceLatest\ProgId", rf"{choices}\UserChoice"):
            if chosen := self._registry.read(key, "ProgId"):
                return chosen
        return ""

    def _name_of(self, chosen: str) -> str:
        if not chosen:
            return ""
        key = rf"{CLASSES_KEY}\{chosen}"
        application = self._registry.read(rf"{key}\Application", "ApplicationName")
        return application or self._registry.read(key, "") or chosen

    def _problem(self, handler: str, *, installed: bool, default: bool) -> tuple[LinkProblem, str, str]:
        if not installed:
            return LinkProblem.NOT_REGISTERED, "Links do not open here yet.", _INSTALL
        if any(self._registry.read(key, name) != value for key, name, value in self._values()):
            return LinkProblem.STALE, "The registration starts another copy of the app or an older one.", _INSTALL
        if not default:
            opener = f"{handler} opens phone links" if handler else "No program opens phone links"
            choose = f"Open Settings → Apps → Default apps → {APP_NAME} and choose it for TEL and CALLTO."
            return LinkProblem.ANOTHER_DEFAULT, f"{opener}.", choose
        return LinkProblem.NONE, "", ""


def program_id(scheme: str) -> str:
    """Our class for links of this scheme. The scheme's own class is shared with other programs, and stays theirs."""
    return f"AcefoneDesktop.{scheme}"


def class_key(scheme: str) -> str:
    """The key of that class."""
    return rf"{CLASSES_KEY}\{program_id(scheme)}"


def command_line(command: Sequence[str]) -> str:
    """What Windows runs for a link. `--` comes before it, so that nothing a link says can be an option."""
    return f'{subprocess.list2cmdline([*command, "--"])} "%1"'
