"""Use cases: a mailbox comes under a mail server, and leaves it again."""

from sqlalchemy.ext.asyncio import AsyncSession

from locum.db.events import publish
from locum.kit import clock
from locum.targets import making, queries
from locum.targets.events import MailboxDue, ServerLeft, Snapshot
from locum.targets.models import MailboxSync, MailTarget
from locum.targets.queries import Answering


async def attach(session: AsyncSession, user_id: int) -> None:
    """Have the right server told of somebody's replies, at once; one that is not the right one any more, to stop."""
    found = await queries.answering(session, user_id)
    if found is None:
        return
    sync, target = found.sync, found.target
    if sync is not None and not is_right(found):
        await leave(session, found, snapshot(await session.get_one(MailTarget, sync.target_id)))
        sync = None
    if target is None:
        return
    if sync is None:
        session.add(MailboxSync(user_id=user_id, target_id=target.id, address=found.user.email, due_at=clock.now()))
    else:
        sync.due_at = clock.now()
        sync.state = "waiting" if sync.state == "in_step" else sync.state
    await publish(session, MailboxDue(user_id))


def is_right(found: Answering) -> bool:
    """Whether what is known of a server is about the one in force, and about the mailbox's address of today."""
    sync, target = found.sync, found.target
    return sync is not None and target is not None and (sync.target_id, sync.address) == (target.id, found.user.email)


async def leave(session: AsyncSession, found: Answering, former: Snapshot) -> None:
    """Have the server that answered so far stop, before another one begins: nobody is answered twice (section 14)."""
    if found.sync is None:
        return
    mailbox = await making.mailbox_of(session, found.user, found.domain)
    told = {**mailbox.as_json(), "address": found.sync.address}
    await session.delete(found.sync)
    await publish(session, ServerLeft(found.user.id, told, found.domain.id if found.domain else None, former))


def snapshot(target: MailTarget) -> Snapshot:
    """A target as it is now."""
    return Snapshot(target.backend, target.settings, target.secret, target.by_operator)
