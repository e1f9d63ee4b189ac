"""The first decision: is this a command, a hand-over to the app that runs, or the app itself?

A link's process should live hardly longer than a bare interpreter, so this module imports next to nothing.
"""

from __future__ import annotations

import gc
import os
import sys

from acefone_desktop.app.last_words import failure_sentence, failure_status
from acefone_desktop.app.window_wish import first_message, read_window_wish

TYPE_CHECKING = False
if TYPE_CHECKING:
    from acefone_desktop.app.window_wish import WindowWish


KEYRING_PROCESS = "--keyring-process"
"""As the first of two arguments: this process answers the app's questions to the keyring. Behind it: the profile."""


_IS_MACOS = sys.platform == "darwin"
LISTENER_PROCESS = "--listener-process"
"""As the only argument: this process receives webhooks for the app."""


AREAS_PROCESS = "--areas-process"
"""As the only argument: this process writes the table of landline areas for the app."""


def enter(arguments: list[str]) -> int:
    """Runs the program and returns its exit status: 0 done, 1 failed, 2 wrong usage."""
    if _is_keyring_process(arguments):
        from acefone_desktop.adapters.vault.keyring_server import run  # noqa: PLC0415

        return run(arguments[1])
    if arguments == [LISTENER_PROCESS] and not os.isatty(0):  # as above
        from acefone_desktop.app.listener_program import main  # noqa: PLC0415

        return main()
    if arguments == [AREAS_PROCESS] and not os.isatty(0):  # as above
        from acefone_desktop.adapters.areas.area_writing import run as write_areas  # noqa: PLC0415

        return write_areas()
    wish = read_window_wish(arguments)
    if wish is None:
        from acefone_desktop.app.command_line import run_command  # noqa: PLC0415

        return run_command(arguments)
    if wish.demo or not _is_handed_over(wish):
        gc.disable()  # nothing is thrown away while the app loads; `QtRun` collects from there on
        from acefone_desktop.app.late_modules import SELDOM_NEEDED, LoadedLate  # noqa: PLC0415

        with LoadedLate(SELDOM_NEEDED):
            from acefone_desktop.app.desktop.qt_read_ahead import read_ahead  # noqa: PLC0415

            read_ahead()
            from acefone_desktop.app.desktop.window_run import run_window  # noqa: PLC0415
        return run_window(wish)
    return 0


def _is_keyring_process(arguments: list[str]) -> bool:
    """Only the app says exactly this, through a pipe; a person at a terminal is told that it is no option."""
    return len(arguments) == 2 and arguments[0] == KEYRING_PROCESS and not os.isatty(0)  # noqa: PLR2004 (see there)


def _is_of_bundle(wish: WindowWish) -> bool:
    """Whether macOS has started this process, perhaps for a link, which then comes as an event."""
    from acefone_desktop.desktop.links.mac_info import BUNDLE_VARIABLE  # noqa: PLC0415

    return BUNDLE_VARIABLE in os.environ and not (wish.links or wish.quick_dial or wish.dial_clipboard)


def _is_handed_over(wish: WindowWish) -> bool:
    """Gives everything wished for to the instance that runs; False where none does and this process is to be it.

    What was taken over is no longer in the wish. Ends the program with a sentence where an instance runs and cannot be
    told (status 1), or where the profile cannot be one (status 2).
    """
    from acefone_desktop.app.instance.hand_over import INHERITED, NOBODY_THERE, hand_over, somebody_listens  # noqa: PLC0415
    from acefone_desktop.desktop.instance_address import socket_path  # noqa: PLC0415

    if INHERITED in os.environ:
        return False
    try:
        address = socket_path(wish.profile, wish.data_dir, os.environ)
        if wish.activated and somebody_listens(address):
            from acefone_desktop.app.instance.bus_relay import relay_calls  # noqa: PLC0415

            return relay_calls(wish, address)
        if _IS_MACOS and _is_of_bundle(wish) and somebody_listens(address):
            from acefone_desktop.app.instance.event_relay import relay_events  # noqa: PLC0415

            return relay_events(wish, address)
        while True:
            if hand_over(address, first_message(wish, os.environ)) == NOBODY_THERE:
                return False
            wish.links = wish.links[1:]
            if not wish.links:
                return True
    except Exception as error:  # noqa: BLE001 (our errors' module is loaded only when there is one)
        sentence = failure_sentence(error)
        if wish.links:
            from acefone_desktop.app.instance.lost_link import tell_of_lost_link  # noqa: PLC0415

            tell_of_lost_link(error, os.environ)
        print(sentence, file=sys.stderr)
        sys.exit(failure_status(error))
