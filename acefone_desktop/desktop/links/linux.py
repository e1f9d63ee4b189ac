"""Links on Linux: a desktop entry of the user's own, preferred in the user's `mimeapps.list`."""

from __future__ import annotations

import contextlib
import shutil
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

from acefone_desktop.desktop.application_id import APPLICATION_ID, menu_name
from acefone_desktop.desktop.launch import ICON
from acefone_desktop.desktop.links.desktop_files import (
    MIME_TYPES,
    OFFERED_TYPES,
    bus_entry,
    bus_service,
    desktop_entry,
)
from acefone_desktop.desktop.links.linux_files import FORMER_ENTRY, LinuxFiles
from acefone_desktop.desktop.links.linux_settings import settings_command
from acefone_desktop.desktop.links.made_cache import with_since
from acefone_desktop.desktop.links.made_folders import with_made, without_made
from acefone_desktop.desktop.links.mime_defaults import MimeDefaults
from acefone_desktop.desktop.links.registration import LinkProblem, LinkStatus
from acefone_desktop.domain.errors import LinkHandlerError

ENTRY = f"{menu_name(APPLICATION_ID)}.desktop"
BUS_ENTRY = f"{APPLICATION_ID}.desktop"
_INSTALL = "Run “acefone-desktop handler install”."
_CHOOSE = "Or choose Acefone Desktop under Default Applications."
_OPENER = "xdg-open"
_TOOL = "xdg-mime"
_Finding = tuple[LinkProblem, str, str]
"""What is wrong, the reason and the remedy."""


