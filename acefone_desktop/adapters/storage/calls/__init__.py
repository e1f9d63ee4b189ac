"""Intents, evidence and calls."""
