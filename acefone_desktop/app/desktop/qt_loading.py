"""Loads Qt without what PySide would do beside it for nobody here."""

from __future__ import annotations

import builtins
from contextlib import contextmanager
from typing import TYPE_CHECKING, Final

from acefone_desktop.app.late_modules import LoadedLate

if TYPE_CHECKING:
    from collections.abc import Iterator

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
    with LoadedLate(_SELDOM_NEEDED), _sources_untold():
        import PySide6.QtCore  # noqa: F401, PLC0415
    own_import = getattr(builtins, "__orig_import__", None)
    if own_import is not None:
        builtins.__import__ = own_import


@contextmanager
def _sources_untold() -> Iterator[None]:
    """What PySide loads itself it would read as well, through `inspect`, which need not be loaded for that."""
    import inspect  # noqa: PLC0415 (not loaded by this, on the way to a window)

    names = vars(inspect)
    told = names.get("getsource")
    names["getsource"] = _no_source
    try:
        yield
    finally:
        if told is not None:
            names["getsource"] = told
        elif names["getsource"] is _no_source:  # else it was loaded meanwhile, and has its own
            del names["getsource"]


def _no_source(_module: object) -> str:
    raise OSError
