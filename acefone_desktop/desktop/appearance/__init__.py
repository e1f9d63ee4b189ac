"""How the desktop wants programs to look, read without loading its toolkit (docs/decisions/0009)."""
