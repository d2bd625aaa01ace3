"""Configuration groups: what a configuration means once the statements it inherits stand where they take effect."""
