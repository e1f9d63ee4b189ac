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


def failure_status(error: Exception) -> int:
    """The exit status that goes with the sentence: 2 for a profile's name that cannot be one, else 1."""
    from acefone_desktop.domain.errors import ProfileNameError  # noqa: PLC0415

    return 2 if isinstance(error, ProfileNameError) else 1
