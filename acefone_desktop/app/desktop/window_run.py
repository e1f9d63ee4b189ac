"""The process that has the window: from the claim to be the running instance to the last thread's end."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from acefone_desktop.app.desktop.start_guard import INTERRUPTED, interruptions_held, missing_screen
from acefone_desktop.app.instance.instance_messages import CALLS_KEPT, DIAL_CLIPBOARD, QUICK_DIAL, REFUSED_LINK
from acefone_desktop.app.instance.instance_server import claim
from acefone_desktop.app.instance.refused_links import refusal_of_link
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
        server = claim(places.socket, first_message(wish, os.environ))
    except (AcefoneDesktopError, OSError) as error:
        if wish.links:
            from acefone_desktop.app.instance.lost_link import tell_of_lost_link  # noqa: PLC0415 (rarely needed)

            tell_of_lost_link(error, os.environ)
        sys.exit(failure_sentence(error))
    if server is None:
        return 0
    try:
        return _run(wish, server)
    finally:
        _hand_on(wish, server.close())


def _run(wish: WindowWish, server: InstanceServer) -> int:
    with interruptions_held() as came:
        from acefone_desktop.app.compose import keyring_vault, session_vault  # noqa: PLC0415
        from acefone_desktop.app.desktop.qt_loading import load_qt  # noqa: PLC0415

        load_qt()
        from acefone_desktop.app.desktop.desktop_parts import Vaults  # noqa: PLC0415
        from acefone_desktop.app.desktop.qt_run import QtRun  # noqa: PLC0415
        from acefone_desktop.app.desktop.ways_in import WaysIn  # noqa: PLC0415
    if came:
        return INTERRUPTED
    places = places_for(wish.profile, Path(wish.data_dir) if wish.data_dir else None, os.environ)
    run = QtRun(sys.argv[0])
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
    app.started.connect(app.windows.raising.complete_start)
    if wish.dial_clipboard:
        app.started.connect(app.selection.dial_selection)
    server.inbox.attach(lambda message: app.parts.network.tell(take_message, app, message))
    ways_in = WaysIn(run.application, name, server.inbox)
    if wish.activated:
        ways_in.open()
    else:
        app.started.connect(ways_in.open)  # nobody waits for it
    run.application.aboutToQuit.connect(server.inbox.detach)  # what comes from here on is handed on, not lost
    run.application.aboutToQuit.connect(ways_in.close)
    return run.execute(app)


def _hand_on(wish: WindowWish, messages: tuple[Message, ...]) -> None:
    """What was taken over while the app was ending is not lost: a new one starts with it.

    News of calls are on disk, where the next start finds them.
    """
    messages = tuple(message for message in messages if message.kind != CALLS_KEPT)
    if messages:
        import subprocess  # noqa: PLC0415 (needed at the end, if ever)

        from acefone_desktop.desktop.launch import launch_command  # noqa: PLC0415

        links = [message.text for message in messages if message.text]
        kinds = {message.kind for message in messages}
        words = {QUICK_DIAL: "--quick-dial", DIAL_CLIPBOARD: "dial-clipboard"}
        options = [word for kind, word in words.items() if kinds == {kind}]
        command = [*launch_command(wish.profile, wish.data_dir), *options, "--", *links]
        subprocess.Popen(command, start_new_session=True)  # noqa: S603 (our own program; links are data behind --)


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
