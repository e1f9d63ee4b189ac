"""What the simulated API answers."""
