"""The `must` rules of the model: which statements bear them, what they read, and their evaluation at commit."""
