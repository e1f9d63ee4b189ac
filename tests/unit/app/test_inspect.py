"""`acefone-desktop inspect`: JSON that keeps its shape, text that says the same, exit status that tells."""

from __future__ import annotations

import asyncio
import json
import os
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from acefone_desktop.adapters.storage.settings.settings_file import SettingsFile
from acefone_desktop.app.cli.inspect import as_text, inspect, local_times
from acefone_desktop.app.command_line import run_command
from acefone_desktop.domain.account import Agent, AgentId
from acefone_desktop.domain.settings import AccountSettings, Settings
from tests.support.storage import a_call, opened

_NOWHERE = Path(__file__).with_name("no-such-folder")
_WINTER_NOON = datetime(2026, 1, 15, 12, 0, tzinfo=UTC)


def _run(*words: str, folder: Path = _NOWHERE) -> int:
    return run_command(["inspect", "--data-dir", str(folder), *words])


def _json(capsys: pytest.CaptureFixture[str], *words: str, folder: Path = _NOWHERE) -> list[dict[str, Any]]:
    _run("--json", *words, folder=folder)
    results: list[dict[str, Any]] = json.loads(capsys.readouterr().out)["results"]
    return results


def test_json_holds_exactly_the_documented_fields(capsys: pytest.CaptureFixture[str]) -> None:
    assert _json(capsys, "tel:+44-7700-900123;ext=55") == [
        {
            "input": "tel:+44-7700-900123;ext=55",
            "numbers": [
                {
                    "raw": "+44-7700-900123",
                    "e164": "+447700900123",
                    "display": "07700 900123",
                    "extension": "55",
                    "kind": "mobile",
                    "country": "GB",
                    "digits_sent": "447700900123",
                    "verdict": "ok",
                    "reason": "Ordinary mobile number.",
                }
            ],
        }
    ]


def test_what_a_number_lacks_is_null(capsys: pytest.CaptureFixture[str]) -> None:
    ((number,),) = (result["numbers"] for result in _json(capsys, "*#06#"))
    assert [number[name] for name in ("e164", "extension", "country", "digits_sent")] == [None] * 4
    assert number["verdict"] == "refuse"


def test_every_text_gets_its_result_in_order(capsys: pytest.CaptureFixture[str]) -> None:
    texts = ["07700 900123 or 020 7946 0123", "nothing here", "999"]
    results = _json(capsys, *texts)
    assert [result["input"] for result in results] == texts
    assert [len(result["numbers"]) for result in results] == [2, 0, 1]


def test_the_region_decides_how_a_local_number_is_read(capsys: pytest.CaptureFixture[str]) -> None:
    (result,) = _json(capsys, "(202) 555-0123", "--region", "us")
    assert result["numbers"][0]["e164"] == "+12025550123"


def test_status_is_one_only_when_no_text_holds_a_number(capsys: pytest.CaptureFixture[str]) -> None:
    assert _run("hello", "07700 900123") == 0
    assert _run("--json", "hello", "tel:nobody") == 1
    printed = capsys.readouterr()
    assert "No phone number was found" in printed.err
    assert "This link holds no phone number." in printed.err
    assert '"numbers": []' in printed.out


@pytest.mark.parametrize("words", [(), ("--region", "Mars", "07700 900123"), ("--region", "", "07700 900123")])
def test_wrong_usage_has_a_status_of_its_own(words: tuple[str, ...]) -> None:
    assert _run(*words) == 2


def test_text_output_shows_the_callees_time_the_digits_and_the_verdict() -> None:
    text = as_text(inspect("Call +1 202 555 0123 ext 7", "GB"), _WINTER_NOON)
    assert "+1 202-555-0123" in text
    assert "Thu 07:00 (America/New_York)" in text
    assert "12025550123" in text
    assert "ok: Ordinary landline or mobile number." in text


def test_a_landline_has_its_area_and_a_mobile_none() -> None:
    assert "Area       London\n" in as_text(inspect("020 7946 0123", "GB"), _WINTER_NOON)
    assert "Area       Washington D.C.\n" in as_text(inspect("+1 202 555 0123", "GB"), _WINTER_NOON)
    assert "Area" not in as_text(inspect("07700 900123", "GB"), _WINTER_NOON)


def test_local_time_follows_the_callees_clock_and_summer_time() -> None:
    assert local_times(("Europe/London",), _WINTER_NOON) == "Thu 12:00 (Europe/London)"
    assert local_times(("Europe/London",), datetime(2026, 7, 15, 12, tzinfo=UTC)) == "Wed 13:00 (Europe/London)"
    assert local_times((), _WINTER_NOON) == ""
    many = ("Europe/London", "Asia/Kolkata", "America/New_York")
    assert local_times(many, _WINTER_NOON).startswith("differs: 3")


