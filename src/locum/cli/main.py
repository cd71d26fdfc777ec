"""The command line: one word a task."""

import sys
from typing import Any

import typer
from typer.core import TyperGroup

from locum.cli import logs
from locum.cli.common import fail
from locum.cli.loading import loaded
from locum.kit.errors import LocumError

# Where each command is, and what is said of it to whoever asks what there is.
COMMANDS = {
    "serve": ("serve.serve", "Run the server until it is told to stop (SIGINT, SIGTERM)."),
    "worker": ("worker.worker", "Run background jobs until told to stop."),
    "bootstrap": ("bootstrap.bootstrap", "Make the system admin, OWNER of a first organization."),
    "openapi": ("openapi.openapi", "Print the OpenAPI document on standard output."),
    "doctor": ("doctor.doctor", "Show the effective settings and check database, schema, time zones, disk and mail."),
    "demo": (
        "demo.demo",
        "Make an organization of 3 teams and 12 people with something on every page, and two months of bookings.",
    ),
    "backup": ("dump.backup", "Write everything into one file."),
    "restore": ("dump.restore", "Fill the database from a backup, wholly or not at all."),
    "oof-pipe": ("pipe.oof_pipe", "Take one message for the responder."),
    "absences": ("absences.app", "Absences."),
    "api-key": ("keys.app", "Keys for programs."),
    "mail-target": ("mail_targets.app", "Mail servers that answer for people who are away."),
    "oauth-app": ("oauth_apps.app", "Applications that act for people who allow it."),
    "organization": ("organizations.app", "Organizations."),
    "secrets": ("secrets.app", "Stored secrets."),
}


class Commands(TyperGroup):
    """Commands that are loaded when they are called; until then there is only what is said of them."""

    def resolve_command(self, ctx: Any, args: list[str]) -> tuple[str | None, Any, list[str]]:
        """The command of this name, loaded now."""
        name, command, rest = super().resolve_command(ctx, args)
        return name, _command(name) if name else command, rest


def _command(name: str) -> Any:
    module, _, attribute = COMMANDS[name][0].partition(".")
    found = getattr(loaded(f"locum.cli.{module}"), attribute)
    if isinstance(found, typer.Typer):
        return typer.main.get_group(found)
    alone = typer.Typer(add_completion=False, pretty_exceptions_enable=False)
    alone.command(name)(found)
    return typer.main.get_command(alone)


def _not_loaded() -> None: ...


app = typer.Typer(
    name="locum",
    cls=Commands,
    help="Scheduling and out-of-office: when somebody is free, who stands in, and what the world hears.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)
for word, (_, meaning) in COMMANDS.items():
    app.command(word, help=meaning)(_not_loaded)


def main() -> None:
    """Run a command; refusals are one line on standard error and exit status 1."""
    # Before anything is logged: what structlog does of its own shows local variables, which hold secrets.
    logs.configure("console")
    try:
        app()
    except LocumError as error:
        fail(str(error))
    except KeyboardInterrupt:
        sys.exit(130)
