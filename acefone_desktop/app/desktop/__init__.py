"""The running app: its parts, windows and what it asks of the system."""
