"""Requests and replies: pace, repeats, errors, signing in."""
