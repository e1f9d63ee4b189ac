"""A link brings the window to where the person is: from the taskbar, the tray, another workspace, behind a window."""

from __future__ import annotations

import re
import sys
from typing import TYPE_CHECKING

import pytest

from acefone_desktop.desktop.x11.window_front import server_time
from acefone_desktop.desktop.x11.x_client import XClient
from tests.support import neighbour, panel_listener
from tests.support.app_driver import FIELD, PATIENCE_S, PROGRAM, WINDOW

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from tests.support.app_driver import AppDriver
    from tests.support.session_processes import Process
    from tests.support.x_screen import Window

LINK, SHOWN = "tel:+447700900123", "07700 900123"


@pytest.fixture
def app(app: AppDriver) -> Iterator[AppDriver]:
    """On the first workspace, before and after."""
    app.desktop.screen.go_to_workspace(0)
    yield app
    app.desktop.screen.go_to_workspace(0)


def minimise(app: AppDriver, window: Window) -> None:
    app.desktop.screen.minimise(window)
    app.desktop.wait_until(lambda: "HIDDEN" in app.desktop.screen.states(window), what="the window to be minimised")


def hide_to_tray(app: AppDriver, window: Window) -> None:
    app.desktop.screen.close(window)
    app.await_no_window()


def leave_on_another_workspace(app: AppDriver, window: Window) -> None:
    app.desktop.screen.go_to_workspace(2)
    app.desktop.wait_until(lambda: app.desktop.screen.focused() != window.number, what="the window to be left")


def cover(app: AppDriver, window: Window) -> None:
    """Somebody works in another window, which lies over ours."""
    other = app.desktop.start([sys.executable, "-m", neighbour.__name__])
    letter = app.await_window(f"^{neighbour.TITLE}$")
    app.desktop.screen.focus(letter)
    app.desktop.screen.type_text("Dear Sir")
    app.desktop.wait_until(lambda: "Dear Sir" in other.output, what="the letter to be written")
    assert app.desktop.screen.focused() != window.number


def cover_on_another_workspace(app: AppDriver, window: Window) -> None:
    leave_on_another_workspace(app, window)
    cover(app, window)


def minimise_on_another_workspace(app: AppDriver, window: Window) -> None:
    minimise(app, window)
    leave_on_another_workspace(app, window)


def hide_and_cover(app: AppDriver, window: Window) -> None:
    hide_to_tray(app, window)
    cover(app, window)


def await_in_front(app: AppDriver, shown: str = SHOWN) -> None:
    """Returns once the one window is on the workspace in view, has the keyboard and shows this number."""
    screen = app.desktop.screen
    window = app.await_window()
    app.desktop.wait_until(lambda: screen.focused() == window.number, PATIENCE_S, "the window to have the keyboard")
    assert screen.workspace_of(window) == screen.workspace()
    assert screen.windows(WINDOW) == [window]
    app.desktop.wait_until(
        lambda: any(node.name == FIELD and node.text == shown for node in app.nodes()), PATIENCE_S, shown
    )
    assert app.simulator.dials() == []


@pytest.mark.parametrize(
    "put_away",
    [
        minimise,
        hide_to_tray,
        leave_on_another_workspace,
        cover,
        cover_on_another_workspace,
        minimise_on_another_workspace,
        hide_and_cover,
    ],
)
def test_a_link_brings_the_window_to_the_front_where_one_is(
    app: AppDriver, put_away: Callable[[AppDriver, Window], None]
) -> None:
    app.set_up()
    put_away(app, app.open())
    workspace = app.desktop.screen.workspace()
    assert app.start(LINK).wait() == 0
    await_in_front(app)
    assert app.desktop.screen.workspace() == workspace, "the person stays where they are"


@pytest.fixture
def starts(app: AppDriver) -> Process:
    """What a panel hears about starts."""
    listener = app.desktop.start([sys.executable, "-m", panel_listener.__name__])
    app.desktop.wait_until(lambda: listener.output, what="the listener")
    return listener


def await_completed(app: AppDriver, starts: Process, startup_id: str) -> None:
    wanted = f'remove: ID="?{re.escape(startup_id)}"?'
    app.desktop.wait_until(
        lambda: any(re.fullmatch(wanted, line) for line in starts.output.splitlines()), PATIENCE_S, wanted
    )


@pytest.mark.parametrize("arguments", [[], ["--tray"], [LINK]])
def test_a_start_is_said_to_be_complete(app: AppDriver, starts: Process, arguments: list[str]) -> None:
    """Else the pointer goes on showing for many seconds that something is on its way."""
    app.set_up()
    app.process = app.desktop.start([*PROGRAM, *arguments], DESKTOP_STARTUP_ID="panel/1_TIME100")
    await_completed(app, starts, "panel/1_TIME100")


@pytest.mark.parametrize("variable", ["DESKTOP_STARTUP_ID", "XDG_ACTIVATION_TOKEN"])
@pytest.mark.parametrize("put_away", [hide_and_cover, cover_on_another_workspace])
def test_the_token_of_a_click_is_passed_on_used_and_completed(
    app: AppDriver, starts: Process, variable: str, put_away: Callable[[AppDriver, Window], None]
) -> None:
    app.set_up()
    window = app.open()
    put_away(app, window)
    with XClient(app.desktop.env["DISPLAY"]) as client:
        clicked_at = server_time(client)
    token = f"browser/7_TIME{clicked_at}"
    assert app.desktop.start(["env", f"{variable}={token}", *PROGRAM, LINK]).wait() == 0
    await_completed(app, starts, token)
    await_in_front(app)
    assert app.desktop.screen.text_property(app.await_window(), "_NET_STARTUP_ID") == token
    assert f"front {window.number} {clicked_at}" in starts.output.splitlines(), "in the name of that click"
