"""Areas as the window asks for them: from a table that a process of its own writes, once."""

from __future__ import annotations

import asyncio
import sys
from pathlib import Path

import phonenumbers
import pytest

from acefone_desktop.adapters.areas.areas import Areas, area_file
from acefone_desktop.app.entry import AREAS_PROCESS
from acefone_desktop.domain.numbering.number_areas import area_of
from acefone_desktop.domain.numbers import PhoneNumber, read_number
from tests.support.waiting import wait_until

COMMAND = (sys.executable, "-m", "acefone_desktop", AREAS_PROCESS)
LANDLINES = ("+442079460123", "+441514960123", "+12025550188", "+493023125123", "+33199001234", "+912223456789")


def number(text: str) -> PhoneNumber:
    read = read_number(text, "GB")
    assert read is not None
    return read


def areas() -> Areas:
    return Areas(lambda: COMMAND)


@pytest.mark.slow
async def test_the_process_writes_a_table_that_agrees_with_the_numbering_plans() -> None:
    asked = areas()
    assert asked.area_of(number(LANDLINES[0])) is None
    assert await asked.make()
    assert {text: asked.area_of(number(text)) for text in LANDLINES} == {
        text: area_of(number(text)) for text in LANDLINES
    }
    assert asked.area_of(number("+442079460123")) == "London"
    assert asked.area_of(number("+447700900123")) == ""  # a mobile telephone is nowhere
    written = area_file().stat().st_mtime_ns
    assert await areas().make()
    assert area_file().stat().st_mtime_ns == written  # once is enough
    assert [file.name for file in area_file().parent.iterdir()] == [f"areas-{phonenumbers.__version__}.bin"]


@pytest.mark.slow
async def test_a_damaged_table_is_written_anew_and_those_of_other_versions_go() -> None:
    area_file().parent.mkdir(parents=True)
    area_file().write_bytes(b"damaged")
    (area_file().parent / "areas-0.0.0.bin").write_bytes(b"old")
    assert await areas().make()
    assert [file.name for file in area_file().parent.iterdir()] == [area_file().name]
    assert areas().area_of(number("+442079460123")) == "London"


async def test_a_process_that_cannot_be_started_or_fails_leaves_things_as_they_are() -> None:
    assert not await Areas(lambda: ("/no/such/program",)).make()
    assert not await Areas(lambda: (sys.executable, "-c", "raise SystemExit(1)")).make()
    assert not area_file().exists()


@pytest.mark.skipif(sys.platform != "linux", reason="asks the system about a process as Linux answers")
async def test_the_process_ends_with_whoever_waits_for_it(tmp_path_factory: pytest.TempPathFactory) -> None:
    told = tmp_path_factory.mktemp("told") / "process"
    script = f"import os, time; open({str(told)!r}, 'w').write(str(os.getpid())); time.sleep(600)"
    making = asyncio.create_task(Areas(lambda: (sys.executable, "-c", script)).make())
    async with asyncio.timeout(20):
        while not (told.exists() and told.read_text()):  # noqa: ASYNC110 (another process writes it)
            await asyncio.sleep(0.01)
    making.cancel()
    with pytest.raises(asyncio.CancelledError):
        await making
    wait_until(lambda: not _is_running(int(told.read_text())), 10.0, "the process to end")


def _is_running(process: int) -> bool:
    stat = Path(f"/proc/{process}/stat")
    return stat.exists() and stat.read_text().rpartition(")")[2].split()[0] != "Z"
