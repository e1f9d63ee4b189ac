"""How much of a contact file is believed. Exports of a hundred thousand contacts fit; bombs do not."""

from __future__ import annotations

LARGEST_FILE = 64 * 1024 * 1024
"""Bytes."""
LONGEST_ROW = 65_536
"""Characters of a CSV row, and of what is kept of a vCard."""
MOST_LINES_OF_A_ROW = 500
"""Lines that one quoted row may reach over; more means that a quotation mark was never closed."""
MOST_COLUMNS = 500
MOST_ROWS = 200_000
MOST_NUMBERS = 50
"""Numbers of one contact."""
LONGEST_LINE = 300
"""Characters of a name, a company or an e-mail address."""
LONGEST_NOTES = 20_000
LONGEST_LABEL = 60
