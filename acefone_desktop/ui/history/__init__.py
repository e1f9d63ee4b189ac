"""The page of past calls."""
