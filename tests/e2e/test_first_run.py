"""From nothing at all to the first call's end."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from acefone_desktop.simulator.tokens import masked
from tests.support.app_driver import WINDOW
from tests.support.secret_traces import traces

if TYPE_CHECKING:
    from pathlib import Path

    from tests.support.app_driver import AppDriver


def give_address(app: AppDriver) -> None:
    """First step: the account lives at an address of its own."""
    app.desktop.screen.focus(app.await_window())
    app.click("Other address", "radio button")
    app.click("Address of the API", "text")
    app.desktop.screen.type_text(app.simulator.base_url)
    app.await_words(app.simulator.base_url)


def paste_token(app: AppDriver, text: str, folder: Path) -> None:
    """Copies it elsewhere and pastes it, over what may be there."""
    app.copy(text, folder)
    app.click("API token", "text")
    app.desktop.screen.key("ctrl+a", "ctrl+v")
    app.click("Check and continue")


def choose_first_agent(app: AppDriver) -> None:
    """Second step: who one is."""
    app.click("Search users", "text")
    app.desktop.screen.type_text("Asha")
    app.await_words("Asha Rao, .*0501234560001")
    app.click("This is me")


def test_from_first_run_to_the_end_of_the_first_call(app: AppDriver, tmp_path: Path) -> None:
    app.start()
    give_address(app)
    paste_token(app, f" Bearer {app.simulator.token}\n", tmp_path)
    choose_first_agent(app)
    app.await_words("Ready, Asha Rao")
    app.click("Start")
    app.await_node("Name or number to call")
    app.dial("07700900123")
    app.await_words("Call ended")
    (dial,) = app.simulator.dials()
    assert (dial["agent_number"], dial["destination_number"]) == (app.simulator.agent_id, "447700900123")
    assert [secret.value for secret in app.desktop.secrets()] == [app.simulator.token]
    assert len(app.desktop.screen.windows(WINDOW)) == 1
    assert app.quit() == 0


def test_a_token_that_cannot_work_is_explained_before_and_after_asking(app: AppDriver, tmp_path: Path) -> None:
    app.start()
    give_address(app)
    paste_token(app, masked(app.simulator.token), tmp_path)
    app.await_words(".*[Mm]asked.*|.*asterisks.*|.*stars.*")
    assert app.simulator.requests == ()
    paste_token(app, app.simulator.account.blacklisted_token, tmp_path)
    app.await_words(".*token.*(refused|accepted|not valid|deleted).*")
    assert app.desktop.secrets() == []


def test_who_signs_in_by_password_has_it_in_the_keyring_alone(app: AppDriver) -> None:
    account = app.simulator.account
    app.start()
    give_address(app)
    app.click("E-mail and password")
    app.click("E-mail address or login id", "text")
    app.desktop.screen.type_text(account.email)
    app.click("Password", "text")
    app.desktop.screen.type_text(account.password)
    app.desktop.screen.key("Return")
    choose_first_agent(app)
    app.click("Start")
    app.await_node("Name or number to call")
    app.dial("07700900123")
    app.await_words("Call ended")
    assert len(app.simulator.dials()) == 1
    assert account.password in [secret.value for secret in app.desktop.secrets()]
    assert traces(account.password, app.desktop.folder) == []
    logins = [request for request in app.simulator.requests if request.path.endswith("/auth/login")]
    assert len(logins) == 1


@pytest.mark.desktop(keyring="none")
def test_without_a_keyring_one_goes_on_for_this_session_only(app: AppDriver, tmp_path: Path) -> None:
    app.start()
    give_address(app)
    paste_token(app, app.simulator.token, tmp_path)
    choose_first_agent(app)
    app.await_words("There is no system keyring to keep the token in.*")
    app.click("Continue for this session only")
    app.await_words("You are signed in for this session.*")
    app.click("Start")
    app.await_node("Name or number to call")
    app.dial("07700900123")
    app.await_words("Call ended")
    assert len(app.simulator.dials()) == 1
