"""One mailbox's server and Locum brought in step: look first, take over what somebody changed there, then write.

No transaction is open while the server is asked. Jobs of one mailbox run one after the other and each looks at what
holds when it runs, so that what is older never replaces what is newer (bridge sheet, R30 and R34).
"""

import asyncio
from datetime import datetime, timedelta

from prometheus_client import Counter

from locum.db.jobs import Workshop
from locum.http.metrics import PROCESS
from locum.kit import clock
from locum.kit.crypto import SealBroken
from locum.mail.clean import one_line
from locum.targets import queries
from locum.targets.backends.port import Backend, Found, TargetFailure
from locum.targets.backends.registry import KINDS, make
from locum.targets.holding import Holding, as_json, losses, plain, projected
from locum.targets.models import MailboxSync
from locum.targets.taking_over import edit_of, keep_former, take_over
from locum.targets.turns import LEASE, Turn, begin

WITHIN_SECONDS = 60.0
LOOKS = Counter("locum_mail_target_looks_total", "Mail servers looked at", ["outcome"], registry=PROCESS)
"""Outcomes: unchanged, written, edited (by somebody at the server) and failed."""
FIRST_RETRY, LONGEST_RETRY = timedelta(seconds=15), timedelta(hours=1)


async def sync(tools: Workshop, user_id: int) -> None:
    """Look at a mailbox's server if it is due. Failures are kept with the mailbox and tried again later."""
    lease = clock.now() + LEASE
    try:
        turn = await begin(tools, user_id, lease)
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


async def _bring_in_step(tools: Workshop, turn: Turn, backend: Backend) -> None:
    found = await _read(backend)
    at = clock.now()
    ours = projected(turn.wanted, found.holds, at)
    # Nobody ever used it for anything: it is left alone until there is something to say.
    is_idle = turn.last_read is None and not (ours.is_active(at) or found.held.is_active(at))
    has_changed = ours.fingerprint != turn.pushed
    if edit := edit_of(turn, found, ours, at):
        LOOKS.labels("edited").inc()
        turn = await take_over(tools, turn, edit, found)
        ours, has_changed = projected(turn.wanted, found.holds, at), False
    elif turn.last_read is None and not is_idle:
        await keep_former(tools, turn, found.held)
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
