"""`python -m locum` is `locum`."""

from locum.cli.main import main

main()
