"""`locum openapi`: the API's document, made from the code."""

import json

import typer

from locum.app import create_app
from locum.db.session import Database
from locum.settings import Settings


def openapi() -> None:
    """Print the OpenAPI document on standard output. Needs no database."""
    app = create_app(Settings(secret_key="not used for a document"), Database("postgresql://nowhere/locum"))  # noqa: S106
    typer.echo(json.dumps(app.openapi(), indent=2))
