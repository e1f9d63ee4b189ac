"""`acefone-desktop replay`: recordings in, calls out, in the documented shape."""

from __future__ import annotations

import io
import json
import random
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from acefone_desktop.adapters.acefone.reports.recorded_lines import LONGEST_LINE
from acefone_desktop.app.command_line import run_command
from tests.support.call_bodies import ANSWERED_BY_CUSTOMER, HUNG_UP, MISSED_BY_AGENT, RECORD

if TYPE_CHECKING:
    from collections.abc import Iterable

RECORDINGS = Path(__file__).parent.parent.parent / "data" / "replay"
KEYS = {
    "call_id", "direction", "agent", "customer", "state", "outcome", "started_at", "answered_at", "ended_at",
    "talk_seconds", "ring_seconds", "recording", "events",
}  # fmt: skip


@pytest.fixture
def replay(capsys: pytest.CaptureFixture[str]) -> Any:
    def run(*arguments: str | Path) -> dict[str, Any]:
        assert run_command(["replay", "--json", *map(str, arguments)]) == 0
        document: dict[str, Any] = json.loads(capsys.readouterr().out)
        return document

    return run


def lines_of(name: str) -> list[str]:
    return (RECORDINGS / name).read_text().splitlines()


def written(folder: Path, lines: Iterable[str]) -> Path:
    path = folder / "recording.jsonl"
    path.write_text("\n".join(lines))
    return path


def test_an_answered_call_comes_out_whole(replay: Any) -> None:
    document = replay(RECORDINGS / "answered.jsonl")

    (call,) = document["calls"]
    assert document.keys() == {"calls", "ignored"}
    assert document["ignored"] == []
    assert call.keys() == KEYS
    events = call.pop("events")
    assert call == {
        "call_id": "1768480930.1190021",
        "direction": "outbound",
        "agent": "Asha Rao",
        "customer": "447700900123",
        "state": "ended",
        "outcome": "answered",
        "started_at": "2026-01-15T12:42:10+00:00",
        "answered_at": "2026-01-15T12:42:26+00:00",
        "ended_at": "2026-01-15T12:43:21+00:00",
        "talk_seconds": 55,
        "ring_seconds": 12,
        "recording": True,
    }
    assert {event["source"] for event in events} == {"dial", "live_calls", "webhook", "call_records"}
    assert all(event.keys() == {"at", "source", "what"} for event in events)
    assert "token" not in json.dumps(document)


def test_polling_alone_comes_to_the_same_call(replay: Any) -> None:
    (whole,) = replay(RECORDINGS / "answered.jsonl")["calls"]
    (polled,) = replay(RECORDINGS / "answered_polled.jsonl")["calls"]

    assert {key: value for key, value in polled.items() if key != "events"} == {
        key: value for key, value in whole.items() if key != "events"
    }


@pytest.mark.parametrize(
    ("name", "ends"),
    [
        ("customer_missed", [("ended", "customer_missed", 0, 30)]),
        ("agent_missed", [("ended", "agent_missed", 0, 13)]),
        ("refused", [("refused", "refused", None, None)] * 4),
        ("unknown", [("unknown", "unknown", None, None)] * 3),
        ("found_after_timeout", [("ended", "answered", 55, 12)]),
        ("never_appears", [("unknown", "unknown", None, None)]),
        ("twins", [("accepted", None, None, None), *[("agent_ringing", None, None, None)] * 2]),
    ],
)
def test_every_way_a_call_can_go_is_told(replay: Any, name: str, ends: list[tuple[Any, ...]]) -> None:
    calls = replay(RECORDINGS / f"{name}.jsonl")["calls"]

    assert [(c["state"], c["outcome"], c["talk_seconds"], c["ring_seconds"]) for c in calls] == ends


def test_a_lost_dial_gets_no_call_of_somebody_whom_nothing_connects_with_it(replay: Any, tmp_path: Path) -> None:
    polled = [line for line in lines_of("found_after_timeout.jsonl") if '"webhook"' not in line]

    dial, call = replay(written(tmp_path, polled))["calls"]
    assert (dial["state"], dial["outcome"], dial["call_id"]) == ("unknown", "unknown", None)
    assert (call["state"], call["outcome"], call["agent"]) == ("ended", "answered", "Asha Rao")


