"""Acefone Desktop: start calls through Acefone and see what each call is doing."""

__version__ = "0.1.0"
