"""The groups of the provider's API."""
