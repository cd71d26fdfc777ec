"""One mailbox's server and Locum brought in step: look first, take over what somebody changed there, then write.

No transaction is open while the server is asked. Jobs of one mailbox run one after the other and each looks at what
holds when it runs, so that what is older never replaces what is newer (bridge sheet, R30 and R34).
"""

import asyncio
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from prometheus_client import Counter
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession

from locum.absences.told_by_mail import ORIGIN
from locum.db.jobs import Workshop
from locum.http.metrics import PROCESS
from locum.kit import clock
from locum.kit.crypto import SealBroken
from locum.kit.html import cleaned
from locum.mail.clean import one_line
from locum.replies.current import Current, current, policy_of
from locum.replies.drafting import texts_of
from locum.replies.setting import say, say_texts
from locum.replies.state import Text, Texts
from locum.targets import queries
from locum.targets.attaching import attach, is_right
from locum.targets.backends.port import Backend, Found, TargetFailure
from locum.targets.backends.registry import KINDS, Plan, make
from locum.targets.edits import Edit, edit_between, first_look, one_text, without_own
from locum.targets.holding import Holding, as_json, from_json, losses, plain, projected, wanted
from locum.targets.making import mailbox_of, plan_of
from locum.targets.models import ForeignEdit, MailboxSync

WITHIN_SECONDS = 60.0
LEASE = timedelta(minutes=3)
"""So long nobody else looks at a mailbox that is being looked at; a killed worker's turn is over then."""
LOOKS = Counter("locum_mail_target_looks_total", "Mail servers looked at", ["outcome"], registry=PROCESS)
"""Outcomes: unchanged, written, edited (by somebody at the server) and failed."""
FIRST_RETRY, LONGEST_RETRY = timedelta(seconds=15), timedelta(hours=1)


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


async def sync(tools: Workshop, user_id: int) -> None:
    """Look at a mailbox's server if it is due. Failures are kept with the mailbox and tried again later."""
    lease = clock.now() + LEASE
    try:
        turn = await _begin(tools, user_id, lease)
        if turn is None:
            return
        async with asyncio.timeout(WITHIN_SECONDS):
            await _bring_in_step(tools, turn, make(turn.plan))
    except SealBroken:
        await _failed(tools, user_id, lease, TargetFailure("the stored password cannot be decrypted"))
    except TimeoutError:
        await _failed(tools, user_id, lease, TargetFailure("the server takes too long", unreachable=True))
    except TargetFailure as failure:
        await _failed(tools, user_id, lease, failure)


async def _begin(tools: Workshop, user_id: int, lease: datetime) -> Turn | None:
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
            sync.due_at = at + queries.JUST_NOW
            return None
        sync.due_at = lease
        await session.flush()
    # The lease stands even when what follows cannot be put together.
    async with tools.database.work() as session:
        mailbox = await mailbox_of(session, found.user, found.domain)
        plan = await plan_of(session, tools.settings, found.target, mailbox, found.domain)
        now, holding = await _what_holds(tools, session, user_id)
        return Turn(
            user_id=user_id,
            target_id=found.target.id,
            plan=plan,
            now=now,
            wanted=holding,
            lease=lease,
            last_read=from_json(sync.last_read) if sync.last_read else None,
            writing=from_json(sync.writing) if sync.writing else None,
            pushed=sync.pushed,
            pushed_version=sync.pushed_version,
        )


async def _what_holds(tools: Workshop, session: AsyncSession, user_id: int) -> tuple[Current, Holding]:
    """What replies are now, as they leave the house: with all texts, and those clean."""
    now = await current(session, user_id, clock.now(), policy_of(tools.settings))
    if now is None:
        raise TargetFailure("the mailbox is gone")
    texts = await texts_of(session, now.user, now.state, tools.settings.base_url)
    return now, wanted(now.state, Texts(_clean(texts.internal), _clean(texts.external)))


def _clean(text: Text) -> Text:
    return Text(text.subject, cleaned(text.html)) if text.html else text


async def _bring_in_step(tools: Workshop, turn: Turn, backend: Backend) -> None:
    found = await _read(backend)
    at = clock.now()
    ours = projected(turn.wanted, found.holds, at)
    # Nobody ever used it for anything: it is left alone until there is something to say.
    is_idle = turn.last_read is None and not (ours.is_active(at) or found.held.is_active(at))
    has_changed = ours.fingerprint != turn.pushed
    if edit := _edit(turn, found, ours, at):
        LOOKS.labels("edited").inc()
        turn = await _take_over(tools, turn, edit, found)
        ours, has_changed = projected(turn.wanted, found.holds, at), False
    elif turn.last_read is None and not is_idle:
        await _keep_former(tools, turn, found.held)
    holding = found.held
    writes = not is_idle and (has_changed or ours.essence != holding.essence)
    LOOKS.labels("written" if writes else "unchanged").inc()
    if writes:
        await _intend(tools, turn, ours)
        await backend.write(ours)
        holding = (await _read(backend)).held
        if holding.essence != ours.essence:
            raise TargetFailure("the server does not hold what it was told")
    await _in_step(tools, turn, ours, Found(holding, found.holds))


