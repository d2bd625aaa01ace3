"""`python -m junosim` is the `junosim` command."""

from junosim.app.main import main

main()
