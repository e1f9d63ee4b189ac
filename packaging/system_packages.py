"""What the app and its tests need from a Linux system, and how to get it.

What is missing is read off the machine itself (the dynamic linker, the search path), so that it holds on any
distribution; names of packages are Debian's and Ubuntu's, and apt-get installs them where that is permitted.
"""

from __future__ import annotations

import os
import shlex
import shutil
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

LIBRARY_PACKAGES: Mapping[str, str] = {
    "libEGL.so.1": "libegl1",
    "libGL.so.1": "libgl1",
    "libICE.so.6": "libice6",
    "libSM.so.6": "libsm6",
    "libX11-xcb.so.1": "libx11-xcb1",
    "libX11.so.6": "libx11-6",
    "libdbus-1.so.3": "libdbus-1-3",
    "libfontconfig.so.1": "libfontconfig1",
    "libfreetype.so.6": "libfreetype6",
    "libglib-2.0.so.0": "libglib2.0-0",
    "libgthread-2.0.so.0": "libglib2.0-0",
    "libxcb-cursor.so.0": "libxcb-cursor0",
    "libxcb-icccm.so.4": "libxcb-icccm4",
    "libxcb-image.so.0": "libxcb-image0",
    "libxcb-keysyms.so.1": "libxcb-keysyms1",
    "libxcb-randr.so.0": "libxcb-randr0",
    "libxcb-render-util.so.0": "libxcb-render-util0",
    "libxcb-render.so.0": "libxcb-render0",
    "libxcb-shape.so.0": "libxcb-shape0",
    "libxcb-shm.so.0": "libxcb-shm0",
    "libxcb-sync.so.1": "libxcb-sync1",
    "libxcb-util.so.1": "libxcb-util1",
    "libxcb-xfixes.so.0": "libxcb-xfixes0",
    "libxcb-xkb.so.1": "libxcb-xkb1",
    "libxcb.so.1": "libxcb1",
    "libxkbcommon-x11.so.0": "libxkbcommon-x11-0",
    "libxkbcommon.so.0": "libxkbcommon0",
    "libz.so.1": "zlib1g",
}
"""Shared libraries that Qt links to and does not carry itself."""

QT_FILES = (
    "lib/libQt6DBus.so.6",
    "lib/libQt6Gui.so.6",
    "lib/libQt6Network.so.6",
    "lib/libQt6Svg.so.6",
    "lib/libQt6Widgets.so.6",
    "plugins/platforms/libqoffscreen.so",
    "plugins/platforms/libqxcb.so",
)
"""Below PySide6/Qt; the linker is asked about these. Qt's own message names the wrong library."""

SESSION_PROGRAMS: Mapping[str, str] = {
    "Xvfb": "xvfb",
    "dbus-daemon": "dbus",
    "dunst": "dunst",
    "gnome-keyring-daemon": "gnome-keyring",
    "import": "imagemagick",
    "openbox": "openbox",
    "update-desktop-database": "desktop-file-utils",
    "xdg-open": "xdg-utils",
    "xdotool": "xdotool",
    "xfce4-panel": "xfce4-panel",
    "xprop": "x11-utils",
}
"""Programs of the virtual desktop in which the demo (without a screen) and the end-to-end tests run."""

SESSION_FILES: Mapping[str, str] = {
    "/usr/libexec/at-spi-bus-launcher": "at-spi2-core",
    "/usr/share/fonts/truetype/dejavu/DejaVuSans.ttf": "fonts-dejavu-core",
    "/usr/share/icons/Adwaita/index.theme": "adwaita-icon-theme",
    "/usr/share/icons/hicolor/index.theme": "hicolor-icon-theme",
}

BROWSERS: Mapping[str, str] = {"chromium": "chromium"}
"""For the end-to-end tests alone, which leave out what needs a browser where there is none."""


class MissingPackagesError(Exception):
    """Packages could not be installed from here; the message is a sentence with the command that does it."""


