"""One key that works in every program, by whichever way this desktop has."""
