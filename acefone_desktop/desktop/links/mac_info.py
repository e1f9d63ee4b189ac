"""The Info.plist of the application bundle on macOS, as far as links are concerned.

Keys as documented under “Information Property List” and “Defining a custom URL scheme for your app” (Apple). Opening
such a link sends the running app, or one started for it, an event with the address (kAEGetURL; QFileOpenEvent in Qt).
"""

from __future__ import annotations

import plistlib
from collections.abc import Mapping
from pathlib import Path
from typing import Any
from xml.parsers.expat import ExpatError

from acefone_desktop.desktop.links.registration import ALSO_READ, APP_NAME, SCHEMES

BUNDLE_ID = "org.acefone-desktop.app"
FILE = Path("Contents") / "Info.plist"
BUNDLE_VARIABLE = "ACEFONE_DESKTOP_BUNDLE"
"""By it the bundle's program tells the app, which runs outside, from which bundle it was started."""
DECLARED = (*SCHEMES, *ALSO_READ)
"""A bundle only says what it can open; who opens it is the person's choice."""


def info_plist(version: str, executable: str = "acefone-desktop", icon: str = "") -> bytes:
    """The file's content: `executable` is the program's name in the bundle's MacOS folder, `icon` one in Resources."""
    return plistlib.dumps(
        {
            **({"CFBundleIconFile": icon} if icon else {}),
            "CFBundleIdentifier": BUNDLE_ID,
            "CFBundleName": APP_NAME,
            "CFBundleDisplayName": APP_NAME,
            "CFBundleExecutable": executable,
            "CFBundlePackageType": "APPL",
            "CFBundleInfoDictionaryVersion": "6.0",
            "CFBundleShortVersionString": version,
            "CFBundleVersion": version,
            "CFBundleURLTypes": [
                {
                    "CFBundleURLName": f"{BUNDLE_ID}.phone-link",
                    "CFBundleURLSchemes": list(DECLARED),
                    "CFBundleTypeRole": "Viewer",
                }
            ],
            "LSApplicationCategoryType": "public.app-category.business",
            "NSHighResolutionCapable": True,
            "NSPrincipalClass": "NSApplication",
        }
    )


def is_ours(bundle: Path) -> bool:
    """Whether it is a bundle of this app, for all that it says of itself."""
    return read_plist(bundle / FILE).get("CFBundleIdentifier") == BUNDLE_ID


def declared_schemes(bundle: Path) -> frozenset[str]:
    """The schemes that a bundle says it opens, in lower case; none where its Info.plist cannot be read."""
    types = _list(read_plist(bundle / FILE).get("CFBundleURLTypes"))
    listed = [_list(entry.get("CFBundleURLSchemes")) for entry in types if isinstance(entry, dict)]
    return frozenset(str(scheme).lower() for schemes in listed for scheme in schemes)


def read_plist(path: Path) -> Mapping[str, Any]:
    """A property list's top level; empty where there is none or it holds something else."""
    try:
        found = plistlib.loads(path.read_bytes())
    except (OSError, ValueError, ExpatError, AttributeError, OverflowError, RecursionError):
        return {}
    return found if isinstance(found, dict) else {}


def _list(value: object) -> list[Any]:
    return value if isinstance(value, list) else []
