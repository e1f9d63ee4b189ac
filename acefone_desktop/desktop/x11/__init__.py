"""The X server, spoken to through libxcb, which Qt has loaded already."""
