"""How commands speak."""

import sys
from typing import NoReturn

from rich.console import Console

told = Console(stderr=True, highlight=False)


def fail(message: str) -> NoReturn:
    """One line on standard error, and exit status 1."""
    told.print(f"[bold red]locum:[/] {message}", soft_wrap=True)
    sys.exit(1)
