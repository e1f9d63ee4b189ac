"""How numbers are read: plans, kinds, text, what only looks like one."""
