"""What may be logged holds no secrets and no full numbers, and still tells something."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from acefone_desktop.domain.redaction import redacted


@pytest.mark.parametrize(
    ("text", "safe"),
    [
        ("Agent is offline", "Agent is offline"),
        ("447700900123", "…123"),
        ("+44 7700 900123 is busy", "…123 is busy"),
        ("(020) 7946-0123", "(…123"),
        ("at 2026-01-15 18:42:10 for 447700900123", "at 2026-01-15 18:42:10 for …123"),
        ("https://a.invalid/rec?callId=1&token=abc", "[address]"),
        ("Bearer abc", "[token]"),
        ("eyJ0eXAiOiJK.eyJzdWIiOiIx.c2lnbmF0dXJl", "[token]"),
        ("api-account-uk.acefone.com", "api-account-uk.acefone.com"),
        ("127.0.0.1 port 8765", "127.0.0.1 port 8765"),
        ("status 502", "status 502"),
    ],
)
def test_text_keeps_its_sense_and_loses_its_secrets(text: str, safe: str) -> None:
    assert redacted(text) == safe


@given(st.text(max_size=30), st.from_regex(r"\+?[1-9][0-9]{6,14}", fullmatch=True), st.text(max_size=30))
def test_no_full_number_survives_whatever_stands_around_it(before: str, number: str, after: str) -> None:
    assert number not in redacted(f"{before} {number} {after}")
