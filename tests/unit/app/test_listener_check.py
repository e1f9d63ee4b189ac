"""What the doctor says of the webhook listener's certificate."""

from __future__ import annotations

import asyncio
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from acefone_desktop.app.desktop_checks import ListenerCheck
from acefone_desktop.domain.settings import ListenerSettings, Settings
from acefone_desktop.services.diagnostics import CheckResult, Status
from tests.support.certificates import make_pair

if TYPE_CHECKING:
    from pathlib import Path


class Kept:
    """Settings that are these."""

    def __init__(self, listener: ListenerSettings) -> None:
        self._settings = Settings(listener=listener)

    def load(self) -> Settings:
        return self._settings

    def save(self, settings: Settings) -> None:
        self._settings = settings


async def told(certificate: str, key: str) -> CheckResult:
    """With somebody at the port."""
    with ThreadPoolExecutor() as pool:
        asyncio.get_running_loop().set_default_executor(pool)
        server = await asyncio.start_server(lambda _, writer: writer.close(), "127.0.0.1", 0)
        port = server.sockets[0].getsockname()[1]
        try:
            listener = ListenerSettings(enabled=True, port=port, certificate=certificate, certificate_key=key)
            return await ListenerCheck(Kept(listener)).run()
        finally:
            server.close()
            with suppress(OSError):
                await server.wait_closed()


async def test_without_a_certificate_it_is_http() -> None:
    result = await told("", "")
    assert (result.status, "http)" in result.found) == (Status.OK, True)


@pytest.mark.parametrize(
    ("days", "status", "words"),
    [(90, Status.OK, "is valid until"), (5, Status.WARNING, "valid only until"), (-1, Status.WARNING, "expired on")],
)
async def test_with_one_it_is_https_and_how_long(tmp_path: Path, days: int, status: Status, words: str) -> None:
    pair = make_pair(tmp_path, lasts=timedelta(days=days))
    result = await told(str(pair.certificate), str(pair.key))
    assert result.status is status
    assert "https" in result.found
    assert words in result.found
    assert bool(result.remedy) is (status is not Status.OK)


async def test_one_that_cannot_be_used_is_told(tmp_path: Path) -> None:
    result = await told(str(make_pair(tmp_path).certificate), str(tmp_path / "no.key"))
    assert result.status is Status.WARNING
    assert "cannot be used" in result.found
