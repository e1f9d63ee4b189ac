"""Clients of the provider that lose no time between tries."""

from __future__ import annotations

from datetime import UTC
from typing import TYPE_CHECKING, Protocol

import pytest

from acefone_desktop.adapters.acefone.client import AcefoneClient
from acefone_desktop.adapters.acefone.http.pacing import Pace
from acefone_desktop.adapters.acefone.http.sign_in import SignIn, TokenSignIn
from acefone_desktop.domain.account import ApiToken

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

QUICK = Pace(spacing_s=0.001, first_wait_s=0.01, longest_wait_s=1.5, connect_s=2.0, reply_s=0.4, deadline_s=2.0)


class Connect(Protocol):
    """Makes a client; it is closed when the test ends."""

    def __call__(self, base_url: str, sign_in: SignIn | str, pace: Pace = QUICK) -> AcefoneClient: ...


@pytest.fixture
async def connect() -> AsyncIterator[Connect]:
    """Clients by address and token (or another sign-in)."""
    clients: list[AcefoneClient] = []

    def make(base_url: str, sign_in: SignIn | str, pace: Pace = QUICK) -> AcefoneClient:
        signed = TokenSignIn(ApiToken(sign_in)) if isinstance(sign_in, str) else sign_in
        clients.append(AcefoneClient(base_url, signed, UTC, pace=pace))
        return clients[-1]

    yield make
    for client in clients:
        await client.close()
