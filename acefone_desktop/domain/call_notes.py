"""What a person writes down about a call."""

from __future__ import annotations

LONGEST_NOTE = 4_000
"""Characters."""


def note_text(written: str) -> str:
    """The note as it is kept: at most `LONGEST_NOTE` characters; empty where nothing but white space was written."""
    return written[:LONGEST_NOTE] if written.strip() else ""