def unresolved(ldd_output: str) -> frozenset[str]:
    """Names of the libraries that the linker did not find, out of what `ldd` printed."""
    missing = (
        line.split("=>")[0].strip() for line in ldd_output.splitlines() if line.rstrip().endswith("=> not found")
    )
    return frozenset(missing)


def missing_libraries(qt_folders: Iterable[Path]) -> frozenset[str]:
    """Sonames that the Qt in these folders (PySide6/Qt) needs and this system lacks."""
    found: set[str] = set()
    for path in (folder / name for folder in qt_folders for name in QT_FILES):
        if path.exists():
            reply = subprocess.run(["ldd", str(path)], capture_output=True, text=True, check=False)
            found |= unresolved(reply.stdout)
    return frozenset(name for name in found if not name.startswith(("libQt6", "libpyside", "libshiboken")))


def packages_for(sonames: Iterable[str]) -> list[str]:
    """Packages that carry these libraries; a library whose package is not known here adds none."""
    return sorted({LIBRARY_PACKAGES[name] for name in sonames if name in LIBRARY_PACKAGES})


def missing_session_packages() -> list[str]:
    """Packages of the virtual desktop that are not there yet."""
    packages = {package for program, package in SESSION_PROGRAMS.items() if shutil.which(program) is None}
    packages |= {package for path, package in SESSION_FILES.items() if not Path(path).exists()}
    return sorted(packages)


def missing_browser_packages() -> list[str]:
    """Packages of a web browser that is not there yet."""
    return sorted({package for program, package in BROWSERS.items() if shutil.which(program) is None})


def apt_command(packages: Sequence[str]) -> list[str]:
    """The command that installs these packages and nothing beside what they need."""
    return ["apt-get", "install", "--yes", "--no-install-recommends", *packages]


def apt_prefix() -> list[str] | None:
    """What to put before apt-get so that it may install without asking; None where that is not permitted."""
    if sys.platform != "linux" or shutil.which("apt-get") is None:
        return None
    if os.geteuid() == 0:
        return []
    if shutil.which("sudo") is None:
        return None
    asked = subprocess.run(["sudo", "-n", "true"], capture_output=True, stdin=subprocess.DEVNULL, check=False)
    return ["sudo", "-n"] if asked.returncode == 0 else None


def by_hand(packages: Sequence[str]) -> str:
    """The command for a person, or the list of packages where there is no apt-get."""
    if shutil.which("apt-get") is None:
        return f"install what your system calls {', '.join(packages)} (Debian's names)"
    return f"run: sudo {shlex.join(apt_command(packages))}"


def install(packages: Sequence[str], purpose: str) -> None:
    """Installs packages with apt-get; raises `MissingPackagesError` with the exact command where it cannot."""
    if not packages:
        return
    prefix = apt_prefix()
    if prefix is None:
        raise MissingPackagesError(
            f"packages for {purpose} are missing, and only an administrator may install them; {by_hand(packages)}"
        )
    print(f"Installing for {purpose}: {' '.join(packages)}", flush=True)
    environment = ["env", "DEBIAN_FRONTEND=noninteractive"]
    wait = ["-o", "DPkg::Lock::Timeout=300", "-q"]
    first, *rest = apt_command(packages)
    installing = [*prefix, *environment, first, *wait, *rest]
    if _quietly(installing) == 0:
        return
    # The lists of packages may be missing (a bare image has none) or too old: one more try with new ones.
    _quietly([*prefix, *environment, first, *wait, "update"])
    if _quietly(installing, show=True) != 0:
        raise MissingPackagesError(
            f"apt-get could not install what {purpose} needs (its words are above); {by_hand(packages)}"
        )


def _quietly(command: Sequence[str], *, show: bool = False) -> int:
    """Runs a command without input; its output is kept back unless it failed and `show` is set."""
    done = subprocess.run(
        command, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, check=False
    )
    if show and done.returncode != 0:
        print(done.stdout[-4000:], file=sys.stderr, flush=True)
    return done.returncode
