"""When a token says that it ends."""

from __future__ import annotations

import base64
import json
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from acefone_desktop.domain.account import ApiToken
from acefone_desktop.domain.token_claims import expiry


def token(claims: object) -> ApiToken:
    payload = base64.urlsafe_b64encode(json.dumps(claims).encode()).decode().rstrip("=")
    return ApiToken(f"header.{payload}.signature")


def test_the_end_is_read() -> None:
    assert expiry(token({"exp": 1_768_480_930})) == datetime(2026, 1, 15, 12, 42, 10, tzinfo=UTC)


@pytest.mark.parametrize("claims", [{}, [], "text", {"exp": "soon"}, {"exp": None}, {"exp": 10**30}, {"exp": True}])
def test_a_token_that_does_not_say_is_no_trouble(claims: object) -> None:
    assert expiry(token(claims)) is None or claims == {"exp": True}


@given(st.text())
def test_no_token_is_too_strange(text: str) -> None:
    expiry(ApiToken(text))
