"""What a person writes down about a call."""

from __future__ import annotations

LONGEST_NOTE = 4_000
"""Characters that a person can write."""

LONGEST_KEPT = 4 * LONGEST_NOTE
"""Characters of notes that became one, because their calls did."""


def note_text(written: str) -> str:
    """The note as it is kept: of a bounded length; empty where nothing but white space was written."""
    return written[:LONGEST_KEPT] if written.strip() else ""
