"""The link registration of this platform."""

from __future__ import annotations

import os
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path

from acefone_desktop.desktop.application_id import application_id
from acefone_desktop.desktop.instance_address import DATA_DIR_VARIABLE
from acefone_desktop.desktop.launch import launch_command
from acefone_desktop.desktop.links.registration import LinkRegistration


def link_registration(
    environment: Mapping[str, str], profile: str = "", data_dir: str = "", command: Sequence[str] | None = None
) -> LinkRegistration:
    """Registers the app as it runs now; links then open in this profile and data folder where they are named.

    Also where the folder is named by ACEFONE_DESKTOP_DATA_DIR, which whoever opens a link need not have.
    """
    if not data_dir and (named := environment.get(DATA_DIR_VARIABLE, "")):
        data_dir = os.path.realpath(os.path.expanduser(named))  # noqa: PTH111 (as the app itself reads it)
    command = command or launch_command(profile, data_dir)
    if sys.platform == "win32":
        from acefone_desktop.desktop.links.windows import WindowsLinks  # noqa: PLC0415
        from acefone_desktop.desktop.registry import WindowsRegistry  # noqa: PLC0415

        return WindowsLinks(command, WindowsRegistry(), os.startfile)
    if sys.platform == "darwin":
        from acefone_desktop.desktop.links.macos import MacLinks, bundle_of  # noqa: PLC0415

        return MacLinks(Path.home(), bundle_of(Path(sys.executable), environment))
    from acefone_desktop.desktop.links.linux import LinuxLinks  # noqa: PLC0415

    return LinuxLinks(command, environment, name=application_id(profile, data_dir, environment))
