"""Fuzzing of what strangers can send: `python -m tests.fuzz SECONDS`. Needs `pip install -e .[fuzz]`."""
