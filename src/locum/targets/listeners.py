"""Mail servers follow replies and accounts, by jobs of the transaction in which these change."""

from dataclasses import asdict

from sqlalchemy.ext.asyncio import AsyncSession

from locum.db.events import listens_to
from locum.db.jobs import defer
from locum.holidays.events import HolidaysChosen
from locum.kit import clock
from locum.memberships.events import MembershipAccepted, MembershipRemoved
from locum.replies.events import RepliesChanged
from locum.schedules.events import HoursChanged
from locum.targets import jobs, queries
from locum.targets.attaching import attach, is_right, leave, snapshot
from locum.targets.events import DomainRetargeted, MailboxDue, ServerLeft
from locum.targets.models import MailTarget
from locum.targets.turns import name_of
from locum.users.events import UserChanged, UserCreated, UserDeleted

PersonEvent = UserCreated | MembershipAccepted | MembershipRemoved


@listens_to(RepliesChanged)
async def replies_changed(session: AsyncSession, event: RepliesChanged) -> None:
    """Have the mailbox's server told, unless it is the one that told us (R31)."""
    found = await queries.answering(session, event.user_id)
    if found is None or (found.target is None and found.sync is None):
        return
    if found.target is not None and event.told_by == name_of(found.target.id):
        return
    await attach(session, event.user_id)


async def person_changed(session: AsyncSession, event: PersonEvent) -> None:
    """A new mailbox comes under its domain's server; whoever leaves its organization leaves it."""
    found = await queries.answering(session, event.user_id)
    if found is not None and not is_right(found) and (found.target is not None or found.sync is not None):
        await attach(session, event.user_id)


listens_to(UserCreated)(person_changed)
listens_to(MembershipAccepted)(person_changed)
listens_to(MembershipRemoved)(person_changed)


SHOWN = frozenset({"name", "username", "email"})
"""What of an account is in the replies of those whom he stands in for."""
TOLD = frozenset({"name", "username", "email", "time_zone", "locale", "default_schedule_id"})
"""What of an account is in its replies, or says when they run and where."""


async def _tell(session: AsyncSession, user_id: int) -> None:
    found = await queries.answering(session, user_id)
    if found is not None and (found.target is not None or found.sync is not None):
        await attach(session, user_id)


@listens_to(UserChanged)
async def account_changed(session: AsyncSession, event: UserChanged) -> None:
    """Have the mailbox's server told at once of another name, zone, language or address."""
    if event.names & TOLD:
        await _tell(session, event.user_id)
    if event.names & SHOWN:
        await substitute_changed(session, event)


@listens_to(HoursChanged)
async def hours_changed(session: AsyncSession, event: HoursChanged) -> None:
    """Have the mailbox's server told at once of another day of return."""
    await _tell(session, event.user_id)


@listens_to(HolidaysChosen)
async def holidays_chosen(session: AsyncSession, event: HolidaysChosen) -> None:
    """The same of other holidays; of a whole organization's not within somebody's request."""
    if event.user_id is not None:
        await _tell(session, event.user_id)
    elif event.organization_id is not None:
        await defer(session, jobs.tell_of_holidays, organization_id=event.organization_id)


async def substitute_changed(session: AsyncSession, event: UserChanged | UserDeleted | MembershipRemoved) -> None:
    """Have the servers of those told whose replies name him, or do not any more (R15)."""
    for user_id in await queries.stood_in_for(session, event.user_id, clock.now()):
        await attach(session, user_id)


listens_to(MembershipRemoved)(substitute_changed)
listens_to(UserDeleted)(substitute_changed)


@listens_to(UserDeleted)
async def user_deleted(session: AsyncSession, event: UserDeleted) -> None:
    """Replies end with the account (R35)."""
    found = await queries.answering(session, event.user_id)
    if found is not None and found.sync is not None:
        await leave(session, found, snapshot(await session.get_one(MailTarget, found.sync.target_id)))


@listens_to(MailboxDue)
async def mailbox_due(session: AsyncSession, event: MailboxDue) -> None:
    """Have its server looked at once this transaction commits."""
    await defer(session, jobs.sync_mailbox, lock=jobs.lock_of(event.user_id), user_id=event.user_id)


@listens_to(ServerLeft)
async def server_left(session: AsyncSession, event: ServerLeft) -> None:
    """Have it stop answering, before the next one is told anything."""
    await defer(
        session,
        jobs.switch_off,
        lock=jobs.lock_of(event.user_id),
        mailbox=event.mailbox,
        domain_id=event.domain_id,
        former=asdict(event.former),
    )


@listens_to(DomainRetargeted)
async def domain_retargeted(session: AsyncSession, event: DomainRetargeted) -> None:
    """Have its mailboxes brought under the new server."""
    former = asdict(event.former) if event.former else None
    await defer(session, jobs.retarget_domain, domain_id=event.domain_id, former=former)
