"""The tray icon and its quick dial."""
