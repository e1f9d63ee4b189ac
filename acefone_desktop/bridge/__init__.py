"""Joins services to Qt: the network thread, stores and models."""
