"""`/dashboard/away/replies`: whether somebody's mail is answered, who answers it, and what became of the messages.

For the mailbox's owner alone: who wrote to him is nobody else's business.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from fastapi import APIRouter, Response
from sqlalchemy.ext.asyncio import AsyncSession

from locum.http.session import CurrentSettings, Session
from locum.kit import clock
from locum.pages.dashboard.desk import CurrentDesk, Desk
from locum.pages.dashboard.listing import leaf
from locum.pages.dashboard.own_absences import AWAY
from locum.replies.current import current, policy_of
from locum.responder import queries as responder
from locum.responder.queries import Decision
from locum.responder.reasons import Reason
from locum.settings import Settings
from locum.targets import queries as targets
from locum.targets.models import EMBEDDED, MailboxSync
from locum.targets.queries import Answering

router = APIRouter(include_in_schema=False)

REPLIES = f"{AWAY}/replies"
AT_ONCE = 50


@dataclass(frozen=True, slots=True)
class Present:
    """What holds now, in words."""

    is_on: bool
    until: str | None
    changes: str | None


@dataclass(frozen=True, slots=True)
class Server:
    """The mail server that answers, and how far it has been told."""

    state: str
    synced: str | None
    problem: str | None
    again: str | None
    lost: Sequence[str]


@dataclass(frozen=True, slots=True)
class Row:
    """A message and what became of it. `reply` is a key of the catalogue, if there is a reply."""

    when: str
    sender: str
    why: str | None
    is_answered: bool
    reply: str | None
    sent: str


@router.get(REPLIES)
async def replies(session: Session, settings: CurrentSettings, desk: CurrentDesk) -> Response:
    """The state, the server, and the messages, the newest first."""
    pages = leaf(desk.request, AT_ONCE)
    mailbox = await targets.answering(session, desk.person.id)
    found = await responder.decisions(session, desk.person.id, take=pages.rows.take, skip=pages.rows.skip)
    return desk.show(
        "replies.html",
        desk.text("replies.title"),
        trail=[(AWAY, desk.text("away.title"))],
        is_here=mailbox is not None and mailbox.domain is not None,
        present=await _present(session, settings, desk),
        backend=mailbox.target.backend if mailbox and mailbox.target else EMBEDDED,
        server=_server(desk, mailbox.sync) if mailbox and mailbox.target and mailbox.sync else None,
        edited=await _edited(session, desk, mailbox),
        rows=[_row(desk, one) for one in found[:AT_ONCE]],
        pages=pages,
        found=len(found),
    )


async def _present(session: AsyncSession, settings: Settings, desk: Desk) -> Present:
    now = clock.now()
    found = await current(session, desk.person.id, now, policy_of(settings))
    if found is None:
        return Present(False, None, None)
    is_on, period = found.state.is_answering(now), found.state.period
    until = desk.clock.short(period.end) if is_on and period else None
    return Present(is_on, until, desk.clock.short(found.changes_at) if found.changes_at else None)


def _server(desk: Desk, sync: MailboxSync) -> Server:
    is_failing = sync.state == "failing"
    return Server(
        sync.state,
        desk.clock.short(sync.synced_at) if sync.synced_at else None,
        sync.problem if is_failing else None,
        desk.clock.short(sync.due_at) if is_failing else None,
        [str(part) for part in (sync.lost or {}).get("parts", ())],
    )


async def _edited(session: AsyncSession, desk: Desk, mailbox: Answering | None) -> str | None:
    """When somebody last changed the replies at the mail server itself."""
    edit = await targets.foreign_edit(session, desk.person.id) if mailbox and mailbox.target else None
    return desk.clock.short(edit.noticed_at) if edit else None


def _row(desk: Desk, one: Decision) -> Row:
    why = one.reason if one.reason in set(Reason) else None
    sent = desk.clock.short(one.sent_at) if one.sent_at else ""
    return Row(desk.clock.short(one.received_at), one.sender, why, why == Reason.ANSWERED, _reply(one), sent)


def _reply(one: Decision) -> str | None:
    if one.reply_id is None:
        return None
    if one.sent_at is not None:
        return "replies.sent"
    return "replies.not_sent" if one.failed_at is not None else "replies.on_its_way"
