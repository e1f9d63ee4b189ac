"""Widgets, each drawing a whole state."""
