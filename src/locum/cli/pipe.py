"""`locum oof-pipe`: a copy of a message on standard input, for mail servers that hand over by a pipe."""

import asyncio
import sys
from typing import Annotated, BinaryIO

import structlog
import typer

from locum.cli import logs
from locum.cli.database import database_url
from locum.db.session import Database
from locum.responder import intake
from locum.responder.intake import Content, Destination, NoMailbox
from locum.settings import load_settings

log = structlog.get_logger(__name__)

# Of sysexits.h: whatever else a command ends with makes mail servers send the message back.
TAKEN, NO_SUCH_USER, TRY_AGAIN = 0, 67, 75
_PIECE = 64 * 1024


def oof_pipe(
    others: Annotated[list[str] | None, typer.Argument(metavar="[RECIPIENT]...", help="More recipients.")] = None,
    sender: Annotated[
        str, typer.Option("-f", help="The envelope's sender; empty or MAILER-DAEMON is the null sender.")
    ] = "",
    recipients: Annotated[list[str] | None, typer.Option("-r", help="The envelope's recipient.")] = None,
) -> None:
    """Take one message for the responder. Exit status 0: taken; 67: no such mailbox; 75: try again later."""
    sys.exit(_taken(sender, [*(recipients or []), *(others or [])]))


def _taken(sender: str, recipients: list[str]) -> int:
    """The exit status. Nothing bounces because something is wrong here: every trouble is one that may pass."""
    try:
        settings = load_settings()
        logs.configure(settings.log_format)
        content = _read(sys.stdin.buffer)
        with database_url(settings) as url:
            return asyncio.run(_take(url, _normal(sender), recipients, content))
    except Exception as error:
        log.warning("a message was not taken", error=type(error).__name__)
        return TRY_AGAIN


def _normal(sender: str) -> str:
    """Pipes of Postfix name the null sender so, unless they are told otherwise."""
    return "" if sender.strip("<> ").upper() == "MAILER-DAEMON" else sender


def _read(stream: BinaryIO) -> Content:
    content = Content()
    while piece := stream.read(_PIECE):
        content.add(piece)
    return content


async def _take(url: str, sender: str, recipients: list[str], content: Content) -> int:
    database = Database(url, pool_size=1)
    # The mail server keeps the message and comes again: it need not be kept waiting.
    await database.open(patience_seconds=3)
    try:
        found = [await intake.destination(database, recipient) for recipient in recipients]
        mailboxes = [one for one in found if isinstance(one, Destination)]
        if mailboxes:
            await intake.store(database, sender, mailboxes, content)
    finally:
        await database.close()
    if not found:
        log.error("a message without a recipient was not taken")
        return TRY_AGAIN
    return NO_SUCH_USER if NoMailbox(is_copy=False) in found else TAKEN
