"""Every SELECT of the responder, and the two statements of the hot way in."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Text, bindparam, exists, func, or_, select
from sqlalchemy.dialects.postgresql import ARRAY, TIMESTAMP
from sqlalchemy.ext.asyncio import AsyncSession

from locum.bookings.models import Booking, BookingAttendee
from locum.mail.models import MailMessage
from locum.mailboxes.models import MailboxAlias, MailDomain
from locum.replies.models import ReplySettings
from locum.responder.models import AnsweredSender, IncomingMessage

CHANNEL = "locum_incoming"

MAILBOX_OF = """
SELECT u.id, wanted.address
FROM unnest(%(addresses)s::text[]) WITH ORDINALITY AS wanted(address, place)
JOIN LATERAL (
  SELECT id FROM users WHERE email = wanted.address
  UNION ALL SELECT user_id FROM mailbox_aliases WHERE mailbox_aliases.address = wanted.address
) AS found ON true
JOIN users u ON u.id = found.id
JOIN mail_domains d ON d.name = split_part(u.email, '@', 2)
ORDER BY wanted.place LIMIT 1
"""
"""Of several addresses the first that leads to a mailbox, and whose it is."""

STORE = """
WITH stored AS (
  INSERT INTO incoming_messages (user_id, sender, recipient, received_at, digest, facts)
  SELECT u.id, %(sender)s, wanted.recipient, %(received_at)s, %(digest)s, %(facts)s
  FROM unnest(%(user_ids)s::bigint[], %(recipients)s::text[]) AS wanted(user_id, recipient)
  JOIN users u ON u.id = wanted.user_id
  ON CONFLICT (user_id, digest) DO NOTHING
  RETURNING id
)
SELECT pg_notify(%(channel)s, '') FROM stored LIMIT 1
"""
"""One message to some mailboxes: all rows or none, and somebody is told to look."""

_at = bindparam("since", type_=TIMESTAMP(timezone=True))
_UNDECIDED = (
    select(IncomingMessage)
    .where(IncomingMessage.decided_at.is_(None))
    .order_by(IncomingMessage.id)
    .limit(bindparam("most"))
    .with_for_update(skip_locked=True)
)
_WAITING_IDS = (
    select(IncomingMessage.id).where(IncomingMessage.decided_at.is_(None)).order_by(IncomingMessage.id).limit(1000)
)
_ONE_UNDECIDED = (
    select(IncomingMessage)
    .where(IncomingMessage.id == bindparam("message_id"), IncomingMessage.decided_at.is_(None))
    .with_for_update()
)
_ALIASES = select(MailboxAlias.address).where(MailboxAlias.user_id == bindparam("user_id"))
_DOMAINS = select(MailDomain.name, MailDomain.organization_id).where(
    MailDomain.name.in_(bindparam("names", expanding=True))
)
_HAS_MET = exists().where(
    func.lower(BookingAttendee.email) == bindparam("address"),
    Booking.id == BookingAttendee.booking_id,
    Booking.user_id == bindparam("user_id"),
)
_SAYS_SO = exists().where(
    ReplySettings.user_id == bindparam("user_id"),
    ReplySettings.known_senders.has_any(bindparam("names", type_=ARRAY(Text))),
)
_KNOWN = select(or_(_SAYS_SO, _HAS_MET))
_ANSWERED = select(AnsweredSender.period_key, AnsweredSender.sender, AnsweredSender.answered_at).where(
    AnsweredSender.user_id == bindparam("user_id"),
    AnsweredSender.sender.in_(bindparam("senders", expanding=True)),
)
_ANSWERED_SINCE = select(func.count()).where(
    AnsweredSender.user_id == bindparam("user_id"), AnsweredSender.answered_at > _at
)
_domain = func.split_part(AnsweredSender.sender, "@", 2)
_ANSWERED_BY_DOMAIN = (
    select(_domain, func.count())
    .where(AnsweredSender.user_id == bindparam("user_id"), AnsweredSender.answered_at > _at)
    .group_by(_domain)
)


@dataclass(frozen=True, slots=True)
class Decision:
    """What was decided about one message, and what became of its reply, if it has one."""

    id: int
    sender: str
    recipient: str
    received_at: datetime
    decided_at: datetime | None
    reason: str | None
    reply_id: int | None
    sent_at: datetime | None
    failed_at: datetime | None
    error: str | None


_OF_MESSAGE = ("id", "sender", "recipient", "received_at", "decided_at", "reason", "reply_id")
_DECISION: tuple[Any, ...] = (
    *(getattr(IncomingMessage, name) for name in _OF_MESSAGE),
    *(MailMessage.sent_at, MailMessage.failed_at, MailMessage.last_error),
)
_DECISIONS = (
    select(*_DECISION)
    .outerjoin(MailMessage, MailMessage.id == IncomingMessage.reply_id)
    .where(IncomingMessage.user_id == bindparam("user_id"))
    .order_by(IncomingMessage.id.desc())
    .limit(bindparam("take"))
    .offset(bindparam("skip"))
)


async def undecided(session: AsyncSession, most: int) -> Sequence[IncomingMessage]:
    """The messages that wait longest, held until the end of the transaction."""
    return (await session.scalars(_UNDECIDED, {"most": most})).all()


async def waiting_ids(session: AsyncSession) -> Sequence[int]:
    """The ids of a thousand messages that wait longest."""
    return (await session.scalars(_WAITING_IDS)).all()


async def one_undecided(session: AsyncSession, message_id: int) -> IncomingMessage | None:
    """A message, if it still waits, held until the end of the transaction."""
    return (await session.scalars(_ONE_UNDECIDED, {"message_id": message_id})).first()


async def aliases(session: AsyncSession, user_id: int) -> Sequence[str]:
    """The other addresses of a mailbox."""
    return (await session.scalars(_ALIASES, {"user_id": user_id})).all()


async def mail_domains(session: AsyncSession, names: Collection[str]) -> Mapping[str, int | None]:
    """Those of the names that are mail domains, with the organization of each."""
    rows = await session.execute(_DOMAINS, {"names": list(names)})
    return {row.name: row.organization_id for row in rows}


async def is_known(session: AsyncSession, user_id: int, address: str) -> bool:
    """Whether this person knows an address, given in normal form: by a booking, or as he says (sheet, section 13)."""
    names = [address, f"@{address.rpartition('@')[2]}"]
    return bool(await session.scalar(_KNOWN, {"user_id": user_id, "address": address, "names": names}))


async def answered(session: AsyncSession, user_id: int, senders: Collection[str]) -> Mapping[tuple[str, str], datetime]:
    """When these senders were last answered, by period and sender."""
    rows = await session.execute(_ANSWERED, {"user_id": user_id, "senders": list(senders)})
    return {(period_key, sender): at for period_key, sender, at in rows}


async def answered_since(session: AsyncSession, user_id: int, since: datetime) -> int:
    """How many senders a mailbox answered after an aware instant."""
    return await session.scalar(_ANSWERED_SINCE, {"user_id": user_id, "since": since}) or 0


async def answered_by_domain(session: AsyncSession, user_id: int, since: datetime) -> dict[str, int]:
    """The same, by the domain of the sender."""
    rows = await session.execute(_ANSWERED_BY_DOMAIN, {"user_id": user_id, "since": since})
    return {str(row[0]): int(row[1]) for row in rows}


async def decisions(session: AsyncSession, user_id: int, *, take: int, skip: int = 0) -> Sequence[Decision]:
    """What was decided about a mailbox's messages, the newest first."""
    rows = await session.execute(_DECISIONS, {"user_id": user_id, "take": take, "skip": skip})
    return [Decision(*row) for row in rows]
