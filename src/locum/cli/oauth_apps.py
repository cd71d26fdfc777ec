"""`locum oauth-app`: applications that ask people to act for them (authorization-code flow)."""

import json
from typing import Annotated

import typer
from rich.console import Console
from rich.table import Table
from sqlalchemy.ext.asyncio import AsyncSession

from locum.cli.common import told
from locum.cli.work import run
from locum.kit.errors import NotFound
from locum.kit.paging import Page
from locum.oauth2 import applications, queries
from locum.oauth2.applications import Details
from locum.oauth2.models import Application
from locum.oauth2.rules.managing import OPERATOR, Kind, Status
from locum.oauth2.rules.scopes import parse
from locum.users.queries import by_email

app = typer.Typer(help="Applications that act for people who allow it.", no_args_is_help=True)

ClientId = Annotated[str, typer.Argument(help="The id of the application.")]
AsJson = Annotated[bool, typer.Option("--json", help="Print one JSON object and nothing else.")]


@app.command("create")
def create(
    name: Annotated[str, typer.Option(help="As people read it when they are asked.")],
    redirect_uri: Annotated[list[str], typer.Option(help="Where people are sent back to; may be repeated.")],
    scope: Annotated[list[str], typer.Option(help="What it may ask for; may be repeated.")],
    owner: Annotated[str | None, typer.Option(help="Address of the person whose it is.")] = None,
    public: Annotated[bool, typer.Option("--public", help="It runs on people's devices and keeps no secret.")] = False,
    trusted: Annotated[bool, typer.Option("--trusted", help="You vouch for it.")] = False,
    logo: Annotated[str | None, typer.Option(help="A web address, or data:image/...")] = None,
    as_json: AsJson = False,
) -> None:
    """Register an application, approved, and print its id and secret; the secret this once."""
    kind = Kind.PUBLIC if public else Kind.CONFIDENTIAL
    details = Details(name, redirect_uri, sorted(parse(" ".join(scope))), kind, logo, trusted)
    client_id, secret = run(lambda session: _create(session, owner, details))
    if as_json:
        typer.echo(json.dumps({"clientId": client_id, "clientSecret": secret}))
        return
    told.print(f"Registered {name}. Its id" + (", and its secret, shown this once:" if secret else ":"))
    typer.echo("\n".join([client_id, *([secret] if secret else [])]))


async def _create(session: AsyncSession, owner: str | None, details: Details) -> tuple[str, str | None]:
    user = await by_email(session, owner.strip()) if owner else None
    if owner and user is None:
        raise NotFound(f"nobody here has the address {owner}")
    made = await applications.register(session, OPERATOR, user.id if user else None, details)
    return made.application.client_id, made.secret


@app.command("approve")
def approve(client_id: ClientId) -> None:
    """Let everybody use an application."""
    _decide(client_id, Status.APPROVED)


@app.command("reject")
def reject(client_id: ClientId) -> None:
    """Let nobody but its owner use an application; its tokens for others stop at once."""
    _decide(client_id, Status.REJECTED)


def _decide(client_id: str, status: Status) -> None:
    application = run(lambda session: applications.decide(session, OPERATOR, client_id, status))
    told.print(f"{application.name} is {status.lower()}.")


@app.command("rotate")
def rotate(
    client_id: ClientId,
    at_once: Annotated[bool, typer.Option("--at-once", help="The secret in use ends now.")] = False,
    as_json: AsJson = False,
) -> None:
    """Make a new secret and print it, this once. The one in use goes on until the next rotation."""
    secret = run(lambda session: applications.rotate(session, OPERATOR, client_id, keep_former=not at_once))
    if as_json:
        typer.echo(json.dumps({"clientId": client_id, "clientSecret": secret}))
        return
    told.print("The new secret, shown this once:")
    typer.echo(secret)


@app.command("remove")
def remove(client_id: ClientId) -> None:
    """Remove an application; its tokens stop at once."""
    application = run(lambda session: applications.remove(session, OPERATOR, client_id))
    told.print(f"Removed {application.name}.")


@app.command("list")
def list_applications(
    as_json: AsJson = False,
    take: Annotated[int, typer.Option(min=1, max=1000, help="How many at most.")] = 250,
    skip: Annotated[int, typer.Option(min=0, help="How many to leave out first.")] = 0,
) -> None:
    """Show the applications of this server in the order of their registration."""
    found = run(lambda session: queries.managed(session, OPERATOR, Page(take, skip)))
    if as_json:
        typer.echo(json.dumps([_shown(application) for application in found]))
        return
    table = Table("Id", "Name", "Kind", "State", "Sends people to")
    for one in found:
        state = one.status.lower() + (", trusted" if one.is_trusted else "")
        table.add_row(one.client_id, one.name, one.kind.lower(), state, "\n".join(one.redirect_uris))
    Console(highlight=False, markup=False).print(table)


def _shown(application: Application) -> dict[str, object]:
    return {
        "clientId": application.client_id,
        "name": application.name,
        "kind": application.kind,
        "status": application.status,
        "isTrusted": application.is_trusted,
        "redirectUris": application.redirect_uris,
        "scopes": application.scopes,
    }
