"""Contacts and their search."""