@pytest.mark.parametrize(("name", "is_supposed"), [("answered_polled", True), ("answered", False)])
def test_a_call_that_is_a_dials_only_because_one_person_is_named_says_so(
    replay: Any, capsys: pytest.CaptureFixture[str], name: str, *, is_supposed: bool
) -> None:
    supposed = "Taken for this dial's call: one agent dials in this recording, and nobody else is named"
    (call,) = replay(RECORDINGS / f"{name}.jsonl")["calls"]
    assert [event for event in call["events"] if event["what"] == supposed] == [
        {"at": None, "source": "dial", "what": supposed}
    ] * is_supposed

    run_command(["replay", str(RECORDINGS / f"{name}.jsonl")])
    assert (supposed in capsys.readouterr().out) is is_supposed


def test_a_recording_that_names_somebody_else_too_gives_the_dial_no_call(replay: Any, tmp_path: Path) -> None:
    """The one call to its customer may be either person's: of the dial an id is told, of the calls names."""
    stranger = {"call_id": "9.9", "source": "+447700900002", "agent_name": "Ben Cole", "direction": 2}
    row = stranger | {"customer_number": "+447700900777", "state": "Ringing", "created_at": "2026-01-15 12:40:00"}
    line = json.dumps({"source": "live_calls", "at": "2026-01-15T12:40:05Z", "body": [row]})

    calls = replay(written(tmp_path, [*lines_of("answered_polled.jsonl"), line]))["calls"]
    (dial,) = (call for call in calls if call["events"][0]["source"] == "dial")
    assert (dial["call_id"], dial["state"], dial["outcome"]) == (None, "accepted", None)
    assert "equally well" in dial["events"][-1]["what"]


def test_doubt_is_said_in_words(replay: Any) -> None:
    for call in replay(RECORDINGS / "twins.jsonl")["calls"]:
        assert "equally well" in call["events"][-1]["what"]


@pytest.mark.parametrize("seed", range(5))
@pytest.mark.parametrize("name", ["answered", "answered_polled", "refused", "unknown", "twins", "found_after_timeout"])
def test_neither_order_nor_repeats_of_lines_matter(replay: Any, tmp_path: Path, name: str, seed: int) -> None:
    lines = lines_of(f"{name}.jsonl")
    chance = random.Random(seed)  # noqa: S311 (no secret)
    shuffled = [*lines, *chance.sample(lines, k=len(lines) // 2)]
    chance.shuffle(shuffled)

    assert replay(written(tmp_path, shuffled)) == replay(RECORDINGS / f"{name}.jsonl")


def test_unreadable_lines_are_listed_with_their_reason_and_the_rest_is_read(replay: Any) -> None:
    document = replay(RECORDINGS / "unreadable.jsonl")

    assert [entry["line"] for entry in document["ignored"]] == [2, 3, 4, 5, 6, 7, 8, 9]
    assert all(entry.keys() == {"line", "reason"} and entry["reason"] for entry in document["ignored"])
    assert [call["outcome"] for call in document["calls"]] == ["agent_missed"]


def test_huge_and_broken_lines_are_refused_without_reading_on_from_their_middle(replay: Any, tmp_path: Path) -> None:
    path = tmp_path / "recording.jsonl"
    good = json.dumps(MISSED_BY_AGENT).encode()
    path.write_bytes(b"\n".join([b" " * (LONGEST_LINE * 2) + good, b"\xff\xfe{}", b"[" * 200_000, good]))

    document = replay(path)
    assert [entry["line"] for entry in document["ignored"]] == [1, 2, 3]
    assert len(document["calls"]) == 1


def test_naive_stamps_are_read_in_the_given_zone(replay: Any, tmp_path: Path) -> None:
    (call,) = replay("--timezone", "Asia/Kolkata", written(tmp_path, [json.dumps(HUNG_UP)]))["calls"]

    assert call["ended_at"] == "2026-01-15T12:43:21+05:30"


def test_a_bare_body_and_a_form_body_are_lines_too(replay: Any, tmp_path: Path) -> None:
    form = "call_id=1.2&call_status=missed&call_connected=1&direction=clicktocall"
    lines = [json.dumps(ANSWERED_BY_CUSTOMER), json.dumps({"source": "webhook", "body": form})]

    calls = replay(written(tmp_path, lines))["calls"]
    assert {(call["state"], call["outcome"]) for call in calls} == {("connected", None), ("ended", "customer_missed")}


def test_several_files_make_one_recording(replay: Any, tmp_path: Path) -> None:
    record = {"source": "call_records", "at": "2026-01-15T12:44:00Z", "body": {"results": [RECORD]}}
    (call,) = replay(RECORDINGS / "found_after_timeout.jsonl", written(tmp_path, [json.dumps(record)]))["calls"]

    assert call["outcome"] == "answered"


def test_a_row_without_a_time_says_no_more_than_it_can(replay: Any, tmp_path: Path) -> None:
    line = json.dumps(
        {"source": "live_calls", "body": [{"call_id": "1.2", "state": "Ringing", "call_time": "00:01:00"}]}
    )
    (call,) = replay(written(tmp_path, [line]))["calls"]

    assert (call["state"], call["started_at"], call["direction"], call["customer"]) == (
        "agent_ringing",
        None,
        None,
        None,
    )


def test_standard_input_is_read(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(json.dumps(HUNG_UP).encode())))

    assert run_command(["replay", "-"]) == 0
    assert "+447700900123  ended, answered" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("arguments", "status"), [(["no-such-file"], 1), ([], 2), (["--timezone", "Mars/Base", "x"], 2), (["--help"], 0)]
)
def test_exit_status_tells_failure_from_wrong_usage(
    capsys: pytest.CaptureFixture[str], arguments: list[str], status: int
) -> None:
    assert run_command(["replay", *arguments]) == status
    assert capsys.readouterr().err or status == 0


