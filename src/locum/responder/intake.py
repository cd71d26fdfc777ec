"""The way in: whose a recipient is, and keeping what a decision needs. Whoever handed it over is told yes only then."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256

from psycopg.types.json import Jsonb

from locum.db.session import Database
from locum.kit import clock
from locum.mailboxes.rules import domain_of, normal_address
from locum.responder.facts import HEAD_LIMIT, facts_of
from locum.responder.queries import CHANNEL, MAILBOX_OF, STORE
from locum.responder.rules.addresses import copied_for, envelope_sender, without_tag

LONGEST_SENDER = 1000
"""Characters of an envelope's sender that are kept; nobody who has more is answered."""
WAITS_SECONDS = 10.0
"""For a connection to the database; then whoever brings mail shall come again."""


@dataclass(frozen=True, slots=True)
class Destination:
    """A mailbox, and the address of it that was written to."""

    user_id: int
    address: str


@dataclass(frozen=True, slots=True)
class NoMailbox:
    """Nobody here has this address. A copy is dropped: it must never bounce."""

    is_copy: bool


class Content:
    """A message while it comes in: the beginning is kept, of the rest only that it passed."""

    def __init__(self) -> None:
        self.head = bytearray()
        self.size = 0
        self._digest = sha256()

    def add(self, piece: bytes) -> None:
        """The next bytes."""
        self.size += len(piece)
        self._digest.update(piece)
        if (room := HEAD_LIMIT - len(self.head)) > 0:
            self.head += piece[:room]

    def digest(self, sender: str) -> bytes:
        """Names this message from this sender: the same bytes again are the same delivery again."""
        whole = self._digest.copy()
        whole.update(b"\0" + sender.encode("utf-8", "surrogateescape"))
        return whole.digest()


async def destination(database: Database, recipient: str) -> Destination | NoMailbox:
    """Where mail for an address goes: a mailbox, by its address or an alias, with or without a `+tag`.

    Raises psycopg.Error or psycopg_pool.PoolTimeout when the database does not answer.
    """
    direct = await _mailbox(database, recipient)
    if direct is not None:
        return direct
    copied = copied_for(recipient)
    if copied is None or await _is_mail_domain(database, recipient):
        return NoMailbox(is_copy=False)
    return await _mailbox(database, copied) or NoMailbox(is_copy=True)


async def store(
    database: Database,
    sender: str,
    destinations: Sequence[Destination],
    content: Content,
    received_at: datetime | None = None,
) -> None:
    """Keep a message for some mailboxes, committed when this returns; what is kept already stays as it is.

    Raises like `destination`.
    """
    sender = _storable(envelope_sender(sender))[:LONGEST_SENDER]
    values = {
        "sender": sender,
        "received_at": received_at or clock.now(),
        "digest": content.digest(sender),
        "facts": Jsonb(facts_of(bytes(content.head)).kept()),
        "user_ids": [one.user_id for one in destinations],
        "channel": CHANNEL,
        "recipients": [one.address for one in destinations],
    }
    async with database.quick.connection(timeout=WAITS_SECONDS) as connection:
        await connection.execute(STORE, values)


async def _mailbox(database: Database, address: str) -> Destination | None:
    wanted = normal_address(_storable(address))
    async with database.quick.connection(timeout=WAITS_SECONDS) as connection:
        found = await connection.execute(MAILBOX_OF, {"addresses": [wanted, without_tag(wanted)]})
        row = await found.fetchone()
    return None if row is None else Destination(row[0], row[1])


async def _is_mail_domain(database: Database, address: str) -> bool:
    async with database.quick.connection(timeout=WAITS_SECONDS) as connection:
        found = await connection.execute("SELECT 1 FROM mail_domains WHERE name = %s", [domain_of(_storable(address))])
        return await found.fetchone() is not None


def _storable(text: str) -> str:
    """Text that the database can hold, whatever bytes an envelope had."""
    return text.encode("utf-8", "surrogateescape").decode("utf-8", "replace").replace("\0", "")
