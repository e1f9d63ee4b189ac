"""What a file dialogue answers, read with suspicion: whoever owns the portal's name is another program."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import unquote_to_bytes

from acefone_desktop.domain.errors import AcefoneDesktopError
from acefone_desktop.domain.file_choice import FileChoice

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

MOST_FILES = 1_000
LONGEST_URI, LONGEST_NAME = 3 * 4_096 + 16, 200
_SCHEME, _LOCAL_HOSTS = "file://", ("", "localhost")
_CHOSEN, _CANCELLED = 0, 1


class FilePortalError(AcefoneDesktopError):
    """No portal, or none that did what was asked; another dialogue can still be used."""

    code = "file-portal"
    sentence = "The desktop's file dialogue cannot be used."
    remedy = "Use the app's own."


def choice_from(body: Sequence[Any]) -> FileChoice:
    """Reads the signal org.freedesktop.portal.Request.Response; raises `FilePortalError` for a failure or nonsense."""
    match body:
        case [int(response), dict()] if response == _CANCELLED:
            return FileChoice()
        case [int(response), dict(results)] if response == _CHOSEN:
            return FileChoice(_files(_value(results, "uris")), _kind(_value(results, "current_filter")))
    raise FilePortalError


def file_of(uri: object) -> Path:
    """The file of a URI (RFC 8089) on this computer; raises `FilePortalError` for any other."""
    if not isinstance(uri, str) or len(uri) > LONGEST_URI or not uri.lower().startswith(_SCHEME):
        raise FilePortalError
    host, slash, rest = uri[len(_SCHEME) :].partition("/")
    if host.lower() not in _LOCAL_HOSTS or not slash or not uri.isascii() or "?" in rest or "#" in rest:
        raise FilePortalError
    name = unquote_to_bytes(slash + rest)
    if b"\0" in name or name.endswith(b"/"):
        raise FilePortalError
    return Path(name.decode("utf-8", "surrogateescape"))


def _files(uris: object) -> tuple[Path, ...]:
    if not isinstance(uris, list) or not 0 < len(uris) <= MOST_FILES:
        raise FilePortalError
    return tuple(file_of(uri) for uri in uris)


def _kind(kind: object) -> str:
    """The name of the filter that was set; it is a help only, so that nonsense is no kind."""
    match kind:
        case [str(name), *_] if len(name) <= LONGEST_NAME:
            return name
    return ""


def _value(results: Mapping[Any, Any], name: str) -> object:
    return getattr(results.get(name), "value", None)
