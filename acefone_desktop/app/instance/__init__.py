"""One running instance, and how others reach it."""
