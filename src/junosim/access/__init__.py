"""Who may come in: users, classes, password hashes."""
