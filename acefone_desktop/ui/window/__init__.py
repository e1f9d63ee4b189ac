"""The main window and its places."""
