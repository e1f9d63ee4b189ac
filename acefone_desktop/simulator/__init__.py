"""A simulated Acefone account behind a real HTTP server."""
