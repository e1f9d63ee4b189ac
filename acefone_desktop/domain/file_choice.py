"""What a person is asked when files are to be chosen, and what they chose."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path


@dataclass(frozen=True, slots=True)
class FileKind:
    """One entry of the list of kinds: its name, and the patterns of its files (`*.csv`)."""

    name: str
    patterns: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class FileRequest:
    """`save_as` is the name proposed for a file to be written; empty: existing files are to be opened, several at once.

    `window` names the asking window as desktop portals do (`x11:HEX`); empty where it has no name.
    """

    title: str
    kinds: tuple[FileKind, ...]
    save_as: str = ""
    folder: Path | None = None
    window: str = ""


@dataclass(frozen=True, slots=True)
class FileChoice:
    """The files, none when the person thought better of it; `kind` is the name of the kind that was set, if told."""

    files: tuple[Path, ...] = ()
    kind: str = ""
