"""What to say when the program cannot go on. Loaded by every second process: nothing is imported until it is needed."""

from __future__ import annotations


def failure_sentence(error: Exception) -> str:
    """What to print for an error that ends the program; lets anything fly that is not one of ours or the system's."""
    from acefone_desktop.domain.errors import AcefoneDesktopError  # noqa: PLC0415

    if isinstance(error, AcefoneDesktopError):
        return f"acefone-desktop: {error.explanation}"
    if isinstance(error, OSError):
        return f"acefone-desktop: {error}"
    raise error
