"""The desktop's own dialogues over D-Bus (XDG Desktop Portal), so that its toolkit stays out of our process."""
