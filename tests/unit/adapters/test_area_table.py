"""The table of areas: what goes in comes out, and a file that is not whole is not believed."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from acefone_desktop.adapters.areas.area_table import AreaTable, AreaTableError, area_bytes

prefixes = st.from_regex(r"[1-9][0-9]{0,14}", fullmatch=True)
names = st.text(st.characters(codec="utf-8"), min_size=1, max_size=20)


def table(folder: Path, areas: dict[str, str]) -> AreaTable:
    path = folder / "areas.bin"
    path.write_bytes(area_bytes(areas))
    return AreaTable(path)


@given(areas=st.dictionaries(prefixes, names, max_size=40), rest=st.from_regex(r"[0-9]{0,6}", fullmatch=True))
def test_a_number_gets_the_name_of_its_longest_prefix(
    tmp_path_factory: pytest.TempPathFactory, areas: dict[str, str], rest: str
) -> None:
    read = table(tmp_path_factory.mktemp("areas"), areas)
    for prefix in areas:
        number = prefix + rest
        longest = max((p for p in areas if number.startswith(p)), key=len)
        assert read.area_of(number) == areas[longest]


def test_a_number_of_no_known_prefix_has_no_name(tmp_path: Path) -> None:
    read = table(tmp_path, {"4420": "London", "44": "Somewhere"})
    assert read.area_of("33100000000") == ""
    assert read.area_of("4") == ""
    assert read.area_of("") == ""
    assert table(tmp_path, {}).area_of("442079460123") == ""


def test_a_file_that_is_not_a_whole_table_is_refused(tmp_path: Path) -> None:
    whole = area_bytes({"4420": "London", "44151": "Liverpool"})
    broken = [whole[:size] for size in range(len(whole))] + [whole + b"x", b"x" * len(whole), b"x" + whole[1:]]
    for content in broken:
        path = tmp_path / "areas.bin"
        path.write_bytes(content)
        with pytest.raises(AreaTableError):
            AreaTable(path)
    with pytest.raises(FileNotFoundError):
        AreaTable(tmp_path / "nothing")


@given(noise=st.binary(min_size=1, max_size=24), at=st.integers(32, 200))
def test_a_file_damaged_inside_never_raises_when_asked(
    tmp_path_factory: pytest.TempPathFactory, noise: bytes, at: int
) -> None:
    whole = bytearray(area_bytes({"4420": "London", "44151": "Liverpool", "1202": "Washington D.C."}))
    at = min(at, len(whole) - 1)
    whole[at : at + len(noise)] = noise[: len(whole) - at]
    path = tmp_path_factory.mktemp("areas") / "areas.bin"
    path.write_bytes(whole)
    read = AreaTable(path)
    for number in ("442079460123", "441514960123", "12025550188"):
        assert isinstance(read.area_of(number), str)
