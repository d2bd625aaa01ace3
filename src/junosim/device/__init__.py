"""The simulated device: identity, state and live sessions."""
