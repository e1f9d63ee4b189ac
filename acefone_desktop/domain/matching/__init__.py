"""Which call a piece of evidence belongs to."""
