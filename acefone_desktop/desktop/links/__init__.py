"""Who opens `tel:` and `callto:` links on this computer, one file per platform behind `LinkRegistration`."""
