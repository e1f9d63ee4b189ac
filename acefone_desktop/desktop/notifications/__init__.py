"""Notifications of the desktop, one file per mechanism behind `services.ports.Notifier`."""
