"""`locum api-key create`: a key for somebody, without his password."""

import json
from typing import Annotated

import typer
from sqlalchemy.ext.asyncio import AsyncSession

from locum.api_keys.service import issue_key
from locum.cli.common import told
from locum.cli.work import run
from locum.kit.errors import NotFound
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
    user_id, key = run(lambda session: _create(session, email.strip()))
    if as_json:
        typer.echo(json.dumps({"userId": user_id, "apiKey": key}))
        return
    told.print(f"A key for {email}, shown this once:")
    typer.echo(key)


async def _create(session: AsyncSession, email: str) -> tuple[int, str]:
    user = await users.by_email(session, email)
    if user is None:
        raise NotFound(f"nobody here has the address {email}")
    return user.id, await issue_key(session, user.id, note="Made on the command line")
