"""Simulated offices: many people on one account, what its reports say of their calls, and what was true."""
