"""Use cases: the mail side says what holds for a mailbox, and scheduling says so by absences.

Whatever is said on one side becomes true on the other in the same transaction; mail servers are told afterwards.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from sqlalchemy import select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession

from locum.absences import told_by_mail
from locum.absences.windows import Window, window_of_absence
from locum.db.events import publish
from locum.kit import clock
from locum.kit.errors import BadRequest
from locum.mailboxes.rules import normal_address
from locum.replies import queries
from locum.replies.events import RepliesChanged, Source
from locum.replies.known import MOST_KNOWN
from locum.replies.models import ReplySettings
from locum.replies.state import Audience, Mode, Text
from locum.users.models import User

FOR_EVER = datetime(2999, 12, 31, tzinfo=UTC)
"""The last day that clocks know here: nobody is away for longer."""


@dataclass(frozen=True, slots=True)
class Told:
    """What the mail side says, as a whole: what it leaves out is off, nobody, no time (mailbox sheet, section 4).

    Texts are the exception: None leaves them as they are. The instants are aware.
    """

    mode: Mode = "off"
    audience: Audience = "none"
    starts_at: datetime | None = None
    ends_at: datetime | None = None
    internal: Text | None = None
    external: Text | None = None

    def window(self, now: datetime) -> Window | None:
        """When replies are to run, if that is still to come or running."""
        if self.mode != "scheduled" or self.starts_at is None or self.ends_at is None:
            return None
        return Window(self.starts_at, self.ends_at) if self.starts_at < self.ends_at and self.ends_at > now else None


async def say(
    session: AsyncSession, user: User, told: Told, *, told_by: str | None = None, blocks: bool = False
) -> ReplySettings:
    """The mail side sets the state of a mailbox. `told_by` names the mail server in which somebody set it, if one.

    `blocks`: who is on without an end is away until somebody says otherwise (R22).
    """
    now = clock.now()
    await queries.hold_absences(session, user.id, now)
    settings = await held(session, user.id)
    _keep_texts(settings, told)
    if told.mode != "on":
        settings.switched_on_at = None
    elif settings.state != "on":
        settings.switched_on_at = now
    settings.state, settings.audience = told.mode, told.audience
    settings.starts_at, settings.ends_at = told.starts_at, told.ends_at
    await session.flush()
    window = told.window(now)
    if blocks and settings.switched_on_at is not None:
        window = Window(settings.switched_on_at, FOR_EVER)
    if window is None:
        await told_by_mail.forget(session, user.id)
    else:
        await told_by_mail.keep(session, user, window)
    await _mute_running(session, user, now, told.mode == "off")
    await changed(session, user.id, "mail", told_by)
    return settings


async def say_texts(
    session: AsyncSession,
    user: User,
    *,
    audience: Audience | None = None,
    internal: Text | None = None,
    external: Text | None = None,
    told_by: str | None = None,
) -> None:
    """The mail side changes what is said or to whom, and leaves alone whether and when; None leaves a part alone."""
    settings = await held(session, user.id)
    _keep_texts(settings, Told(internal=internal, external=external))
    settings.audience = audience or settings.audience
    await session.flush()
    await changed(session, user.id, "mail", told_by)


def _keep_texts(settings: ReplySettings, told: Told) -> None:
    if told.internal is not None:
        settings.internal_subject, settings.internal_html = told.internal.subject, told.internal.html
    if told.external is not None:
        settings.external_subject, settings.external_html = told.external.subject, told.external.html


async def _mute_running(session: AsyncSession, user: User, now: datetime, mute: bool) -> None:
    """Off means silence until the absences that run now are over (R23); anything else ends such a silence."""
    for absence in await queries.absences_around(session, user.id, now, muted=not mute):
        absence.replies_muted = mute and window_of_absence(absence, user.time_zone).holds(now)


async def held(session: AsyncSession, user_id: int) -> ReplySettings:
    """The settings of a mailbox, made if there are none, held until the end of the transaction."""
    now = clock.now()
    fresh = {"user_id": user_id, "repeat_after_days": 7, "version": 0, "created_at": now, "updated_at": now}
    await session.execute(insert(ReplySettings).values(fresh).on_conflict_do_nothing())
    statement = select(ReplySettings).where(ReplySettings.user_id == user_id).with_for_update()
    return (await session.scalars(statement.execution_options(populate_existing=True))).one()


async def keep_known(session: AsyncSession, user_id: int, senders: Sequence[str]) -> Sequence[str]:
    """Whom somebody knows, besides those who attended a booking of his: addresses and `@domain`, each once."""
    settings = await held(session, user_id)
    settings.known_senders = sorted({normal_address(sender) for sender in senders}) or None
    await session.flush()
    return settings.known_senders or ()


async def add_known(session: AsyncSession, user_id: int, senders: Sequence[str]) -> int:
    """Know these, too; how many of them are new. Raises BadRequest where there would be too many."""
    settings = await held(session, user_id)
    before = set(settings.known_senders or ())
    after = before | {normal_address(sender) for sender in senders}
    if len(after) > MOST_KNOWN:
        raise BadRequest(f"senders must contain no more than {MOST_KNOWN} elements")
    settings.known_senders = sorted(after) or None
    await session.flush()
    return len(after) - len(before)


async def forget_known(session: AsyncSession, user_id: int, sender: str) -> None:
    """Know this one no more."""
    settings = await held(session, user_id)
    settings.known_senders = [one for one in settings.known_senders or () if one != sender] or None
    await session.flush()


async def follow(session: AsyncSession, user_id: int, window: Window | None) -> None:
    """Scheduling moved the absence that the mail side told of, or took it away (R25); with it goes what has no end."""
    settings = await held(session, user_id)
    if settings.state not in {"scheduled", "on"}:
        return
    settings.state, settings.switched_on_at = "scheduled" if window else "off", None
    settings.starts_at, settings.ends_at = (window.start, window.end) if window else (None, None)
    await session.flush()


async def changed(session: AsyncSession, user_id: int, source: Source, told_by: str | None = None) -> None:
    """Count the change and announce it."""
    now = clock.now()
    fresh = {"user_id": user_id, "repeat_after_days": 7, "version": 1, "created_at": now, "updated_at": now}
    counted = insert(ReplySettings).values(fresh)
    statement = counted.on_conflict_do_update(
        index_elements=[ReplySettings.user_id], set_={"version": ReplySettings.version + 1}
    ).returning(ReplySettings.version)
    version = await session.scalar(statement)
    await publish(session, RepliesChanged(user_id, version or 1, source, told_by))
