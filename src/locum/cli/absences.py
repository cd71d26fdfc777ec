"""`locum absences import`: enter what a file says, for whoever has a shell on the server."""

from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import Annotated

import typer
from sqlalchemy.ext.asyncio import AsyncSession

from locum.absences.bulk.rows import MOST_BYTES, read_csv
from locum.absences.bulk.service import Done, enter_all
from locum.cli.common import told
from locum.cli.work import run
from locum.kit.errors import InvalidInput, NotFound
from locum.organizations import queries as organizations

app = typer.Typer(help="Absences.", no_args_is_help=True)


@app.callback()
def absences() -> None:
    """Absences."""


@app.command("import")
def import_file(
    file: Annotated[Path, typer.Argument(exists=True, dir_okay=False, readable=True, help="A CSV file.")],
    organization: Annotated[str, typer.Option(help="The short name of the organization in addresses.")],
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Only say what would happen.")] = False,
) -> None:
    """Enter the absences of a file, all of them or none. Doing it again changes nothing."""
    with file.open("rb") as opened:
        content = opened.read(MOST_BYTES + 1)
    try:
        done = run(lambda session: _enter(session, organization, content, dry_run))
    except InvalidInput as refused:
        for violation in refused.violations:
            told.print(*violation.constraints.values(), markup=False, soft_wrap=True)
        told.print("Nothing was entered.")
        raise typer.Exit(1) from None
    told.print(_summary(done, dry_run))


def _summary(done: Sequence[Done], dry_run: bool) -> str:
    numbers = Counter(one.action for one in done)
    counts = ", ".join(f"{numbers[name]} {name}" for name in ("created", "updated", "unchanged", "kept"))
    return f"{'Would be: ' if dry_run else ''}{counts}"


async def _enter(session: AsyncSession, slug: str, content: bytes, dry_run: bool) -> Sequence[Done]:
    organization_id = await organizations.organization_called(session, slug)
    if organization_id is None:
        raise NotFound(f"there is no organization {slug}")
    return await enter_all(session, organization_id, read_csv(content), dry_run=dry_run)