async def _read(backend: Backend) -> Found:
    found = await backend.read()
    held = plain(found.held)
    if held is None:
        raise TargetFailure("the server's times are out of range")
    return Found(held, found.holds)


def _edit(turn: Turn, found: Found, ours: Holding, at: datetime) -> Edit:
    if turn.last_read is None:
        edit = first_look(found.held, ours, at)
    else:
        edit = edit_between(turn.last_read, found.held, found.holds, at)
    if turn.writing is not None:
        edit = without_own(edit, found.held, turn.writing)
    return edit if found.holds.two_texts else one_text(edit, turn.now.state.audience)


async def _take_over(tools: Workshop, turn: Turn, edit: Edit, found: Found) -> Turn:
    """What somebody set at the server holds from now on, as if he had said it here (R27, R32)."""
    async with tools.database.work() as session:
        now, _ = await _what_holds(tools, session, turn.user_id)
        counts = edit
        if edit.window is not None and _is_overruled(turn, now, found):
            counts = edit.without_window()
        await _note(session, turn, found.held, overruled=counts is not edit)
        if counts.window is not None:
            await say(session, now.user, counts.told(now.state.audience), told_by=turn.name)
        elif counts:
            await say_texts(
                session,
                now.user,
                audience=counts.audience,
                internal=counts.internal,
                external=counts.external,
                told_by=turn.name,
            )
        now, holding = await _what_holds(tools, session, turn.user_id)
    return replace(turn, now=now, wanted=holding)


async def _keep_former(tools: Workshop, turn: Turn, held: Holding) -> None:
    """Texts of the time before Locum, which are about to be replaced."""
    if held.internal.html or held.external.html:
        async with tools.database.work() as session:
            await _note(session, turn, held, overruled=True)


def _is_overruled(turn: Turn, now: Current, found: Found) -> bool:
    """Whether scheduling moved its own absence since the server was last in step: then its window counts (R32)."""
    if turn.last_read is None or turn.pushed_version in {None, now.state.version}:
        return False
    ours = projected(turn.wanted, found.holds, clock.now())
    is_scheduling = now.state.driving is not None and now.state.driving.origin != ORIGIN
    return is_scheduling and ours.essence != turn.last_read.essence


async def _note(session: AsyncSession, turn: Turn, held: Holding, *, overruled: bool) -> None:
    """Keep what was found, and above all what is lost of it; earlier edits are in the audit log."""
    window = {name: value for name, value in as_json(held).items() if name in {"mode", "start", "end"}}
    values = {
        "backend": turn.plan.backend,
        "noticed_at": clock.now(),
        "found": as_json(held),
        "overruled": window if overruled else None,
    }
    statement = insert(ForeignEdit).values(user_id=turn.user_id, **values)
    await session.execute(statement.on_conflict_do_update(index_elements=[ForeignEdit.user_id], set_=values))


async def _intend(tools: Workshop, turn: Turn, ours: Holding) -> None:
    """Note what is going to be written: the answer may never come, and the worker may die."""
    async with tools.database.work() as session:
        sync = await queries.held(session, turn.user_id)
        if sync is not None:
            sync.writing = as_json(ours)


async def _in_step(tools: Workshop, turn: Turn, ours: Holding, found: Found) -> None:
    async with tools.database.work() as session:
        sync = await queries.held(session, turn.user_id)
        if sync is None or sync.target_id != turn.target_id:
            return
        at = clock.now()
        sync.pushed_version, sync.pushed, sync.last_read = turn.version, ours.fingerprint, as_json(found.held)
        sync.writing = None
        sync.lost = {"parts": losses(turn.wanted, found.holds)}
        sync.tries, sync.problem, sync.failing_since, sync.is_unreachable = 0, None, None, False
        sync.tried_at = sync.synced_at = at
        if sync.due_at != turn.lease:
            return  # somebody asked meanwhile: that is still to be done
        sync.state = "in_step"
        usual = at + KINDS[turn.plan.backend].looked_at_every
        sync.due_at = min(usual, turn.now.changes_at) if turn.now.changes_at else usual


async def _failed(tools: Workshop, user_id: int, lease: datetime, failure: TargetFailure) -> None:
    LOOKS.labels("failed").inc()
    async with tools.database.work() as session:
        sync = await queries.held(session, user_id)
        if sync is None:
            return
        at = clock.now()
        _count_failure(sync, failure, at)
        if sync.due_at == lease:
            sync.due_at = at + retry_after(sync.tries)


def _count_failure(sync: MailboxSync, failure: TargetFailure, at: datetime) -> None:
    sync.state, sync.problem, sync.is_unreachable = "failing", one_line(str(failure), 500), failure.unreachable
    sync.tries += 1
    sync.tried_at, sync.failing_since = at, sync.failing_since or at


def retry_after(tries: int) -> timedelta:
    """How long to wait after so many failures in a row."""
    return min(FIRST_RETRY * int(2 ** min(tries - 1, 12)), LONGEST_RETRY)
