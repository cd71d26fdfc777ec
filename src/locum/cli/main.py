"""The command line: one word a task."""

import sys

import typer
from sqlalchemy.exc import OperationalError

from locum.cli import (
    absences,
    bootstrap,
    demo,
    doctor,
    dump,
    keys,
    mail_targets,
    oauth_apps,
    openapi,
    organizations,
    pipe,
    secrets,
    serve,
    worker,
)
from locum.cli.common import fail
from locum.db.embedded import EmbeddedDatabaseError
from locum.kit.errors import LocumError

app = typer.Typer(
    name="locum",
    help="Scheduling and out-of-office: when somebody is free, who stands in, and what the world hears.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)
app.command("serve")(serve.serve)
app.command("worker")(worker.worker)
app.command("bootstrap")(bootstrap.bootstrap)
app.command("openapi")(openapi.openapi)
app.command("doctor")(doctor.doctor)
app.command("demo")(demo.demo)
app.command("backup")(dump.backup)
app.command("restore")(dump.restore)
app.command("oof-pipe")(pipe.oof_pipe)
app.add_typer(absences.app, name="absences")
app.add_typer(keys.app, name="api-key")
app.add_typer(mail_targets.app, name="mail-target")
app.add_typer(oauth_apps.app, name="oauth-app")
app.add_typer(organizations.app, name="organization")
app.add_typer(secrets.app, name="secrets")


def main() -> None:
    """Run a command; refusals are one line on standard error and exit status 1."""
    try:
        app()
    except (LocumError, EmbeddedDatabaseError) as error:
        fail(str(error))
    except OperationalError as error:
        fail(f"the database does not answer: {' '.join(str(error.orig).split())}")
    except KeyboardInterrupt:
        sys.exit(130)
