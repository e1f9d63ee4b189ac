"""Whether the cache of the user's desktop entries came with ours, so that removal takes it away again.

The cache is made anew, of all entries, whenever one is announced. Where there was none before, our own entry says
since when there is one (under a key of our own, as for `made_folders`): entries that lay there before did without.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from pathlib import Path

KEY = "X-AcefoneDesktop-CacheSince"
_NONE_MADE = {"", "[MIME Cache]"}


def read_since(text: str) -> int | None:
    """When we made the cache, in nanoseconds of the epoch, by what an entry says; None where it does not say so."""
    line = re.search(rf"^{KEY}=([0-9]{{1,20}})$", text, re.MULTILINE)
    return int(line[1]) if line else None


def with_since(text: str, since: int | None) -> str:
    """The entry's text, saying so where there is something to say."""
    head, action, rest = text.partition("Actions=")
    return text if since is None else f"{head}{KEY}={since}\n{action}{rest}"


def remove_cache(cache: Path, since: int | None) -> None:
    """Takes the cache away where nothing is in it, or where nobody needs it who came after us. Raises `OSError`."""
    if not cache.is_file():
        return
    is_empty = cache.read_text(encoding="utf-8", errors="replace").strip() in _NONE_MADE
    if is_empty or (since is not None and not _any_newer(cache.parent.rglob("*.desktop"), since)):
        cache.unlink(missing_ok=True)


def _any_newer(entries: Iterable[Path], since: int) -> bool:
    """By the time of the file's own change, which copying an older file does not take along."""
    return any(entry.lstat().st_ctime_ns > since for entry in entries)
