"""Writes the table of areas from what `phonenumbers` knows: half a second and 100 MB, in a process of its own."""

from __future__ import annotations

import os
import sys
import tempfile
from collections import defaultdict
from contextlib import suppress
from pathlib import Path

from acefone_desktop.adapters.areas.area_table import area_bytes
from acefone_desktop.adapters.areas.areas import area_file

_NICENESS = 15


def run() -> int:
    """The program of the process: writes the table where the app looks for it; returns the exit status."""
    if hasattr(os, "nice"):  # not on Windows
        os.nice(_NICENESS)
    try:
        write_areas(area_file())
    except OSError as error:
        print(f"acefone-desktop: the table of areas cannot be written: {error.strerror}", file=sys.stderr)
        return 1
    return 0


def write_areas(path: Path) -> None:
    """Writes the table, whole or not at all, and removes those of other versions. Raises `OSError`."""
    content = area_bytes(known_areas())
    path.parent.mkdir(parents=True, exist_ok=True)
    descriptor, name = tempfile.mkstemp(prefix="areas-", suffix=".part", dir=path.parent)
    try:
        with os.fdopen(descriptor, "wb") as file:
            file.write(content)
        Path(name).replace(path)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise
    for other in path.parent.glob("areas-*"):
        if other != path:
            with suppress(OSError):
                other.unlink()


def known_areas() -> dict[str, str]:
    """English names by international prefix, without those that only name the country."""
    import phonenumbers  # noqa: PLC0415 (with the rest, only where it is needed)
    from phonenumbers import geocoder  # noqa: PLC0415
    from phonenumbers.geodata import GEOCODE_DATA  # noqa: PLC0415

    countries: defaultdict[str, set[str]] = defaultdict(set)
    for region in phonenumbers.SUPPORTED_REGIONS:
        example = phonenumbers.example_number(region)
        if example is not None:
            countries[str(example.country_code)].add(geocoder.country_name_for_number(example, "en"))
    areas: dict[str, str] = {}
    for prefix, names in GEOCODE_DATA.items():
        name = names.get("en", "")
        country = next((countries[prefix[:n]] for n in (1, 2, 3) if prefix[:n] in countries), set[str]())
        if name and name not in country:
            areas[prefix] = name
    return areas
