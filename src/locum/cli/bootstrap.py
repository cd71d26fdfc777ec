"""`locum bootstrap`: the first person and organization, for scripts."""

import json
from typing import Annotated

import typer

from locum.cli.common import told
from locum.cli.work import run
from locum.setup.bootstrap import AlreadySetUp
from locum.setup.bootstrap import bootstrap as make_first


def bootstrap(
    email: Annotated[str, typer.Option(help="Address of the system admin.")],
    password: Annotated[str, typer.Option(help="At least 8 characters.")],
    org_name: Annotated[str, typer.Option(help="Name of the first organization.")],
    org_slug: Annotated[str, typer.Option(help="Its short name in addresses.")],
    name: Annotated[str | None, typer.Option(help="Your name, as visitors see it. Default: from the address.")] = None,
    platform: Annotated[
        bool, typer.Option("--platform/--no-platform", help="Whether it may have OAuth clients and manage others.")
    ] = True,
    as_json: Annotated[bool, typer.Option("--json", help="Print one JSON object and nothing else.")] = False,
) -> None:
    """Make the system admin, OWNER of a first organization. Run twice, it says so and changes nothing."""
    try:
        made = run(
            lambda session: make_first(
                session,
                email=email,
                password=password,
                organization_name=org_name,
                organization_slug=org_slug,
                name=name,
                is_platform=platform,
            )
        )
    except AlreadySetUp as refusal:
        told.print(str(refusal))
        return
    if as_json:
        answer = {"userId": made.user_id, "organizationId": made.organization_id, "apiKey": made.api_key}
        typer.echo(json.dumps(answer))
        return
    told.print(f"Made user {made.user_id}, OWNER of organization {made.organization_id}. Key, shown this once:")
    typer.echo(made.api_key)
