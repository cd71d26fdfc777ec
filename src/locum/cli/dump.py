"""`locum backup` and `locum restore`: everything is in the database, so that is what is kept."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated

import typer
from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn

from locum.cli.common import fail, told
from locum.cli.database import database_url
from locum.db import dump
from locum.db.migrate import upgrade
from locum.db.session import libpq_url
from locum.settings import load_settings

File = Annotated[Path, typer.Argument(dir_okay=False, help="The file of the backup.")]


@contextmanager
def _progress(title: str) -> Iterator[Callable[[int, int, str], None]]:
    columns = (TextColumn("{task.description}"), BarColumn(), TextColumn("{task.fields[table]}"), TimeElapsedColumn())
    with Progress(*columns, console=told, transient=True) as progress:
        task = progress.add_task(title, total=None, table="")

        def tell(done: int, total: int, table: str) -> None:
            progress.update(task, completed=done, total=total, table=table)

        yield tell


def backup(file: File) -> None:
    """Write everything into one file. The server may run meanwhile. Keep LOCUM_SECRET_KEY with it."""
    try:
        with database_url(load_settings()) as url, _progress("Backing up") as tell:
            dump.backup(libpq_url(url), file, tell)
    except dump.DumpError as error:
        fail(str(error))
    told.print(f"Wrote {file} ({file.stat().st_size:,} bytes).")


def restore(
    file: File,
    replace: Annotated[bool, typer.Option(help="Replace what the database holds.")] = False,
) -> None:
    """Fill the database from a backup, wholly or not at all. Refuses one that holds anything, unless --replace."""
    if not file.is_file():
        fail(f"{file}: no such file")
    try:
        with database_url(load_settings()) as url:
            with _progress("Restoring") as tell:
                dump.restore(libpq_url(url), file, replace=replace, on_progress=tell)
            upgrade(url)
    except dump.DumpError as error:
        fail(str(error))
    told.print(f"Restored {file}.")
