"""What can go wrong between a dial and the truth about it: writes killed at, lines that fail, a whole day."""
