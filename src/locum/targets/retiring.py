"""Servers that are not in charge any more, and domains that get another one."""

from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from locum.db.jobs import Workshop
from locum.mailboxes.models import MailDomain
from locum.targets import queries
from locum.targets.attaching import attach, leave
from locum.targets.backends.port import Mailbox
from locum.targets.backends.registry import make
from locum.targets.events import Snapshot
from locum.targets.holding import Holding
from locum.targets.making import plan_of
from locum.targets.models import MailTarget

AT_ONCE = 200
"""Mailboxes of one transaction."""


async def switch_off(tools: Workshop, mailbox: dict[str, Any], domain_id: int | None, former: Snapshot) -> None:
    """Have a server stop answering, if it does, and leave the rest as it is. Raises TargetFailure."""
    target = MailTarget(
        backend=former.backend, settings=former.settings, secret=former.secret, by_operator=former.by_operator
    )
    async with tools.database.look() as session:
        domain = await session.get(MailDomain, domain_id) if domain_id is not None else None
        plan = await plan_of(session, tools.settings, target, Mailbox.from_json(mailbox), domain, leaving=True)
    backend = make(plan)
    found = await backend.read()
    if found.held.mode == "off":
        return
    kept = found.held
    off = Holding(audience=kept.audience, internal=kept.internal, external=kept.external)
    await backend.write(off if found.holds.keeps_texts else Holding())


async def retarget(tools: Workshop, domain_id: int, former: Snapshot | None, after: int) -> int | None:
    """Bring the next mailboxes of a domain under its new target; the last one's id, None when there are no more."""
    async with tools.database.work() as session:
        domain = await session.get(MailDomain, domain_id)
        target = await queries.target_of_domain(session, domain_id)
        if domain is None or target is None:
            return None
        people = await queries.people_of(session, domain.name, after, AT_ONCE)
        for user_id in people:
            await _retarget_one(session, user_id, target, former)
        return people[-1] if len(people) == AT_ONCE else None


async def _retarget_one(session: AsyncSession, user_id: int, target: MailTarget, former: Snapshot | None) -> None:
    found = await queries.answering(session, user_id)
    if found is not None and former is not None and found.sync is not None and found.sync.target_id == target.id:
        await leave(session, found, former)
    await attach(session, user_id)
