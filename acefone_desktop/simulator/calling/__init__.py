"""The course a simulated call takes."""
