"""What the provider tells of calls, read tolerantly."""
