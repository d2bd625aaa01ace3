"""The `junosim` command, one module per subcommand."""
