"""Loads Qt without what PySide would do beside it for nobody here."""

from __future__ import annotations

import builtins
import sys
from importlib.machinery import ModuleSpec, PathFinder
from types import ModuleType
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Sequence
    from importlib.abc import Loader

_SIGNATURES: Final = "shibokensupport.signature"
_SELDOM_NEEDED: Final = frozenset(
    f"{_SIGNATURES}.{name}" for name in ("layout", "parser", "lib.enum_sig", "lib.pyi_generator", "lib.tool")
) | {"zipfile"}
"""What words the message for a call with wrong arguments, writes type stubs, or unpacks what lies there as files."""


def load_qt() -> None:
    """Loads QtCore and gives Python its own `import` back; to be called before other modules load Qt.

    PySide replaces `import` so that modules can switch features on (`from __feature__ import …`). For that it reads the
    source of every module loaded from then on, and keeps it: time at the start, and megabytes in an app that uses no
    such feature (docs/decisions/0013). Its modules for signatures wait until somebody needs them (docs/decisions/0018).
    """
    sys.meta_path.insert(0, _SeldomNeeded)
    try:
        import PySide6.QtCore  # noqa: F401, PLC0415
    finally:
        sys.meta_path.remove(_SeldomNeeded)
    own_import = getattr(builtins, "__orig_import__", None)
    if own_import is not None:
        builtins.__import__ = own_import


class _SeldomNeeded:
    """Finds what PySide asks for at its start and seldom uses, and puts off loading it."""

    @staticmethod
    def find_spec(name: str, path: Sequence[str] | None, target: ModuleType | None = None) -> ModuleSpec | None:
        """Part of Python's import system; None leaves a module to the next finder."""
        if name not in _SELDOM_NEEDED:
            return None
        spec = PathFinder.find_spec(name, path, target)
        if spec is not None and spec.loader is not None:
            spec.loader = _LoadsLater(spec.loader)  # type: ignore[assignment]  # as much of a loader as is asked for
        return spec


class _LoadsLater:
    def __init__(self, loader: Loader) -> None:
        self._loader = loader

    def create_module(self, _spec: ModuleSpec) -> None:
        """The usual kind of module."""

    def exec_module(self, module: ModuleType) -> None:
        """Only remembers how to load it."""
        module.__dict__[_LOADER] = self._loader
        module.__class__ = _LoadedOnDemand


_LOADER: Final = "_loader_for_later"


class _LoadedOnDemand(ModuleType):
    """Empty until something of it is asked for. What Python itself asks of every module is there already."""

    def __getattr__(self, name: str) -> object:
        if name.startswith("__"):
            raise AttributeError(name)
        self.__class__ = ModuleType  # type: ignore[assignment]  # from now on it is as any other
        self.__dict__.pop(_LOADER).exec_module(self)
        return getattr(self, name)
