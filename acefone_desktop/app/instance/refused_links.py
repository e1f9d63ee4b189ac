"""Links that one process cannot hand to another."""

from __future__ import annotations

from acefone_desktop.app.instance.instance_messages import LONGEST_TEXT
from acefone_desktop.domain.errors import LinkNotUnderstoodError


def refusal_of_link() -> LinkNotUnderstoodError:
    """Why: said where the link was to be handed over, and by the app that it was meant for."""
    return LinkNotUnderstoodError(f"It is longer than {LONGEST_TEXT} bytes, or no readable text.")
