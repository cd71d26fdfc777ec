"""`locum api-key create`: a key for somebody, without his password."""

import asyncio
import json
from typing import Annotated

import typer

from locum.api_keys.service import issue_key
from locum.cli.common import told
from locum.cli.database import migrated_database_url
from locum.cli.work import unit_of_work
from locum.kit.errors import NotFound
from locum.settings import load_settings
from locum.users import queries as users

app = typer.Typer(help="Keys for programs.", no_args_is_help=True)


@app.callback()
def api_key() -> None:
    """Keys for programs."""


@app.command("create")
def create(
    email: Annotated[str, typer.Option(help="Whose key.")],
    as_json: Annotated[bool, typer.Option("--json", help="Print one JSON object and nothing else.")] = False,
) -> None:
    """Make an API key that does not expire and print it, this once."""
    settings = load_settings()
    with migrated_database_url(settings) as url:
        user_id, key = asyncio.run(_create(url, email.strip().lower()))
    if as_json:
        typer.echo(json.dumps({"userId": user_id, "apiKey": key}))
        return
    told.print(f"A key for {email}, shown this once:")
    typer.echo(key)


async def _create(url: str, email: str) -> tuple[int, str]:
    async with unit_of_work(url) as session:
        user = await users.by_email(session, email)
        if user is None:
            raise NotFound(f"nobody here has the address {email}")
        return user.id, await issue_key(session, user.id, note="Made on the command line")
