"""The token is in the system's keyring and nowhere else, and a keyring that fails is said so."""

from __future__ import annotations

import base64
from typing import TYPE_CHECKING

import pytest

from tests.support.desktop_session import KEYRING_PASSWORD
from tests.support.secret_traces import process_traces, traces

if TYPE_CHECKING:
    from pathlib import Path

    from tests.support.app_driver import AppDriver


def test_after_a_call_the_token_is_in_the_keyring_and_nowhere_else(app: AppDriver) -> None:
    app.set_up()
    app.open()
    app.dial("07700900123")
    app.await_words("Call ended")
    token = app.simulator.token
    assert [secret.value for secret in app.desktop.secrets()] == [token]
    assert process_traces(str(app.desktop.folder), app.desktop.folder) != [], "the search looks at something"
    assert process_traces(token, app.desktop.folder) == []
    assert traces(token, app.desktop.folder) == []
    assert app.quit() == 0
    assert traces(token, app.desktop.folder) == []
    log = app.places.log.read_text(encoding="utf-8")
    assert "900123" not in (log + app.running.errors).replace(" ", "")


def test_the_search_for_traces_finds_them(tmp_path: Path) -> None:
    secret = "first.the-longest-part-of-it.last"
    for name, text in {
        "plain": f"x{secret}",
        "part": "the-longest-part-of-it",
        "coded": base64.b64encode(f"ab{secret}".encode()).decode(),
        "clean": "nothing",
    }.items():
        (tmp_path / name).write_text(text, encoding="utf-8")
    assert sorted(path.rpartition("/")[2] for path in traces(secret, tmp_path)) == ["coded", "part", "plain"]


@pytest.mark.desktop(keyring="locked")
def test_a_locked_keyring_is_unlocked_by_the_person_and_the_account_opens(app: AppDriver) -> None:
    app.prepare_settings()
    app.start()
    app.await_window()
    prompt = app.desktop.screen.await_window("Unlock|Keyring")
    app.desktop.screen.focus(prompt)
    app.desktop.screen.type_text(KEYRING_PASSWORD)
    app.desktop.screen.key("Return")
    app.await_words("The keyring holds no secret.*")


@pytest.mark.desktop(keyring="none")
def test_without_a_keyring_the_window_says_so(app: AppDriver) -> None:
    app.prepare_settings()
    app.start()
    app.await_words("There is no system keyring to keep the token in.*")
    app.await_tool_tip("There is no system keyring to keep the token in.*")
