"""The command-line interface of a session, without I/O."""
