"""Writes the application bundle of macOS, by which the system knows which links the app opens. Runs on any system.

    python packaging/mac_bundle.py FOLDER     writes “FOLDER/Acefone Desktop.app”, or writes it anew

To be run by the Python that the app is installed for: the bundle starts that installation, and holds no copy of it.
Standard library only, apart from the app itself. The icon is drawn and written by Qt, which the app brings along (the
format's writer is Qt's own); where Qt cannot be loaded the bundle has the system's usual icon, and that is said.
The bundle is not signed. Links reach the app as events of the system (QFileOpenEvent), never as arguments.
"""

from __future__ import annotations

import argparse
import os
import shlex
import subprocess
import sys
import tempfile
from pathlib import Path

from acefone_desktop import __version__
from acefone_desktop.desktop.launch import ICON, launch_command
from acefone_desktop.desktop.links.mac_info import BUNDLE_VARIABLE, info_plist, is_ours
from acefone_desktop.desktop.links.registration import APP_NAME
from acefone_desktop.domain.errors import LinkHandlerError

BUNDLE = f"{APP_NAME}.app"
EXECUTABLE, ICON_FILE = "acefone-desktop", "acefone-desktop.icns"
INFO, LAUNCHER, PACKAGE = Path("Contents/Info.plist"), Path("Contents/MacOS") / EXECUTABLE, Path("Contents/PkgInfo")
PICTURE = Path("Contents/Resources") / ICON_FILE
WRITTEN = frozenset({INFO, LAUNCHER, PACKAGE, PICTURE})
PACKAGE_INFO = b"APPL????"
"""Type and creator, as “Bundle Programming Guide” (Apple) has them for an application without a creator's code."""
ICON_SIZE = 512
"""Points; a size that the format has."""
DRAW = """
import sys
from PySide6.QtGui import QGuiApplication, QImage, QPainter
from PySide6.QtSvg import QSvgRenderer
application = QGuiApplication(sys.argv[:1])
size = int(sys.argv[3])
picture = QImage(size, size, QImage.Format.Format_ARGB32_Premultiplied)
picture.fill(0)
painter = QPainter(picture)
QSvgRenderer(sys.argv[1]).render(painter)
painter.end()
sys.exit(0 if picture.save(sys.argv[2], "icns") else "Qt wrote no icon")
"""


class BundleRefusedError(Exception):
    """The bundle cannot be written there; the message says why."""


def launcher(command: tuple[str, ...]) -> str:
    """The program of the bundle: becomes the app, so that the events of the process are the app's.

    Arguments are dropped: older systems give one of their own (`-psn_…`), and links never come as such.
    """
    return (
        "#!/bin/sh\n"
        "# Starts the app; links come to it as events of the system.\n"
        f'{BUNDLE_VARIABLE}="${{0%/Contents/MacOS/*}}"\n'
        f"export {BUNDLE_VARIABLE}\n"
        f"exec {shlex.join(command)}\n"
    )


def write_bundle(folder: Path, command: tuple[str, ...], picture: bytes | None = None) -> Path:
    """Writes the bundle into the folder: whole, in the place of an earlier one of ours, or not at all.

    Raises `BundleRefusedError` where something else has the name, and `OSError`.
    """
    bundle = folder / BUNDLE
    require_replaceable(bundle)
    folder.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix=".acefone-desktop-", dir=folder) as draft:
        new, old = Path(draft, "new"), Path(draft, "old")
        _fill(new, command, picture)
        if bundle.exists():
            bundle.rename(old)
        try:
            new.rename(bundle)
        except OSError:
            if old.exists():
                old.rename(bundle)
            raise
    return bundle


def require_replaceable(bundle: Path) -> None:
    """Raises `BundleRefusedError` unless nothing is there, or a bundle of ours with nothing else in it."""
    if not (bundle.exists() or bundle.is_symlink()):
        return
    if bundle.is_symlink() or not bundle.is_dir() or not is_ours(bundle):
        raise BundleRefusedError(f"{bundle} is there already, and not ours: choose another folder.")
    files = {path.relative_to(bundle) for path in bundle.rglob("*") if path.is_symlink() or not path.is_dir()}
    if not files <= WRITTEN:
        others = ", ".join(sorted(map(str, files - WRITTEN)))
        raise BundleRefusedError(f"{bundle} holds what we did not write ({others}): choose another folder.")


def draw_icon(source: Path = ICON) -> bytes | None:
    """The mark as a picture in macOS's format; None where Qt cannot be loaded or does not write it."""
    with tempfile.TemporaryDirectory() as folder:
        target = Path(folder, ICON_FILE)
        command = [sys.executable, "-c", DRAW, str(source), str(target), str(ICON_SIZE)]
        environment = {**os.environ, "QT_QPA_PLATFORM": "offscreen"}
        drawn = subprocess.run(command, env=environment, capture_output=True, check=False)
        return target.read_bytes() if drawn.returncode == 0 and target.is_file() else None


def main(arguments: list[str] | None = None) -> int:
    """The command; returns the exit status."""
    parser = argparse.ArgumentParser(description="Writes the application bundle of macOS.")
    parser.add_argument("folder", type=Path, help="where the bundle is to lie, such as ~/Applications")
    folder = parser.parse_args(arguments).folder.expanduser().absolute()
    try:
        picture = draw_icon()
        bundle = write_bundle(folder, launch_command(), picture)
    except (BundleRefusedError, LinkHandlerError, OSError) as error:
        print(f"mac_bundle: {error.explanation if isinstance(error, LinkHandlerError) else error}", file=sys.stderr)
        return 1
    if picture is None:
        print("mac_bundle: without an icon: Qt could not be loaded to draw it.", file=sys.stderr)
    print(bundle)
    return 0


def _fill(bundle: Path, command: tuple[str, ...], picture: bytes | None) -> None:
    contents = {
        INFO: info_plist(__version__, EXECUTABLE, ICON_FILE if picture is not None else ""),
        LAUNCHER: launcher(command).encode(),
        PACKAGE: PACKAGE_INFO,
        **({PICTURE: picture} if picture is not None else {}),
    }
    for name, content in contents.items():
        path = bundle / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
        path.chmod(0o755 if name == LAUNCHER else 0o644)
    for part in (bundle, *(path for path in bundle.rglob("*") if path.is_dir())):
        part.chmod(0o755)


if __name__ == "__main__":
    sys.exit(main())
