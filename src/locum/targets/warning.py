"""Who is about to be away and whose mail server has not been told for a day hears of it (bridge sheet, section 9)."""

from datetime import datetime, timedelta

from sqlalchemy.ext.asyncio import AsyncSession

from locum.db.jobs import Workshop
from locum.kit import clock
from locum.mail.clean import is_mailbox
from locum.mail.compose import stuck_mail
from locum.mail.message import Sender
from locum.mail.people import load_users, person_of
from locum.mail.shelf import Subject, keep
from locum.mail.stuck_letter import StuckNotice
from locum.replies.current import policy_of, reply_state
from locum.replies.state import ReplyState
from locum.targets import queries
from locum.targets.models import MailboxSync

AHEAD = timedelta(days=1)
"""So long a server has been failing, and so soon its mailbox is to answer."""
AT_ONCE = 100


async def warn(tools: Workshop) -> None:
    """Write to each of them, once for each time that a server fails."""
    after: int | None = 0
    while after is not None:
        async with tools.database.work() as session:
            after = await _warn_some(tools, session, after)


async def _warn_some(tools: Workshop, session: AsyncSession, after: int) -> int | None:
    at = clock.now()
    found = await queries.stuck(session, at - AHEAD, after, AT_ONCE)
    for sync in found:
        state = await reply_state(session, sync.user_id, at, policy_of(tools.settings))
        if state is not None and _answers_soon(state, at):
            await _write(tools, session, sync, at)
    return found[-1].user_id if len(found) == AT_ONCE else None


def _answers_soon(state: ReplyState, at: datetime) -> bool:
    starts_soon = state.mode == "scheduled" and state.window is not None and at < state.window.start <= at + AHEAD
    return starts_soon or state.is_answering(at)


async def _write(tools: Workshop, session: AsyncSession, sync: MailboxSync, at: datetime) -> None:
    since = sync.failing_since or at
    users = await load_users(session, (sync.user_id,))
    user = users.get(sync.user_id)
    if user is None or not is_mailbox(user.email):
        return
    sender = Sender.parse(tools.settings.mail_from)
    thread = f"replies.stuck:{sync.user_id}"
    notice = StuckNotice(person_of(user), sync.problem or "", since)
    mail = stuck_mail(notice, sender, f"{thread}:{since.isoformat()}", thread, at)
    await keep(session, [mail], Subject("replies.stuck", organization_id=user.organization_id), sender)
