"""A turn: one mailbox is looked at, with everything that is needed for it, and by nobody else meanwhile."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy.ext.asyncio import AsyncSession

from locum.db.jobs import Workshop
from locum.kit import clock
from locum.kit.html import cleaned
from locum.replies.current import Current, current, policy_of
from locum.replies.drafting import texts_of
from locum.replies.state import Text, Texts
from locum.targets import queries
from locum.targets.attaching import attach, is_right
from locum.targets.backends.port import TargetFailure
from locum.targets.backends.registry import Plan
from locum.targets.holding import Holding, from_json, wanted
from locum.targets.making import mailbox_of, plan_of
from locum.targets.models import MailboxSync

LEASE = timedelta(minutes=3)
"""So long nobody else looks at a mailbox that is being looked at; a killed worker's turn is over then."""


@dataclass(frozen=True, slots=True)
class Turn:
    """A mailbox that is being looked at: what holds for it, and how its server was last seen.

    `lease` is what the row is due at meanwhile; whoever asks for the mailbox changes it.
    """

    user_id: int
    target_id: int
    plan: Plan
    now: Current
    wanted: Holding
    lease: datetime
    last_read: Holding | None
    writing: Holding | None
    pushed: str | None
    pushed_version: int | None

    @property
    def name(self) -> str:
        """How this server is called where it tells something."""
        return name_of(self.target_id)

    @property
    def version(self) -> int:
        """Of the replies that hold now."""
        return self.now.state.version


def name_of(target_id: int) -> str:
    """How a server is called where it tells something (R31)."""
    return f"target:{target_id}"


async def begin(tools: Workshop, user_id: int, lease: datetime) -> Turn | None:
    """A turn, if the mailbox is due and its server can be asked; `lease` is until when nobody else takes one.

    Raises TargetFailure or SealBroken when what is needed cannot be put together: the lease stands then.
    """
    async with tools.database.work() as session:
        sync = await queries.held(session, user_id)
        found = await queries.answering(session, user_id)
        at = clock.now()
        if sync is None or found is None or sync.due_at > at:
            return None
        if not is_right(found) or found.target is None:
            await attach(session, user_id)
            return None
        if await queries.is_down(session, sync, at - queries.JUST_NOW):
            # Spread out: a server may have thousands of mailboxes, and one of them is enough to see that it is back.
            sync.due_at = at + queries.JUST_NOW * (1 + user_id % 10)
            return None
        sync.due_at = lease
    async with tools.database.work() as session:
        mailbox = await mailbox_of(session, found.user, found.domain)
        plan = await plan_of(session, tools.settings, found.target, mailbox, found.domain)
        now, holding = await what_holds(tools, session, user_id)
        return _turn(sync, plan, now, holding)


def _turn(sync: MailboxSync, plan: Plan, now: Current, holding: Holding) -> Turn:
    return Turn(
        user_id=sync.user_id,
        target_id=sync.target_id,
        plan=plan,
        now=now,
        wanted=holding,
        lease=sync.due_at,
        last_read=from_json(sync.last_read) if sync.last_read else None,
        writing=from_json(sync.writing) if sync.writing else None,
        pushed=sync.pushed,
        pushed_version=sync.pushed_version,
    )


async def what_holds(tools: Workshop, session: AsyncSession, user_id: int) -> tuple[Current, Holding]:
    """What replies are now, as they leave the house: with all texts, and those clean."""
    now = await current(session, user_id, clock.now(), policy_of(tools.settings))
    if now is None:
        raise TargetFailure("the mailbox is gone")
    texts = await texts_of(session, tools.settings, now.user, now.state)
    return now, wanted(now.state, Texts(_clean(texts.internal), _clean(texts.external)))


def _clean(text: Text) -> Text:
    return Text(text.subject, cleaned(text.html)) if text.html else text
