"""What somebody changed at a mail server holds here, too (bridge sheet, R27 and R32)."""

from dataclasses import replace
from datetime import datetime

from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession

from locum.absences.mail_queries import ORIGIN
from locum.db.jobs import Workshop
from locum.kit import clock
from locum.replies.current import Current
from locum.replies.setting import say, say_texts
from locum.targets.backends.port import Found
from locum.targets.edits import Edit, edit_between, first_look, one_text, without_own
from locum.targets.holding import Holding, as_json, projected
from locum.targets.models import ForeignEdit
from locum.targets.turns import Turn, what_holds


def edit_of(turn: Turn, found: Found, ours: Holding, at: datetime) -> Edit:
    """What somebody changed since the server was last in step; `ours` is what it would hold if we had our way."""
    # Of a server that was never seen before, only replies that run count.
    if turn.last_read is None:
        edit = first_look(found.held, ours, at)
    else:
        edit = edit_between(turn.last_read, found.held, found.holds, at)
    if turn.writing is not None:
        edit = without_own(edit, found.held, turn.writing)
    return edit if found.holds.two_texts else one_text(edit, turn.now.state.audience)


async def take_over(tools: Workshop, turn: Turn, edit: Edit, found: Found) -> Turn:
    """What somebody set at the server holds from now on, as if he had said it here (R27, R32)."""
    async with tools.database.work() as session:
        now, _ = await what_holds(tools, session, turn.user_id)
        counts = edit
        if edit.window is not None and _is_overruled(turn, now, found):
            counts = edit.without_window()
        await _note(session, turn, found.held, overruled=counts is not edit)
        if counts.window is not None:
            told, blocks = counts.told(now.state.audience), tools.settings.open_ended_blocks
            await say(session, now.user, told, told_by=turn.name, blocks=blocks)
        elif counts:
            await say_texts(
                session,
                now.user,
                audience=counts.audience,
                internal=counts.internal,
                external=counts.external,
                told_by=turn.name,
            )
        now, holding = await what_holds(tools, session, turn.user_id)
    return replace(turn, now=now, wanted=holding)


async def keep_former(tools: Workshop, turn: Turn, held: Holding) -> None:
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
