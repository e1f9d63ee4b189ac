"""`acefone-desktop contacts`, as scripts use it."""

from __future__ import annotations

import asyncio
import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from acefone_desktop.app.command_line import run_command
from acefone_desktop.domain.settings import Settings
from tests.support.storage import a_contact, opened

if TYPE_CHECKING:
    from collections.abc import Callable

EXPORTS = Path(__file__).parent.parent.parent / "data" / "contacts"


@pytest.fixture
def run(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Callable[..., tuple[int, str, str]]:
    """Runs the command on a data folder of its own: status, standard output, standard error."""

    def run(*arguments: str) -> tuple[int, str, str]:
        status = run_command(["contacts", *arguments, "--data-dir", str(tmp_path)])
        out, err = capsys.readouterr()
        return status, out, err

    return run


def document(result: tuple[int, str, str]) -> dict[str, Any]:
    status, out, _ = result
    assert status == 0
    found: dict[str, Any] = json.loads(out)
    return found


def test_import_counts_and_lists_what_was_not_taken(run: Callable[..., tuple[int, str, str]]) -> None:
    google = str(EXPORTS / "google.csv")
    first = document(run("import", google, str(EXPORTS / "apple.vcf"), "--json"))
    assert first == {  # “Tom James Field” is the “Tom Field” of the same number, the shop is in both files
        "added": 3,
        "updated": 1,
        "skipped": 1,
        "errors": [{"file": "google.csv", "row": 5, "reason": "it has neither a name nor a number"}],
    }
    again = document(run("import", str(EXPORTS / "apple.vcf"), "--json"))
    assert again == {"added": 0, "updated": 0, "skipped": 2, "errors": []}


def test_import_in_words(run: Callable[..., tuple[int, str, str]]) -> None:
    status, out, err = run("import", str(EXPORTS / "google.csv"))
    assert (status, out) == (0, "3 added, 0 updated, 0 unchanged, 1 problem\n")
    assert err == "google.csv, row 5: it has neither a name nor a number\n"


def test_a_file_that_cannot_be_read_is_status_1_and_a_sentence(
    run: Callable[..., tuple[int, str, str]], tmp_path: Path
) -> None:
    status, out, err = run("import", str(tmp_path / "missing.csv"), str(EXPORTS / "apple.vcf"), "--json")
    assert status == 1
    assert json.loads(out)["added"] == 2
    assert err.startswith("missing.csv: This file cannot be imported.")


def test_the_profiles_country_reads_national_numbers(run: Callable[..., tuple[int, str, str]], tmp_path: Path) -> None:
    from acefone_desktop.adapters.storage.settings.settings_file import SettingsFile  # noqa: PLC0415
    from acefone_desktop.desktop.paths import places_for  # noqa: PLC0415

    (tmp_path / "us.csv").write_text("Name,Phone\nTom,212-555-0134\n")
    SettingsFile(places_for("", tmp_path, {}).settings).save(Settings(phone_region="US"))
    document(run("import", str(tmp_path / "us.csv"), "--json"))
    assert document(run("search", "tom", "--json"))["results"][0]["numbers"] == ["+12125550134"]
    status, _, err = run("import", str(tmp_path / "us.csv"), "--region", "Mars")
    assert status == 2
    assert "country code" in err


def test_search_finds_the_best_first_and_says_how_long_it_took(
    run: Callable[..., tuple[int, str, str]], tmp_path: Path
) -> None:
    document(run("import", str(EXPORTS / "google.csv"), "--json"))
    found = document(run("search", "field", "tom", "--json"))
    assert found["results"] == [
        {
            "name": "Tom Field",
            "company": "Example Ltd",
            "numbers": ["+447700900123", "+447700900124", "+442079460001"],
            "favourite": True,
        }
    ]
    assert 0 <= found["took_ms"] < 10_000
    assert len(document(run("search", "7", "--limit", "2", "--json"))["results"]) == 2


def test_json_may_be_asked_for_before_the_action(run: Callable[..., tuple[int, str, str]]) -> None:
    assert document(run("--json", "search", "nobody"))["results"] == []


def test_search_in_words(run: Callable[..., tuple[int, str, str]]) -> None:
    run("import", str(EXPORTS / "google.csv"))
    assert run("search", "harbour") == (0, "  Harbour & Sons: +442079460777 work\n", "")
    assert run("search", "nobody") == (0, "", "No contact was found.\n")


@pytest.mark.parametrize("name", ["all.csv", "all.vcf"])
def test_export_and_import_again_change_nothing(
    name: str, run: Callable[..., tuple[int, str, str]], tmp_path: Path
) -> None:
    run("import", str(EXPORTS / "google.csv"), str(EXPORTS / "outlook.csv"))
    status, out, _ = run("export", str(tmp_path / name), "--json")
    assert (status, json.loads(out)["exported"]) == (0, 5)
    again = document(run("import", str(tmp_path / name), "--json"))
    assert again == {"added": 0, "updated": 0, "skipped": 5, "errors": []}


def test_an_export_that_cannot_be_written_is_status_1_and_a_sentence(run: Callable[..., tuple[int, str, str]]) -> None:
    status, out, err = run("export", "no/such/folder/all.csv")
    assert (status, out) == (1, "")
    assert "could not be written" in err


@pytest.mark.parametrize("name", ["all.txt", "all.xlsx", "all"])
def test_an_export_to_another_kind_of_file_is_wrong_usage_and_writes_nothing(
    name: str, run: Callable[..., tuple[int, str, str]], tmp_path: Path
) -> None:
    status, out, err = run("export", str(tmp_path / name))
    assert (status, out) == (2, "")
    assert "should end in .csv or .vcf" in err
    assert not (tmp_path / name).exists()


@pytest.mark.parametrize(
    "arguments", [[], ["import"], ["search"], ["search", "x", "--limit", "0"], ["search", "x", "--limit=x"], ["purge"]]
)
def test_wrong_usage_is_status_2(arguments: list[str], run: Callable[..., tuple[int, str, str]]) -> None:
    assert run(*arguments)[0] == 2


def test_it_works_while_the_app_has_the_database_open(run: Callable[..., tuple[int, str, str]], tmp_path: Path) -> None:
    with opened(tmp_path / "profiles" / "default") as app:
        asyncio.run(app.book.save(a_contact("Open Early", "+447700900111")))
        assert document(run("import", str(EXPORTS / "google.csv"), "--json"))["added"] == 3
        assert app.contacts.search("harbour", 5)
        assert document(run("search", "open", "--json"))["results"][0]["name"] == "Open Early"
        asyncio.run(app.book.save(a_contact("Open Late", "+447700900112")))


def test_profiles_have_books_of_their_own(run: Callable[..., tuple[int, str, str]]) -> None:
    run("import", str(EXPORTS / "google.csv"), "--profile", "work")
    assert document(run("search", "tom", "--json"))["results"] == []
    assert len(document(run("search", "tom", "--json", "--profile", "work"))["results"]) == 1
    status, _, err = run("search", "tom", "--profile", "../evil")
    assert status == 2
    assert "profile name" in err


def test_a_newer_database_is_refused_with_a_sentence(run: Callable[..., tuple[int, str, str]], tmp_path: Path) -> None:
    with opened(tmp_path / "profiles" / "default") as app:
        asyncio.run(app.database.write(lambda connection: connection.execute("PRAGMA user_version = 99")))
    status, _, err = run("search", "tom")
    assert status == 1
    assert "newer version" in err


def test_problems_of_a_vcard_file_are_counted_in_cards(
    run: Callable[..., tuple[int, str, str]], tmp_path: Path
) -> None:
    file = tmp_path / "people.vcf"
    file.write_text("BEGIN:VCARD\nVERSION:3.0\nNOTE:nobody\nEND:VCARD\n", encoding="utf-8")
    _status, _out, err = run("import", str(file))
    assert err.startswith("people.vcf, card 1: ")


def test_a_file_whose_name_is_not_utf_8_is_named_so_that_every_json_reader_takes_it(
    run: Callable[..., tuple[int, str, str]], tmp_path: Path
) -> None:
    status, out, _err = run("import", str(tmp_path / "gone\udcff.csv"), "--json")
    assert status == 1
    (error,) = json.loads(out)["errors"]
    assert error["file"].endswith("gone\N{REPLACEMENT CHARACTER}.csv")
