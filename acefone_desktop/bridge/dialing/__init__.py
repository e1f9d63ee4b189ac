"""What is being dialled, and what may be chosen for it."""
