"""Values and pure functions: what a number, a link, a dial and a call are."""
