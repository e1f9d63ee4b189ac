"""The local webhook listener: what the provider reports about calls, pushed to this computer (contract §8)."""
