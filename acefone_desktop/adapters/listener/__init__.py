"""The local webhook listener."""