def test_replay_needs_no_window_toolkit() -> None:
    code = (
        "import sys; from acefone_desktop.app.command_line import run_command;"
        f"run_command(['replay', '--json', {str(RECORDINGS / 'answered.jsonl')!r}]);"
        "sys.exit(any(name.startswith('PySide6') for name in sys.modules))"
    )
    assert subprocess.run([sys.executable, "-c", code], capture_output=True, check=False).returncode == 0


def test_an_answer_is_dated_by_its_arrival_and_never_by_the_calls_start(replay: Any, tmp_path: Path) -> None:
    arrived = {"source": "webhook", "at": "2026-01-15T12:42:27Z", "body": ANSWERED_BY_CUSTOMER}
    (bare,) = replay(written(tmp_path, [json.dumps(ANSWERED_BY_CUSTOMER)]))["calls"]
    (timed,) = replay(written(tmp_path, [json.dumps(arrived)]))["calls"]

    assert (bare["state"], bare["answered_at"]) == ("connected", None)
    assert (timed["state"], timed["answered_at"]) == ("connected", "2026-01-15T12:42:27+00:00")


def test_an_answer_whose_time_nobody_told_has_none(replay: Any, tmp_path: Path) -> None:
    """`answer_stamp` is when the agent picked up, and `billsec` counts from there (contract §8)."""
    body = {
        "uuid": "u9", "call_id": "c9", "call_to_number": "447700900777", "caller_id_number": "442079460100",
        "start_stamp": "2026-01-02 09:00:00", "answer_stamp": "2026-01-02 09:00:10",
        "end_stamp": "2026-01-02 09:01:00", "billsec": "50", "duration": "60", "direction": "clicktocall",
        "call_status": "answered", "answered_agent_name": "Tom",
    }  # fmt: skip
    arrived = {"source": "webhook", "at": "2026-01-02T09:01:02Z", "body": body}
    for line in (body, arrived):
        (call,) = replay(written(tmp_path, [json.dumps(line)]))["calls"]
        assert (call["answered_at"], call["talk_seconds"], call["outcome"]) == (None, None, "answered")
        assert [(event["what"], event["at"] and event["at"][11:19]) for event in call["events"]] == [
            ("The agent answered", "09:00:10"),
            ("The customer answered", None),
            ("The call ended", "09:01:00"),
        ]
    (rung,) = replay(written(tmp_path, [json.dumps(body | {"customer_ring_time": "15"})]))["calls"]
    assert (rung["answered_at"][11:19], rung["talk_seconds"]) == ("09:00:25", 35)
    live = {name: body[name] for name in ("call_id", "call_to_number", "start_stamp", "direction")}
    (call,) = replay(written(tmp_path, [json.dumps(live | {"call_status": "Answered by customer"})]))["calls"]
    assert [(event["what"], event["at"]) for event in call["events"]] == [("The customer answered", None)]