class LinuxLinks:
    """Desktop entries, bus service, icon and preference below the user's XDG folders.

    `command` starts the app without arguments; `name` is what it is called on the session bus. There is one
    registration: installing it for another profile moves it there.
    """

    def __init__(
        self, command: Sequence[str], environment: Mapping[str, str], icon: Path = ICON, name: str = APPLICATION_ID
    ) -> None:
        self._command, self._environment, self._icon, self._name = command, environment, icon, name
        self._defaults = MimeDefaults(environment)
        self._files = LinuxFiles(self._defaults.data, self._defaults.config, name, environment)

    def status(self) -> LinkStatus:
        """Who opens `tel:` and `callto:` links in this session, and what is in the way of its being us."""
        ours = self._names()
        openers = [self._defaults.default(mime_type) for mime_type in MIME_TYPES]
        other = next((entry for entry in openers if entry not in ours), None)
        installed, default = any(self._defaults.entry_path(entry) for entry in ours), other is None
        problem, reason, remedy = self._problem(other, openers)
        shown = openers[0] if other is None else other
        return LinkStatus(
            platform="linux",
            installed=installed,
            default=default,
            handler=self._defaults.entry_name(shown) if shown else "",
            problem=problem,
            reason=reason,
            remedy=remedy,
            cured_by_installing=problem not in {LinkProblem.NONE, LinkProblem.TOOLS_MISSING},
        )

    def install(self) -> None:
        """Writes our files and makes us the default. Raises `LinkHandlerError`; nothing half done is left behind."""
        service, activatable = bus_service(self._name, self._command), bus_entry(self._command)
        made, cache_since = self._files.made_folders(), self._files.cache_since()
        try:
            self._defaults.forget(self._names())
            self._files.remove_registrations()
            self._files.place_icon(self._icon)
            if self._write_service(service):
                self._files.write(self._files.bus_entry, activatable)
            entry = with_since(with_made(desktop_entry(self._command, self._offered()), made), cache_since)
            self._files.write(self._files.entry, entry)
            self._defaults.prefer(MIME_TYPES, self._files.entry.name)
        except OSError as error:
            with contextlib.suppress(OSError):  # where even that fails, the first reason is the one to tell
                self._take_away(made, cache_since)
            raise _error(error) from error
        self._files.announce()

    def remove(self) -> None:
        """Takes all of it away again. Raises `LinkHandlerError`."""
        made, cache_since = self._files.made_folders(), self._files.cache_since()
        try:
            self._take_away(made, cache_since)
        except OSError as error:
            raise _error(error) from error

    def settings_command(self) -> tuple[str, ...]:
        """The page for default programs of this desktop, where we know one."""
        return settings_command(self._environment)

    def _take_away(self, made: Sequence[int], cache_since: int | None) -> None:
        self._defaults.forget(self._names())
        self._files.remove_registrations()
        self._files.announce()
        self._files.clear(made, cache_since)

    def _names(self) -> set[str]:
        """Every entry of ours that a list may hold."""
        return {
            FORMER_ENTRY,
            self._files.entry.name,
            self._files.bus_entry.name,
            *(path.name for path in self._files.entries()),
        }

    def _offered(self) -> tuple[str, ...]:
        """The types that nobody else opens, now that we are not registered."""
        return tuple(mime_type for mime_type in OFFERED_TYPES if not self._defaults.default(mime_type))

    def _write_service(self, text: str) -> bool:
        """Whether the bus can start us; links come without it, too."""
        try:
            self._files.write(self._files.service, text)
        except OSError:
            return False
        return True

    def _problem(self, other: str | None, openers: Sequence[str]) -> _Finding:
        looks: Sequence[Callable[[], _Finding | None]] = (
            self._registration_problem,
            lambda: self._default_problem(other),
            lambda: self._choice_problem(openers),
            self._service_problem,
            self._tools_problem,
        )
        return next((found for look in looks if (found := look()) is not None), (LinkProblem.NONE, "", ""))

    def _registration_problem(self) -> _Finding | None:
        """Whether our entry is there, and ours."""
        places = self._defaults.entry_paths(self._files.entry.name)
        if not places:
            if self._files.entries():
                return LinkProblem.STALE, "The registration is an older one, or another profile's.", _INSTALL
            return LinkProblem.NOT_REGISTERED, "Links do not open here yet.", _INSTALL
        text = _text(places[0])
        if places[0] != self._files.entry:
            return None  # what a package of the system brought is the system's
        if without_made(text) in self._entry_texts():
            return None
        return self._changed_entry(text, hides=len(places) > 1 or _says(text, "Hidden=true"))

    def _changed_entry(self, text: str, *, hides: bool) -> _Finding:
        """What is wrong with an entry that is not as we would write it."""
        if hides:
            return LinkProblem.SHADOWED, f"{self._files.entry} hides the app's own entry.", _INSTALL
        program = self._registered_program(text)
        if program and not Path(program).exists():
            return LinkProblem.STALE, f"The registration starts {program}, which is gone.", _INSTALL
        return LinkProblem.STALE, "The registration starts another copy of the app or an older one.", _INSTALL

    def _default_problem(self, other: str | None) -> _Finding | None:
        if other is None:
            return None
        opener = f"{self._defaults.entry_name(other)} opens phone links" if other else "No program opens phone links"
        return LinkProblem.ANOTHER_DEFAULT, f"{opener}.", f"{_INSTALL} {_CHOOSE}"

    def _choice_problem(self, openers: Sequence[str]) -> _Finding | None:
        """Whether links go the way on which none is lost."""
        if self._files.bus_entry.name not in openers:
            return None
        return LinkProblem.BUS_ENTRY_CHOSEN, "Links go over the session bus, where some get lost.", _INSTALL

    def _service_problem(self) -> _Finding | None:
        """Whether the bus would start what the second entry promises; links come without both."""
        if not self._files.bus_entry.is_file() and not self._files.service.is_file():
            return None
        runtime = self._environment.get("XDG_RUNTIME_DIR")
        transient = Path(runtime, "dbus-1", "services", self._files.service.name) if runtime else None
        if transient is not None and transient.is_file():
            return LinkProblem.SHADOWED, f"{transient} hides the app's own service.", "Remove it."
        texts = {
            self._files.service: bus_service(self._name, self._command),
            self._files.bus_entry: bus_entry(self._command),
        }
        for path, text in texts.items():
            if _text(path) != text:
                found = "starts another copy of the app" if path.is_file() else "is missing"
                return LinkProblem.BUS_SERVICE_STALE, f"The service of the session bus {found}.", _INSTALL
        return None

    def _tools_problem(self) -> _Finding | None:
        missing = [tool for tool in (_OPENER, _TOOL) if not shutil.which(tool, path=self._environment.get("PATH"))]
        if not missing:
            return None
        names = " and ".join(missing)
        return LinkProblem.TOOLS_MISSING, f"Browsers open links through {names}.", "Install the package xdg-utils."

    def _entry_texts(self) -> set[str]:
        """The entry as we would write it, whatever others opened when we did."""
        first, second = OFFERED_TYPES
        choices: tuple[tuple[str, ...], ...] = ((), (first,), (second,), OFFERED_TYPES)
        return {desktop_entry(self._command, offered) for offered in choices}

    def _registered_program(self, text: str) -> str:
        """The program that the entry starts, where that can be read without unquoting."""
        line = next((line for line in text.splitlines() if line.startswith("Exec=")), "")
        program = line.removeprefix("Exec=").partition(" ")[0]
        return program if program.startswith("/") else ""


def _says(text: str, line: str) -> bool:
    return line in text.splitlines()


def _text(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8", errors="replace")
    except OSError:
        return ""


def _error(error: OSError) -> LinkHandlerError:
    return LinkHandlerError(f"({error.filename}: {error.strerror}.)")
