"""The name of the time zone that this computer's clock shows, where the system tells one."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Final

from acefone_desktop.domain.server_zone import zone_of

if TYPE_CHECKING:
    from collections.abc import Mapping

_LOCAL_TIME: Final = Path("/etc/localtime")
_DATABASE: Final = "zoneinfo"


def home_zone(environment: Mapping[str, str], local_time: Path = _LOCAL_TIME) -> str:
    """A name of the time-zone database: of TZ, or of the file that /etc/localtime points to (localtime(5)); or empty.

    Windows has names of its own for zones, so that none is told there.
    """
    named = environment.get("TZ", "").removeprefix(":")
    if not named:
        try:
            parts = local_time.resolve(strict=True).parts
        except OSError:
            return ""
        named = "/".join(parts[parts.index(_DATABASE) + 1 :]) if _DATABASE in parts else ""
    try:
        zone_of(named)
    except ValueError:
        return ""
    return named
