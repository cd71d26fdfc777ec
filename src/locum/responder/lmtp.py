"""LMTP as spoken here (RFC 2033): one status for each recipient, and nothing of a message's body held in memory.

The library's own protocol answers DATA once, keeps whole messages and refuses long lines; so this part is ours.
"""

import asyncio
from collections import defaultdict
from collections.abc import Callable
from typing import Any

import psycopg
import structlog
from aiosmtpd.lmtp import LMTP
from aiosmtpd.smtp import Envelope, Session
from psycopg_pool import PoolTimeout

from locum.db.session import Database
from locum.responder import intake
from locum.responder.intake import Content, Destination, NoMailbox

log = structlog.get_logger(__name__)

SIZE_LIMIT = 50 * 1024 * 1024
MOST_RECIPIENTS = 1000
IDLE_SECONDS = 300.0
LINE_PIECE = 64 * 1024
COMMAND_LIMIT = 2048

STORED = "250 2.0.0 taken"
DROPPED = "250 2.0.0 nobody here to answer for"
NO_MAILBOX = "550 5.1.1 no such mailbox"
TOO_MANY = "452 4.5.3 too many recipients"
TOO_LARGE = "552 5.3.4 message too large"
LATER = "451 4.3.0 cannot be kept now, try again later"

_DATABASE_AWAY = (psycopg.Error, PoolTimeout, OSError, TimeoutError)


class Reception:
    """What the protocol asks of us, for all connections of one process."""

    def __init__(self, database: Database) -> None:
        self.database = database

    async def handle_EHLO(
        self, server: "Conversation", session: Session, envelope: Envelope, hostname: str, answers: list[str]
    ) -> list[str]:
        """What is offered: also that commands need not wait for the answers to those before (RFC 2033, section 5)."""
        session.host_name = hostname
        return [*answers[:-1], "250-PIPELINING", answers[-1]]

    async def handle_RCPT(
        self, server: "Conversation", session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        """Whose mailbox it is, or that there is none."""
        if len(server.destinations) >= MOST_RECIPIENTS:
            return TOO_MANY
        try:
            found = await intake.destination(self.database, address)
        except _DATABASE_AWAY as error:
            log.warning("mail put off: the database does not answer", error=type(error).__name__)
            return LATER
        if isinstance(found, NoMailbox) and not found.is_copy:
            return NO_MAILBOX
        envelope.rcpt_tos.append(address)
        server.destinations.append(found)
        return "250 2.1.5 OK"

    async def keep(self, sender: str, destinations: list[Destination | NoMailbox], content: Content) -> list[str]:
        """Store the message; the status of each recipient, in their order."""
        mailboxes = [one for one in destinations if isinstance(one, Destination)]
        stored = STORED
        if mailboxes:
            try:
                await intake.store(self.database, sender, mailboxes, content)
            except _DATABASE_AWAY as error:
                log.warning("mail put off: the database does not answer", error=type(error).__name__)
                stored = LATER
        return [stored if isinstance(one, Destination) else DROPPED for one in destinations]

    async def handle_exception(self, error: Exception) -> str:
        """Nothing bounces because something is wrong here."""
        log.error("trouble in a conversation over LMTP", error=type(error).__name__, exc_info=error)
        return LATER


class Conversation(LMTP):
    """One connection."""

    line_length_limit = LINE_PIECE
    command_size_limit = COMMAND_LIMIT

    def __init__(self, reception: Reception, ended: Callable[["Conversation"], None], **options: Any) -> None:
        self.command_size_limits = defaultdict(lambda: COMMAND_LIMIT)
        super().__init__(
            reception,
            data_size_limit=SIZE_LIMIT,
            enable_SMTPUTF8=True,
            hostname="localhost",
            ident="Locum",
            timeout=IDLE_SECONDS,
            **options,
        )
        self._reception, self._ended = reception, ended
        self.quiet = asyncio.Event()
        """Whether no message is coming in."""
        self.quiet.set()

    def connection_lost(self, error: Exception | None) -> None:
        """Tell that there is room for another."""
        super().connection_lost(error)
        self._ended(self)

    def _set_post_data_state(self) -> None:
        super()._set_post_data_state()  # type: ignore[no-untyped-call]
        self.destinations: list[Destination | NoMailbox] = []

    async def smtp_DATA(self, arg: str | None) -> None:
        """Take the message in and say for each recipient whether it is kept."""
        if await self.check_helo_needed("LHLO"):
            return
        if arg or not self.destinations:
            await self.push("501 Syntax: DATA" if arg else "503 5.5.1 need RCPT command")
            return
        await self.push("354 End data with <CR><LF>.<CR><LF>")
        self.quiet.clear()
        try:
            statuses = await self._statuses(await self._content())
            self._set_post_data_state()
            await self.push("\r\n".join(statuses))
        finally:
            self.quiet.set()

    async def _statuses(self, content: Content) -> list[str]:
        if content.size > SIZE_LIMIT:
            return [TOO_LARGE] * len(self.destinations)
        sender = self.envelope.mail_from if self.envelope else None
        return await self._reception.keep(sender or "", self.destinations, content)

    async def _content(self) -> Content:
        """Everything up to the line with nothing but a dot, the dots in front of dotted lines removed."""
        content, at_line_start = Content(), True
        while True:
            piece, is_whole = await self._piece()
            if at_line_start and piece == b".\r\n":
                return content
            content.add(piece[1:] if at_line_start and piece[:1] == b"." else piece)
            at_line_start = is_whole

    async def _piece(self) -> tuple[bytes, bool]:
        """A line, or as much of a long one as has come; whether the line ends there."""
        try:
            return await self._reader.readuntil(b"\r\n"), True
        except asyncio.LimitOverrunError as error:
            return await self._reader.read(error.consumed), False