def test_input_that_is_no_text_is_printed_without_an_error(capsys: pytest.CaptureFixture[str]) -> None:
    assert _run("--json", "07700 900123 \udcff\u202e") == 0
    assert json.loads(capsys.readouterr().out)["results"][0]["numbers"][0]["e164"] == "+447700900123"
    assert _run("07700 900123 \udcff\u202e") == 0


def test_json_of_an_argument_that_is_not_utf_8_is_taken_by_every_reader() -> None:
    command = [os.fsencode(sys.executable), b"-m", b"acefone_desktop", b"inspect", b"--json", b"\xff +447700900123\xe9"]
    done = subprocess.run(command, capture_output=True, check=True, timeout=60)
    (result,) = json.loads(done.stdout)["results"]
    assert result["input"] == "\ufffd +447700900123\ufffd"
    assert json.dumps(result, ensure_ascii=False).encode(), "a lone half of a character cannot be encoded"
    assert [number["e164"] for number in result["numbers"]] == ["+447700900123"]


def test_an_output_that_takes_only_ascii_is_no_obstacle() -> None:
    command = [sys.executable, "-m", "acefone_desktop", "inspect", "£50 – 07700 900123"]
    plain = os.environ | {"PYTHONIOENCODING": "ascii"}
    done = subprocess.run(command, capture_output=True, text=True, env=plain, check=True, timeout=60)
    assert "07700 900123" in done.stdout


def test_neither_qt_nor_the_network_is_loaded() -> None:
    code = (
        "import sys, acefone_desktop.app.cli.inspect as command;"
        "command.inspect('+44 7700 900123', 'GB');"
        "unwanted = ('PySide6', 'httpx', 'asyncio', 'keyring', 'phonenumbers.geocoder');"
        "print([name for name in unwanted if name in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, timeout=60)
    assert done.stdout.strip() == "[]"


_ABROAD = "+12025550123"


def _verdict(capsys: pytest.CaptureFixture[str], folder: Path, *words: str) -> tuple[str, str]:
    ((number,),) = (result["numbers"] for result in _json(capsys, *words, folder=folder))
    return number["verdict"], number["reason"]


def test_a_first_call_to_a_country_is_asked_about_as_the_app_and_call_do(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    first = ("confirm", "First call to this country (US).")
    assert _verdict(capsys, tmp_path, _ABROAD) == first
    assert list(tmp_path.iterdir()) == [], "looking makes nothing"
    with opened(tmp_path / "profiles" / "default") as profile:
        assert _verdict(capsys, tmp_path, _ABROAD) == first, "while the app runs too"
        asyncio.run(profile.journal.record_calls([a_call("dl-1", number="12025550142")]))
        assert _verdict(capsys, tmp_path, _ABROAD)[0] == "ok"
    folder = tmp_path / "profiles" / "default"
    before = sorted(folder.iterdir())
    assert _verdict(capsys, tmp_path, _ABROAD)[0] == "ok"
    assert sorted(folder.iterdir()) == before, "looking leaves nothing behind"
    assert _verdict(capsys, tmp_path, _ABROAD, "--profile", "work") == first, "another profile has called nobody"
    assert _verdict(capsys, tmp_path, _ABROAD, "--region", "US", "--profile", "work")[0] == "ok"


def test_the_profiles_region_and_the_agents_own_phone_count(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    folder = tmp_path / "profiles" / "default"
    folder.mkdir(parents=True)
    agent = Agent(AgentId("0501234560001"), "Asha Rao", phone="12025550142")
    SettingsFile(folder / "settings.json").save(Settings(account=AccountSettings(agent=agent), phone_region="US"))
    assert _verdict(capsys, tmp_path, "(202) 555-0123") == ("ok", "Ordinary landline or mobile number.")
    assert _verdict(capsys, tmp_path, "(202) 555-0142")[0] == "refuse"
    assert _verdict(capsys, tmp_path, "07700 900123", "--region", "GB")[0] == "ok"
    assert [path.name for path in folder.iterdir()] == ["settings.json"]


def test_a_history_that_cannot_be_read_is_told_and_nothing_is_made_of_it(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = tmp_path / "profiles" / "default"
    folder.mkdir(parents=True)
    (folder / "acefone.sqlite3").write_bytes(b"no database" * 100)
    (folder / "settings.json").write_text("{")
    assert _run("--json", _ABROAD, folder=tmp_path) == 0
    printed = capsys.readouterr()
    assert json.loads(printed.out)["results"][0]["numbers"][0]["verdict"] == "ok"
    assert [line.startswith("acefone-desktop: ") for line in printed.err.splitlines()] == [True, True]
