"""Loads Qt, and spares everything that is loaded afterwards what PySide would do to it."""

from __future__ import annotations

import builtins


def load_qt() -> None:
    """Loads QtCore and gives Python its own `import` back; to be called before other modules load Qt.

    PySide replaces `import` so that modules can switch features on (`from __feature__ import …`). For that it reads the
    source of every module loaded from then on, and keeps it: time at the start, and megabytes in an app that uses no
    such feature (docs/decisions/0013).
    """
    import PySide6.QtCore  # noqa: F401, PLC0415

    own_import = getattr(builtins, "__orig_import__", None)
    if own_import is not None:
        builtins.__import__ = own_import
