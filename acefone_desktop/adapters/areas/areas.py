"""The areas of landline numbers, for a window: from the table where there is one, which is made beside the app."""

from __future__ import annotations

import subprocess
from contextlib import suppress
from typing import TYPE_CHECKING

from acefone_desktop.adapters.areas.area_table import AreaTable, AreaTableError
from acefone_desktop.domain.numbering.number_kinds import NumberKind

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

    from acefone_desktop.domain.numbers import PhoneNumber

_PATIENCE_S = 120.0
_NO_CONSOLE = getattr(subprocess, "CREATE_NO_WINDOW", 0)  # Windows only
_PLACED = frozenset({NumberKind.FIXED, NumberKind.FIXED_OR_MOBILE})


def area_file() -> Path:
    """Where the table for these numbering plans is kept: a cache, which may be removed at any time."""
    import phonenumbers  # noqa: PLC0415 (who asks for a number's area has loaded it)
    from platformdirs import user_cache_path  # noqa: PLC0415

    return user_cache_path("acefone-desktop", appauthor=False) / f"areas-{phonenumbers.__version__}.bin"


class Areas:
    """The port `LandlineAreas`. `command` names the process that writes the table (`area_writing`).

    `area_of` may be asked on any thread, and answers at once.
    """

    def __init__(self, command: Callable[[], Sequence[str]]) -> None:
        self._command = command
        self._table: AreaTable | None = None

    def area_of(self, number: PhoneNumber) -> str | None:
        """In English: "London", "Washington D.C."; empty where none is known, or the number is not bound to a place.

        None where there is no table yet.
        """
        if number.e164 is None or number.kind not in _PLACED:
            return ""
        if self._table is None:
            self._table = _opened()
        return None if self._table is None else self._table.area_of(number.e164.lstrip("+"))

    async def make(self) -> bool:
        """Has the table written where there is none; returns whether there is one now. Takes some seconds.

        The process ends with whoever waits for it.
        """
        if _opened() is not None:
            return True
        import asyncio  # noqa: PLC0415 (loaded already, where this runs)

        try:
            process = await asyncio.create_subprocess_exec(
                *self._command(),
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
                creationflags=_NO_CONSOLE,
            )
        except OSError:
            return False
        try:
            async with asyncio.timeout(_PATIENCE_S):
                return await process.wait() == 0
        except TimeoutError:
            return False
        finally:
            with suppress(ProcessLookupError):
                process.kill()
            await process.wait()


def _opened() -> AreaTable | None:
    try:
        return AreaTable(area_file())
    except (OSError, AreaTableError):
        return None
