"""Operational commands: handler, model and text view, one module per family."""
