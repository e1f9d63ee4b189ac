"""SQLite: journal, calls, contacts and their search."""
