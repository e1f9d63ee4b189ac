"""The program dies at every single write of a dial, and a new one finds out what became of it."""
