"""Towns and regions of landline numbers."""
