"""The case that matters most when dialling: a request has left and nobody knows what became of it."""

from __future__ import annotations


class NoAnswerError(Exception):
    """The request left, at least in part, and no whole answer came. Sorted into a `ProviderError` by who asked."""
