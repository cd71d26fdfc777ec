"""`locum organization`: what only the operator of a server decides about an organization."""

import asyncio
from typing import Annotated

import typer

from locum.cli.common import told
from locum.cli.database import migrated_database_url
from locum.cli.work import unit_of_work
from locum.oauth.platforms import set_platform
from locum.settings import load_settings

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
    settings = load_settings()
    with migrated_database_url(settings) as url:
        name = asyncio.run(_set(url, slug, on))
    told.print(f"{name} is {'a platform' if on else 'an ordinary organization'} now.")


async def _set(url: str, slug: str, on: bool) -> str:
    async with unit_of_work(url) as session:
        return (await set_platform(session, slug, on)).name
