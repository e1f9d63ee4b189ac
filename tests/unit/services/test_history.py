"""History, page by page."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from acefone_desktop.services.history import History
from tests.support.storage import NOW, a_call, opened

if TYPE_CHECKING:
    from pathlib import Path


@pytest.mark.parametrize(("limit", "expected"), [(None, 230), (0, 0), (1, 1), (100, 100), (150, 150), (999, 230)])
async def test_as_many_calls_as_asked_for_newest_first(limit: int | None, expected: int, tmp_path: Path) -> None:
    calls = [a_call(f"dl-{number:03}", NOW + timedelta(seconds=number)) for number in range(230)]
    with opened(tmp_path) as profile:
        await profile.journal.record_calls(calls)
        read = list(History(profile.history).calls(limit))
    assert read == calls[::-1][:expected]


async def test_only_those_with_the_text(tmp_path: Path) -> None:
    with opened(tmp_path) as profile:
        await profile.journal.record_calls([a_call("a"), a_call("b", number="447700900124")])
        assert [call.intent_id for call in History(profile.history).calls(text="900124")] == ["b"]
