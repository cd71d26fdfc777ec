"""`locum secrets rotate`: after `LOCUM_SECRET_KEY` was changed, encrypt stored secrets with the new one."""

import asyncio
import sys

import typer
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

import locum.tables  # noqa: F401  # every table, for the columns that hold secrets
from locum.cli.common import told
from locum.cli.database import migrated_database_url
from locum.db.resealing import Outcome, reseal_all
from locum.db.session import Database
from locum.settings import Settings, load_settings

app = typer.Typer(help="Stored secrets.", no_args_is_help=True)


@app.callback()
def secrets() -> None:
    """Stored secrets."""


@app.command("rotate")
def rotate() -> None:
    """Encrypt all stored secrets with LOCUM_SECRET_KEY, whichever retired one they were encrypted with.

    The server may run meanwhile. Broken off, it can be started again. Exit status 1 when some cannot be opened.
    """
    settings = load_settings()
    with migrated_database_url(settings) as url:
        outcome = asyncio.run(_rotate(url, settings))
    told.print(f"{outcome.resealed} encrypted anew, {outcome.left_alone} were already.")
    if outcome.broken:
        told.print(f"[bold red]{len(outcome.broken)} cannot be opened with any secret that is set:[/]")
        for name in outcome.broken:
            told.print(f"  {name}")
        sys.exit(1)
    told.print("LOCUM_SECRET_KEYS_RETIRED is not needed any more.")


async def _rotate(url: str, settings: Settings) -> Outcome:
    database = Database(url, pool_size=2)
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    try:
        with Progress(*columns, console=told, transient=True) as progress:
            task = progress.add_task("Encrypting anew", total=None)
            return await reseal_all(
                database, settings.vault, lambda done, total: progress.update(task, completed=done, total=total)
            )
    finally:
        await database.engine.dispose()
        await database.reading_engine.dispose()
