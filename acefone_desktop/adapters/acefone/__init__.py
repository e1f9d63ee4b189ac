"""The provider: its HTTP API and the bodies of its webhooks."""
