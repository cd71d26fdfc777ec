"""`locum organization`: what only the operator of a server decides about an organization."""

from typing import Annotated

import typer

from locum.cli.common import told
from locum.cli.work import run
from locum.oauth.platforms import set_platform

app = typer.Typer(help="Organizations.", no_args_is_help=True)


@app.callback()
def organization() -> None:
    """Organizations."""


@app.command("platform")
def platform(
    slug: Annotated[str, typer.Argument(help="Its short name in addresses.")],
    on: Annotated[
        bool, typer.Option("--on/--off", help="Make it a platform, or an ordinary organization again.")
    ] = True,
) -> None:
    """Let an organization have OAuth clients, managed people and managed organizations; or not any more."""
    organization = run(lambda session: set_platform(session, slug, on))
    told.print(f"{organization.name} is {'a platform' if on else 'an ordinary organization'} now.")
