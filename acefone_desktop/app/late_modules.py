"""Modules that others import at their head and hardly ever use: they are loaded when something of them is used."""

from __future__ import annotations

import sys
from _thread import RLock
from importlib.machinery import ModuleSpec, PathFinder
from types import ModuleType

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Collection, Sequence
    from importlib.abc import Loader
    from types import TracebackType

SELDOM_NEEDED = frozenset({"inspect", "ipaddress"})
"""Of the standard library: `dataclasses` asks `inspect` only about classes without a description, and
`urllib.parse` asks `ipaddress` about hosts in brackets."""

_LOADER = "_loader_for_later"
_LOADING = RLock()


class LoadedLate:
    """As long as this is entered, modules of these names are found, but not loaded. What is loaded already stays so."""

    def __init__(self, names: Collection[str]) -> None:
        self._names = names

    def __enter__(self) -> None:
        sys.meta_path.insert(0, self)

    def __exit__(self, *_: type[BaseException] | BaseException | TracebackType | None) -> None:
        sys.meta_path.remove(self)

    def find_spec(self, name: str, path: Sequence[str] | None, target: ModuleType | None = None) -> ModuleSpec | None:
        """Part of Python's import system; None leaves a module to the next finder."""
        if name not in self._names:
            return None
        spec = PathFinder.find_spec(name, path, target)
        if spec is not None and spec.loader is not None:
            spec.loader = _LaterLoader(spec.loader)  # type: ignore[assignment]  # as much of a loader as is asked for
        return spec


class _LaterLoader:
    def __init__(self, loader: Loader) -> None:
        self._loader = loader

    def create_module(self, _spec: ModuleSpec) -> None:
        """The usual kind of module."""

    def exec_module(self, module: ModuleType) -> None:
        """Only remembers how to load it."""
        module.__dict__[_LOADER] = self._loader
        module.__class__ = _LateModule


class _LateModule(ModuleType):
    """Empty until something of it is asked for. What Python itself asks of every module is there already."""

    def __getattr__(self, name: str) -> object:
        if name.startswith("__"):
            raise AttributeError(name)
        with _LOADING:  # a second thread that asks waits until all of it is there
            loader = self.__dict__.pop(_LOADER, None)
            if loader is not None:
                self._load(loader)
        return ModuleType.__getattribute__(self, name)  # the class is another one by now

    def _load(self, loader: Loader) -> None:
        try:
            loader.exec_module(self)
        except BaseException:
            self.__dict__[_LOADER] = loader
            raise
        self.__class__ = ModuleType  # type: ignore[assignment]  # from now on it is as any other
