"""`acefone-desktop inspect`: JSON that keeps its shape, text that says the same, exit status that tells."""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
from datetime import UTC, datetime
from typing import Any

import pytest

from acefone_desktop.app.cli.inspect import add_parser, as_text, inspect, local_times

_WINTER_NOON = datetime(2026, 1, 15, 12, 0, tzinfo=UTC)


def _run(*words: str) -> int:
    common = argparse.ArgumentParser(add_help=False)
    common.add_argument("--json", action="store_true")
    parser = argparse.ArgumentParser()
    add_parser(parser.add_subparsers(), common)
    arguments = parser.parse_args(["inspect", *words])
    status: int = arguments.run(arguments)
    return status


def _json(capsys: pytest.CaptureFixture[str], *words: str) -> list[dict[str, Any]]:
    _run("--json", *words)
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
    with pytest.raises(SystemExit) as left:
        _run(*words)
    assert left.value.code == 2


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
