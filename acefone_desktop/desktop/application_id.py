"""The name by which the desktop knows the app: of its desktop entry, and on the session bus.

Desktop Entry Specification 1.5 (“D-Bus Activation”): the entry of an app that the bus can start bears the app's name on
the bus, and its object's path follows from that name.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from acefone_desktop.desktop.instance_address import DATA_DIR_VARIABLE, data_folder, instance_name

if TYPE_CHECKING:
    from collections.abc import Mapping

APPLICATION_ID = "org.acefone_desktop.App"


def application_id(profile: str, data_dir: str, environment: Mapping[str, str]) -> str:
    """The app of this profile and data folder: one name each, and the plain one for the default of both.

    Raises `ProfileNameError`.
    """
    folder = data_folder(profile, data_dir, environment)
    usual = {name: value for name, value in environment.items() if name != DATA_DIR_VARIABLE}
    if folder == data_folder("", "", usual):
        return APPLICATION_ID
    return f"{APPLICATION_ID}.i{instance_name(folder)}"  # no part of a bus name may begin with a digit


def menu_name(name: str) -> str:
    """The entry in the menus, which opens links; by its name desktops know our windows. `name` is the app's."""
    return f"{name}.Link"


def object_path(name: str) -> str:
    """Where the app's object lies on the bus."""
    return "/" + name.replace(".", "/").replace("-", "_")
