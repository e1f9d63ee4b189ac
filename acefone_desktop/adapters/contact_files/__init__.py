"""Contact files: CSV and vCard."""
