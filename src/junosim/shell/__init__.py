"""The simulated shell behind `start shell`, and root's login shell; nothing in it reaches the host."""
