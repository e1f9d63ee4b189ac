"""The log file: private, bounded, and free of secrets."""

from __future__ import annotations

import logging
import stat
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from acefone_desktop.desktop.logging_setup import (
    KEPT_LOGS,
    LARGEST_LOG,
    RedactingFormatter,
    start_logging,
    stop_logging,
)

TOKEN = "eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxMjM0In0.c2lnbmF0dXJl"
NUMBER = "+447700900123"
log = logging.getLogger("acefone_desktop.test")


@pytest.fixture
def path(tmp_path: Path) -> Iterator[Path]:
    before, raised = logging.getLogger().level, logging.raiseExceptions
    levels = {name: logging.getLogger(name).level for name in ("asyncio", "httpx", "httpcore", "uvicorn")}
    yield tmp_path / "log" / "acefone-desktop.log"
    stop_logging()
    logging.getLogger().setLevel(before)
    logging.raiseExceptions = raised
    for name, level in levels.items():
        logging.getLogger(name).setLevel(level)


def test_message_arguments_exception_and_stack_are_cleaned(path: Path) -> None:
    start_logging(path)
    log.info("token=%s", TOKEN)
    log.info("calling %s for %r", NUMBER, {"token": TOKEN})
    error = ValueError(f"refused {TOKEN} for {NUMBER}")
    log.error("failed for %s", NUMBER, exc_info=error, stack_info=True)
    text = path.read_text()
    assert TOKEN not in text
    assert "7700900123" not in text
    assert "ValueError: refused" in text
    assert "…123" in text


def test_a_remembered_secret_is_never_written_even_if_it_looks_like_a_word(path: Path) -> None:
    start_logging(path).remember("correct horse")
    log.warning("the phrase is correct horse", exc_info=ValueError("correct horse"))
    assert "correct horse" not in path.read_text()


def test_other_handlers_see_the_record_as_it_was(path: Path, caplog: pytest.LogCaptureFixture) -> None:
    start_logging(path)
    log.warning("calling %s", NUMBER)
    assert caplog.records[-1].getMessage() == f"calling {NUMBER}"


def test_a_cached_traceback_of_another_handler_does_not_slip_past() -> None:
    record = logging.LogRecord("x", logging.ERROR, "f", 1, "failed", None, (ValueError, ValueError(TOKEN), None))
    assert TOKEN in logging.Formatter().format(record)
    assert TOKEN not in RedactingFormatter().format(record)


@given(st.text(st.characters(exclude_categories=["Cs"]), max_size=60), st.sampled_from([TOKEN, NUMBER]))
def test_no_secret_passes_in_any_position_of_a_record(text: str, secret: str) -> None:
    error = ValueError(f"{text} {secret}")
    where = logging.LogRecord(f"{secret}", logging.INFO, "f", 1, "%s " + secret, (secret,), (ValueError, error, None))
    where.threadName = f"thread {secret}"
    assert secret not in RedactingFormatter().format(where)


def test_only_its_user_can_read_it_even_if_it_was_open_before(path: Path) -> None:
    path.parent.mkdir()
    path.write_text("old\n")
    path.chmod(0o644)
    start_logging(path)
    log.info("new")
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert path.read_text().startswith("old\n")


def test_it_never_grows_beyond_its_size(path: Path) -> None:
    start_logging(path)
    for _ in range(4 * LARGEST_LOG // 10_000):
        log.info("x" * 10_000)
    files = sorted(path.parent.iterdir())
    assert len(files) == 1 + KEPT_LOGS
    assert all(file.stat().st_size <= LARGEST_LOG for file in files)
    assert {stat.S_IMODE(file.stat().st_mode) for file in files} == {0o600}


def test_starting_again_writes_each_line_once(path: Path) -> None:
    start_logging(path)
    start_logging(path)
    log.info("only once")
    assert path.read_text().count("only once") == 1
