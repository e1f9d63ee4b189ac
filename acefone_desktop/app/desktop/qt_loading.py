"""Loads Qt without what PySide would do beside it for nobody here."""

from __future__ import annotations

import builtins
from typing import Final

from acefone_desktop.app.late_modules import LoadedLate

_SIGNATURES: Final = "shibokensupport.signature"
_SELDOM_NEEDED: Final = frozenset(
    f"{_SIGNATURES}.{name}" for name in ("layout", "parser", "lib.enum_sig", "lib.pyi_generator", "lib.tool")
) | {"ast", "base64", "dis", "linecache", "tempfile", "textwrap", "traceback", "zipfile"}
"""What words the message for a call with wrong arguments, writes type stubs, or unpacks what lies there as files."""


def load_qt() -> None:
    """Loads QtCore and gives Python its own `import` back; to be called before other modules load Qt.

    PySide replaces `import` so that modules can switch features on (`from __feature__ import …`). For that it reads the
    source of every module loaded from then on, and keeps it: time at the start, and megabytes in an app that uses no
    such feature (docs/decisions/0013). Its modules for signatures wait until somebody needs them (docs/decisions/0018).
    """
    with LoadedLate(_SELDOM_NEEDED):
        import PySide6.QtCore  # noqa: F401, PLC0415
    own_import = getattr(builtins, "__orig_import__", None)
    if own_import is not None:
        builtins.__import__ = own_import
