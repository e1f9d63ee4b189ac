"""Use cases, written against ports; they know no mechanism."""
