"""How everything looks: tokens, theme, icons."""
