"""Composition, command line and life cycle."""
