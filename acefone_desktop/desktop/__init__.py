"""The operating system: notifications, links, tray host, paths."""
