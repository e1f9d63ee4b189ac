"""One package per thing outside the program."""
