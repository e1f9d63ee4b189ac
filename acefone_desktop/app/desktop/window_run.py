"""The process that has the window: from the claim to be the running instance to the last thread's end."""

from __future__ import annotations

import os
import sys
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from acefone_desktop.app.desktop.start_guard import INTERRUPTED, interruptions_held, missing_screen
from acefone_desktop.app.instance.instance_messages import CALLS_KEPT, DIAL_CLIPBOARD, QUICK_DIAL, REFUSED_LINK
from acefone_desktop.app.instance.instance_server import claim
from acefone_desktop.app.instance.refused_links import refusal_of_link
from acefone_desktop.app.instance.succession import start_heir, take_letters
from acefone_desktop.app.last_words import failure_sentence
from acefone_desktop.app.window_wish import first_message
from acefone_desktop.desktop.application_id import application_id, menu_name
from acefone_desktop.desktop.paths import places_for
from acefone_desktop.domain.errors import AcefoneDesktopError

if TYPE_CHECKING:
    from acefone_desktop.app.desktop.desktop_app import DesktopApp
    from acefone_desktop.app.instance.instance_messages import Message
    from acefone_desktop.app.instance.instance_server import InstanceServer
    from acefone_desktop.app.window_wish import WindowWish


def run_window(wish: WindowWish) -> int:
    """Runs the app until it is quit; returns the exit status."""
    if (trouble := missing_screen(os.environ)) is not None:
        sys.exit(failure_sentence(trouble))
    if wish.demo:
        from acefone_desktop.app.desktop.demo import run_demo  # noqa: PLC0415

        return run_demo(wish)
    try:
        places = places_for(wish.profile, Path(wish.data_dir) if wish.data_dir else None, os.environ)
        server = _claim(wish, places.socket)
    except (AcefoneDesktopError, OSError) as error:
        if wish.links:
            from acefone_desktop.app.instance.lost_link import tell_of_lost_link  # noqa: PLC0415 (rarely needed)

            tell_of_lost_link(error, os.environ)
        sys.exit(failure_sentence(error))
    if server is None:
        return 0
    with interruptions_held() as came:
        try:
            return _run(wish, server, came)
        finally:
            _pass_on(wish, server)


def _pass_on(wish: WindowWish, server: InstanceServer) -> None:
    """What came while the app was ending is not lost: the next one starts with it. Where that fails, it is told."""
    try:
        server.bequeath(partial(start_heir, wish.profile, wish.data_dir))
    except (AcefoneDesktopError, OSError) as error:
        from acefone_desktop.app.instance.lost_link import tell_of_lost_link  # noqa: PLC0415 (rarely needed)

        tell_of_lost_link(error, os.environ)
        sys.exit(failure_sentence(error))


def _claim(wish: WindowWish, socket_path: Path) -> InstanceServer | None:
    """None once another instance has taken all that is wished for; what it took is no longer in the wish."""
    wish.links.extend(letter.text for letter in take_letters(os.environ) if letter.text)
    while (server := claim(socket_path, first_message(wish, os.environ))) is None:
        wish.links = wish.links[1:]
        if not wish.links:
            return None
    return server


def _run(wish: WindowWish, server: InstanceServer, came: list[int]) -> int:
    from acefone_desktop.app.compose import keyring_vault, session_vault  # noqa: PLC0415
    from acefone_desktop.app.desktop.qt_loading import load_qt  # noqa: PLC0415

    load_qt()
    from acefone_desktop.app.desktop.desktop_parts import Vaults  # noqa: PLC0415
    from acefone_desktop.app.desktop.qt_run import QtRun  # noqa: PLC0415
    from acefone_desktop.app.desktop.ways_in import Walk, WaysIn  # noqa: PLC0415

    if came:
        return INTERRUPTED
    places = places_for(wish.profile, Path(wish.data_dir) if wish.data_dir else None, os.environ)
    run = QtRun(sys.argv[0], wish.profile)
    try:
        app = run.open(places, Vaults(keyring_vault(places.profile), session_vault()), wish)
    except AcefoneDesktopError as error:
        return run.refuse(error)
    name = application_id(wish.profile, wish.data_dir, os.environ)
    run.application.setDesktopFileName(menu_name(name))  # by it desktops find our entry, with name and icon
    app.begin(in_tray=(wish.tray or wish.activated or wish.quick_dial) and not wish.links)
    for link in wish.links:
        app.show_link(link)
    if wish.quick_dial and not wish.links:
        app.windows.open_quick_dial()
    app.started.connect(app.windows.complete_start)
    if wish.dial_clipboard:
        app.started.connect(app.selection.dial_selection)
    server.inbox.attach(partial(take_message, app), Walk(app))
    ways_in = WaysIn(run.application, name, server.inbox)
    if wish.activated:
        ways_in.open()
    else:
        app.started.connect(ways_in.open)  # nobody waits for it
    run.application.aboutToQuit.connect(server.inbox.detach)  # what comes from here on is handed on, not lost
    run.application.aboutToQuit.connect(ways_in.close)
    return run.execute(app, came)


def take_message(app: DesktopApp, message: Message) -> None:
    """What another process asked of this one, on the painting thread."""
    if message.kind == CALLS_KEPT:
        app.parts.account.take_up_calls()
        return
    app.windows.raising.take(message.activation_token)
    if message.kind == REFUSED_LINK:
        app.refuse_link(refusal_of_link())
    elif message.text:
        app.show_link(message.text)
    elif message.kind == QUICK_DIAL:
        app.windows.open_quick_dial()
    elif message.kind == DIAL_CLIPBOARD:
        app.selection.dial_selection(message.activation_token)
    else:
        app.windows.open()
    app.windows.raising.complete()
