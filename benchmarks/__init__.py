"""Benchmarks of the running product, each beside the floor a bare SSH server sets: `python -m benchmarks`."""
