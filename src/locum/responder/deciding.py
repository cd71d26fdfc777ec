"""Use case: the messages that wait are decided, and who is to be answered is, all in one transaction.

What holds is what holds when the message came in, not when its turn comes (mailbox sheet, section 13).
"""

from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from sqlalchemy import bindparam, func, select
from sqlalchemy.ext.asyncio import AsyncSession

from locum.kit import clock
from locum.kit.html import cleaned
from locum.mailboxes.rules import domain_of, normal_address
from locum.replies.current import Outlook, outlook, policy_of
from locum.replies.drafting import texts_of
from locum.replies.state import ReplyState, Text, Texts
from locum.responder import queries
from locum.responder.facts import Facts
from locum.responder.ledger import Ledger
from locum.responder.models import IncomingMessage
from locum.responder.outgoing import put
from locum.responder.plain_text import plain
from locum.responder.reasons import Reason
from locum.responder.rules.addresses import unwrapped
from locum.responder.rules.deciding import Believed, Incoming, MailboxNow, is_in_audience, is_internal, refusal
from locum.settings import Settings
from locum.targets.models import EMBEDDED
from locum.targets.queries import backend_of
from locum.users.models import User

AT_ONCE = 100
WORTH_ANSWERING = timedelta(days=1)
"""After which a message that waited, because nothing ran here, is not answered any more."""

_TURN = select(func.pg_try_advisory_xact_lock(func.hashtext(bindparam("name"))))


@dataclass(slots=True)
class Desk:
    """What is needed for the messages of one mailbox, fetched once for a handful of them."""

    session: AsyncSession
    settings: Settings
    outlook: Outlook
    is_ours: bool
    addresses: frozenset[str]
    domains: dict[str, int | None]
    ledger: Ledger
    texts: dict[ReplyState, Texts] = field(default_factory=dict)

    async def texts_of(self, state: ReplyState) -> Texts:
        """The texts in force."""
        if state not in self.texts:
            self.texts[state] = await texts_of(self.session, self.settings, self.outlook.user, state)
        return self.texts[state]


async def decide_some(session: AsyncSession, settings: Settings) -> list[Reason]:
    """Decide at most `AT_ONCE` messages. One process at a time does this: others find none."""
    if not await session.scalar(_TURN, {"name": "responder.deciding"}):
        return []
    found = await queries.undecided(session, AT_ONCE)
    return await decide(session, settings, found)


async def decide(session: AsyncSession, settings: Settings, messages: Sequence[IncomingMessage]) -> list[Reason]:
    """Decide these messages, those of each mailbox in their order."""
    by_mailbox = defaultdict[int, list[IncomingMessage]](list)
    for message in messages:
        by_mailbox[message.user_id].append(message)
    backends, reasons = await backend_of(session, by_mailbox), list[Reason]()
    for user_id, theirs in by_mailbox.items():
        desk = await _desk(session, settings, user_id, theirs, is_ours=backends.get(user_id) == EMBEDDED)
        for message in theirs:
            reason = await _decided(desk, message) if desk else Reason.NOT_AWAY
            conclude(message, reason)
            reasons.append(reason)
    await session.flush()
    return reasons


def conclude(message: IncomingMessage, reason: Reason) -> None:
    """Note a decision; what it was made from is not kept."""
    message.reason, message.decided_at, message.facts = reason, clock.now(), None


async def _desk(
    session: AsyncSession, settings: Settings, user_id: int, messages: Sequence[IncomingMessage], *, is_ours: bool
) -> Desk | None:
    since = min(message.received_at for message in messages)
    found = await outlook(session, user_id, since)
    if found is None:
        return None
    senders = {message.sender for message in messages}
    own = [found.user.email, *await queries.aliases(session, user_id)]
    return Desk(
        session=session,
        settings=settings,
        outlook=found,
        is_ours=is_ours,
        addresses=frozenset(normal_address(address) for address in own),
        domains=dict(await queries.mail_domains(session, _domain_names(found.user, senders))),
        ledger=await Ledger.opened(session, user_id, {unwrapped(sender) for sender in senders}, since, settings),
    )


def _domain_names(user: User, senders: Collection[str]) -> set[str]:
    """The domains to look up for a mailbox and those who wrote to it."""
    found: set[str | None] = {domain_of(address) for address in (user.email, *senders)}
    return {name for name in found if name}


async def _decided(desk: Desk, message: IncomingMessage) -> Reason:
    """The reason, and a reply on its way where it is `answered`."""
    at = message.received_at
    if clock.now() - at > WORTH_ANSWERING:
        return Reason.TOO_LATE
    facts = Facts.restored(message.facts or {})
    state = desk.outlook.at(at, policy_of(desk.settings))
    now = MailboxNow(desk.addresses, state.is_answering(at), state.audience, not desk.is_ours)
    reason = refusal(Incoming(message.sender, facts), now, _believed(desk.settings))
    if reason is not None:
        return reason
    internal = _is_internal(desk, message.sender)
    if not internal and not await _is_in_audience(desk, state, message.sender):
        return Reason.NOT_IN_AUDIENCE
    text = await _text(desk, state, internal=internal)
    if text is None:
        return Reason.NO_TEXT
    return await _answer(desk, message, facts, state, text)


async def _answer(desk: Desk, message: IncomingMessage, facts: Facts, state: ReplyState, text: Text) -> Reason:
    sender, key, at = unwrapped(message.sender), state.period_key or "", message.received_at
    repeat_after = timedelta(days=state.repeat_after_days) if state.repeat_after_days else None
    reason = desk.ledger.refusal(key, sender, at, repeat_after)
    if reason is not None:
        return reason
    if not await desk.ledger.enter(desk.session, key, sender, at, repeat_after):
        return Reason.ALREADY_ANSWERED
    message.reply_id = await put(desk.session, desk.outlook.user, message, facts, text, _expiry(state, at))
    return Reason.ANSWERED


def _expiry(state: ReplyState, at: datetime) -> datetime:
    """Until when a relay that is away is asked again: a day, or to the end of the absence."""
    latest = at + WORTH_ANSWERING
    ends_at = state.period.end if state.mode == "scheduled" and state.period else latest
    return min(latest, ends_at)


def _believed(settings: Settings) -> Believed:
    return Believed(spam=settings.replies_heed_spam_marks, forged=settings.replies_heed_dmarc)


def _is_internal(desk: Desk, sender: str) -> bool:
    """By the envelope's own domain: what a forwarder's address stands for proves nothing."""
    own, theirs = domain_of(desk.outlook.user.email) or "", domain_of(sender)
    known = theirs if theirs in desk.domains else None
    return is_internal((known, desk.domains.get(theirs or "")), (own, desk.domains.get(own)))


async def _is_in_audience(desk: Desk, state: ReplyState, sender: str) -> bool:
    known = state.audience == "known" and await queries.is_known(
        desk.session, desk.outlook.user.id, normal_address(sender)
    )
    return is_in_audience(state.audience, internal=False, known=known)


async def _text(desk: Desk, state: ReplyState, *, internal: bool) -> Text | None:
    texts = await desk.texts_of(state)
    for text in (texts.internal,) if internal else (texts.external, texts.internal):
        if text.html and plain(cleaned(text.html)):
            return text
        if not desk.settings.replies_internal_for_all:
            return None
    return None
