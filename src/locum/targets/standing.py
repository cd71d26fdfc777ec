"""How mailboxes and their servers stand, and how to have one looked at now: for pages and the API alike."""

import asyncio
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from locum.db.audit_trail import let_go
from locum.kit.errors import NotFound
from locum.settings import Settings
from locum.targets import queries
from locum.targets.attaching import attach
from locum.targets.backends.port import Found, TargetFailure
from locum.targets.backends.registry import make
from locum.targets.choosing import Choice, check
from locum.targets.making import mailbox_of, plan_of
from locum.targets.models import EMBEDDED, ForeignEdit, MailboxSync, MailTarget
from locum.targets.queries import Answering
from locum.users.models import User

NO_MAILBOX = "There is no such mailbox"
TRIED_WITHIN_SECONDS = 20.0


@dataclass(frozen=True, slots=True)
class Standing:
    """Who answers somebody's mail, and how far that server has been told.

    `state` is in_step, waiting or failing; for Locum's own responder always in_step, because it needs no telling.
    `lost` names what of the replies the server cannot hold: period, audience, texts, subject.
    """

    user_id: int
    email: str
    backend: str
    is_own: bool
    by_operator: bool
    state: str
    problem: str | None = None
    tries: int = 0
    failing_since: datetime | None = None
    next_at: datetime | None = None
    synced_at: datetime | None = None
    lost: tuple[str, ...] = ()
    edited_at: datetime | None = None
    overruled: dict[str, Any] | None = None


async def standing_of(session: AsyncSession, user_id: int) -> Standing | None:
    """How one mailbox stands; None for who has none."""
    found = await queries.answering(session, user_id)
    if found is None or found.domain is None:
        return None
    return _standing(found.user, found.target, found.sync, await queries.foreign_edit(session, user_id))


def standing_in_list(user: User, target: MailTarget, sync: MailboxSync) -> Standing:
    """The same for a row of a list, without what somebody changed at the server."""
    return _standing(user, target, sync, None)


def _standing(user: User, target: MailTarget | None, sync: MailboxSync | None, edit: ForeignEdit | None) -> Standing:
    if target is None or sync is None:
        backend = target.backend if target else EMBEDDED
        return Standing(user.id, user.email, backend, False, False, "waiting" if target else "in_step")
    return Standing(
        user_id=user.id,
        email=user.email,
        backend=target.backend,
        is_own=target.user_id is not None,
        by_operator=target.by_operator,
        state=sync.state,
        problem=sync.problem,
        tries=sync.tries,
        failing_since=sync.failing_since,
        next_at=sync.due_at,
        synced_at=sync.synced_at,
        lost=tuple((sync.lost or {}).get("parts", ())),
        edited_at=edit.noticed_at if edit else None,
        overruled=edit.overruled if edit else None,
    )


async def try_now(session: AsyncSession, user_id: int) -> Standing:
    """Have the server of a mailbox looked at at once, whatever it waits for. Raises NotFound for who has no mailbox."""
    await attach(session, user_id)
    found = await standing_of(session, user_id)
    if found is None:
        raise NotFound(NO_MAILBOX)
    return found


async def try_connection(
    session: AsyncSession, settings: Settings, found: Answering, choice: Choice | None = None
) -> Found | TargetFailure:
    """Look at a server without changing anything in Locum: that of the mailbox, or one that is only considered.

    Nothing may have been written in the session before. Raises BadRequest for a choice that cannot be.
    """
    target = found.target
    if choice is not None:
        checked = await check(settings, choice)
        sealed = settings.vault.seal(choice.secret) if choice.secret else None
        target = MailTarget(
            backend=choice.backend, settings=checked.settings, secret=sealed, by_operator=choice.by_operator
        )
    if target is None:
        target = MailTarget(backend=EMBEDDED, settings={}, by_operator=False)
    mailbox = await mailbox_of(session, found.user, found.domain)
    try:
        plan = await plan_of(session, settings, target, mailbox, found.domain)
        backend = make(plan)
        async with let_go(session), asyncio.timeout(TRIED_WITHIN_SECONDS):
            return await backend.read()
    except TimeoutError:
        return TargetFailure("the server takes too long", unreachable=True)
    except TargetFailure as failure:
        return failure
