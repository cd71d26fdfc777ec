"""`locum mail-target`: which mail server answers for a mailbox or a whole domain."""

import json
import sys
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Annotated, Any, TypeVar

import typer
from rich.console import Console
from rich.table import Table
from sqlalchemy.ext.asyncio import AsyncSession

from locum.cli.common import fail, told
from locum.cli.work import run
from locum.kit.errors import BadRequest, NotFound
from locum.mailboxes.queries import by_address, domain_named
from locum.mailboxes.rules import domain_name, normal_address
from locum.settings import Settings, load_settings
from locum.targets import choosing, queries, standing
from locum.targets.backends.port import TargetFailure
from locum.targets.backends.registry import KINDS
from locum.targets.choosing import Choice
from locum.targets.models import EMBEDDED

app = typer.Typer(help="Mail servers that answer for people who are away.", no_args_is_help=True)

T = TypeVar("T")
Whose = Annotated[str, typer.Argument(help="The address of a mailbox, or the name of a mail domain.")]
Address = Annotated[str, typer.Argument(help="The address of a mailbox.")]


def _run(work: Callable[[AsyncSession, Settings], Awaitable[T]]) -> T:
    settings = load_settings()
    return run(lambda session: work(session, settings), settings)


@app.command("set")
def set_target(
    whose: Whose,
    backend: Annotated[str, typer.Argument(help=f"One of {', '.join(KINDS)}.")],
    setting: Annotated[
        list[str] | None,
        typer.Option("--setting", "-s", help="name=value, or name=@file; may be repeated (docs/mail-servers.md)."),
    ] = None,
    secret: Annotated[
        bool, typer.Option("--secret", help="Read a password, token or key from standard input.")
    ] = False,
) -> None:
    """Have a server answer for a mailbox or a domain. The one that did so far is switched off first."""
    if backend not in KINDS:
        fail(f"{backend} is none of {', '.join(KINDS)}")
    given = dict(_setting(text) for text in setting or [])
    choice = Choice(backend, given, _read_secret() if secret else None, by_operator=True)
    _run(lambda session, settings: _choose(session, settings, whose, choice))
    told.print(f"{backend} answers for {whose}.")


@app.command("remove")
def remove(whose: Whose) -> None:
    """Take a mailbox's own target away, or have Locum's own responder answer for a domain."""
    _run(lambda session, settings: _remove(session, settings, whose))
    told.print(f"{whose} has no mail server of its own any more.")


@app.command("list")
def list_targets(as_json: Annotated[bool, typer.Option("--json", help="Print JSON and nothing else.")] = False) -> None:
    """Show what is registered; secrets are never shown."""
    found = _run(lambda session, _: queries.targets(session))
    if as_json:
        rows = [{"for": whose, "backend": one.backend, "settings": one.settings} for one, whose in found]
        typer.echo(json.dumps(rows))
        return
    table = Table("For", "Backend", "Settings")
    for one, whose in found:
        table.add_row(whose, one.backend, " ".join(f"{name}={value}" for name, value in one.settings.items() if value))
    Console(highlight=False, markup=False).print(table)


@app.command("show")
def show(address: Address) -> None:
    """Tell how far the server of a mailbox has been told."""
    found = _run(lambda session, _: _standing(session, address))
    typer.echo(f"{found.backend}: {found.state}")
    for name in ("problem", "failing_since", "next_at", "synced_at", "edited_at"):
        if (value := getattr(found, name)) is not None:
            typer.echo(f"{name.replace('_', ' ')}: {value}")
    if found.lost:
        typer.echo(f"cannot hold: {', '.join(found.lost)}")


@app.command("test")
def test(address: Address) -> None:
    """Look at the server of a mailbox now. Exit status 1 when that fails."""
    found = _run(lambda session, settings: _test(session, settings, address))
    if isinstance(found, TargetFailure):
        fail(str(found))
    told.print(f"The server answers; replies are {found.held.mode} there.")


@app.command("retry")
def retry(address: Address) -> None:
    """Have the workers look at the server of a mailbox at once."""
    _run(lambda session, _: _retry(session, address))
    told.print("Asked for.")


def _setting(text: str) -> tuple[str, Any]:
    name, equals, value = text.partition("=")
    if not equals:
        fail(f"{text!r} is not name=value")
    if value.startswith("@"):
        value = _content(Path(value[1:]))
    return name, int(value) if value.isdecimal() else value


def _content(path: Path) -> str:
    try:
        return path.read_text()
    except (OSError, UnicodeDecodeError) as error:
        fail(f"{path} cannot be read: {error}")


def _read_secret() -> str:
    if sys.stdin.isatty():
        return str(typer.prompt("Secret", hide_input=True, err=True))
    secret = sys.stdin.read().rstrip("\r\n")
    if not secret:
        fail("standard input holds no secret")
    return secret


async def _choose(session: AsyncSession, settings: Settings, whose: str, choice: Choice) -> None:
    if "@" in whose:
        await choosing.choose_for_user(session, settings, await _user_id(session, whose), choice)
        return
    domain = await domain_named(session, domain_name(whose) or "")
    if domain is None:
        raise NotFound(f"{whose} is not a mail domain")
    await choosing.choose_for_domain(session, settings, domain, choice)


async def _remove(session: AsyncSession, settings: Settings, whose: str) -> None:
    if "@" in whose:
        await choosing.forget_for_user(session, await _user_id(session, whose), by_operator=True)
    else:
        await _choose(session, settings, whose, Choice(EMBEDDED, {}, by_operator=True))


async def _user_id(session: AsyncSession, address: str) -> int:
    found = await by_address(session, normal_address(address))
    if found is None:
        raise NotFound(f"{address} is no mailbox here")
    return found.user.id


async def _standing(session: AsyncSession, address: str) -> standing.Standing:
    found = await standing.standing_of(session, await _user_id(session, address))
    if found is None:
        raise NotFound(f"{address} is no mailbox here")
    return found


async def _test(session: AsyncSession, settings: Settings, address: str) -> Any:
    found = await queries.answering(session, await _user_id(session, address))
    if found is None or found.target is None:
        raise BadRequest("Locum's own responder answers for this mailbox")
    return await standing.try_connection(session, settings, found)


async def _retry(session: AsyncSession, address: str) -> None:
    await standing.try_now(session, await _user_id(session, address))
