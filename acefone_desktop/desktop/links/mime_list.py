"""The text of one `mimeapps.list` (MIME Applications Associations 1.0.1), changed so that it can be changed back.

The file is the person's: whatever we do not add ourselves stays as it is, to the byte.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator

DEFAULTS = "[Default Applications]"
MADE = "# Made by Acefone Desktop"
"""First line of a list that was not there before us."""
ADDED = "# Added by Acefone Desktop"
"""Above a group that was not there before us."""


def values(text: str, group: str, mime_type: str) -> list[str]:
    """The desktop entries that the group names for this type, in order."""
    lines = text.split("\n")
    texts = (lines[at].partition("=")[2] for at in _positions(lines, group, mime_type))
    return [value.strip() for listed in texts for value in listed.split(";") if value.strip()]


def preferring(text: str | None, mime_type: str, entry: str) -> str:
    """The list with this entry first among the defaults for the type; None is a list that does not exist."""
    if not text:
        text = f"{ADDED if text is not None else MADE}\n{DEFAULTS}\n"
    lines = text.split("\n")
    for at in _positions(lines, DEFAULTS, mime_type):
        key, _, listed = (_without(lines[at], (entry,)) or f"{mime_type}=").partition("=")
        lines[at] = f"{key}={entry};{listed}"
        return "\n".join(lines)
    for at, line in enumerate(lines):
        if line.strip() == DEFAULTS:
            lines.insert(at + 1, f"{mime_type}={entry};" + "\r" * line.endswith("\r"))
            return "\n".join(lines)
    group = f"{ADDED}\n{DEFAULTS}\n{mime_type}={entry};"
    return f"{text}{group}\n" if text.endswith("\n") else f"{text}\n{group}"


def forgetting(text: str, entries: Collection[str]) -> str | None:
    """The list as it was before these entries came into it; None where it was not there before."""
    kept = [left for line in text.split("\n") if (left := _without(line, entries)) is not None]
    lines = _without_marks(kept)
    return None if kept[:1] == [MADE] and not "".join(lines).strip() else "\n".join(lines)


def _positions(lines: list[str], group: str, mime_type: str) -> Iterator[int]:
    current = ""
    for at, line in enumerate(lines):
        if line.startswith("["):
            current = line.strip()
        elif current == group and "=" in line and line.partition("=")[0].strip() == mime_type:
            yield at


def _without(line: str, entries: Collection[str]) -> str | None:
    """The line without the entries; None where nothing is left of it."""
    key, equals, listed = line.partition("=")
    named = listed.split(";")
    left = [value for value in named if value.strip() not in entries]
    if not equals or line.startswith("#") or len(left) == len(named):
        return line
    return f"{key}={';'.join(left)}" if ";".join(left).strip() else None


def _without_marks(lines: list[str]) -> list[str]:
    """Our comments go, and with them the group below where nobody has put anything else into it."""
    kept: list[str] = []
    for at, line in enumerate(lines):
        follows = lines[at - 1] in {MADE, ADDED} if at else False
        if line in {MADE, ADDED} or (follows and line == DEFAULTS and _ends_here(lines[at + 1 :])):
            continue
        kept.append(line)
    return kept


def _ends_here(lines: list[str]) -> bool:
    """Whether a group whose header stands before these lines is empty."""
    following = next((line for line in lines if line.strip()), "[")
    return following.startswith("[") or following == ADDED
