"""Where a number is entered and called."""
