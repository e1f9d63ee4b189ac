"""The address book's page."""
