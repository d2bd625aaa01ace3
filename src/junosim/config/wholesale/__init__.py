"""Changes to many statements at once: what their operands stand for, and `replace pattern`."""
