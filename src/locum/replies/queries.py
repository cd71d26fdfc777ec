"""Every SELECT of replies."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import cast

from sqlalchemy import and_, bindparam, exists, func, or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from locum.absences.models import Absence, AbsenceReply
from locum.absences.rules import Days
from locum.absences.windows import window_of_absence
from locum.event_types.models import EventType
from locum.memberships.models import Membership
from locum.replies.models import ReplySettings
from locum.replies.state import MAIL, USUAL_AUDIENCE, Audience, AwayTime, Mode, Said, Text, Texts
from locum.users.models import User

AROUND = timedelta(days=3)
"""Days are dates in the person's zone, and absences that nearly touch count: so far around an instant is looked."""
MOST_ABSENCES = 400

_SAID = (
    select(User, ReplySettings)
    .outerjoin(ReplySettings, ReplySettings.user_id == User.id)
    .where(User.id == bindparam("user_id"))
)
_ABSENCES = (
    select(Absence, AbsenceReply)
    .outerjoin(AbsenceReply, AbsenceReply.absence_id == Absence.id)
    .where(
        Absence.user_id == bindparam("user_id"),
        Absence.last_day >= bindparam("since"),
        # Recurring ones have mail answered only where they say so (bridge sheet, section 8).
        or_(Absence.series_id.is_(None), Absence.replies == "on"),
    )
    .order_by(Absence.first_day, Absence.id)
    .limit(MOST_ABSENCES)
)


_ONE_AT_A_TIME = select(func.pg_advisory_xact_lock(func.hashtext(bindparam("name"))))
_theirs, _others = Membership.__table__.alias("theirs"), Membership.__table__.alias("others")
_COVER = (
    select(User)
    .join(Absence, User.id == Absence.substitute_id)
    .where(
        Absence.id == bindparam("absence_id"),
        exists().where(
            _theirs.c.user_id == Absence.user_id,
            _theirs.c.accepted.is_(True),
            _others.c.team_id == _theirs.c.team_id,
            _others.c.user_id == User.id,
            _others.c.accepted.is_(True),
        ),
    )
)
_ABSENCES_ON = select(Absence).where(
    Absence.user_id == bindparam("user_id"),
    Absence.first_day <= bindparam("last_day"),
    Absence.last_day >= bindparam("first_day"),
)
_FIRST_PUBLIC = (
    select(EventType.slug)
    .where(EventType.user_id == bindparam("user_id"), EventType.hidden.is_(False))
    .order_by(EventType.id)
    .limit(1)
)


async def said_of(session: AsyncSession, user_id: int) -> tuple[User, Said] | None:
    """Somebody, and what the mail side said of his mailbox."""
    row = (await session.execute(_SAID, {"user_id": user_id})).first()
    return None if row is None else (row[0], said(row[1]))


async def away_times(session: AsyncSession, user: User, at: datetime) -> Sequence[AwayTime]:
    """The absences of a person that run at an instant, are near it, or come later; the next ones first."""
    since = (at - AROUND).date()
    rows = await session.execute(_ABSENCES, {"user_id": user.id, "since": since})
    return [_away_time(absence, texts, user.time_zone) for absence, texts in rows]


def said(row: ReplySettings | None) -> Said:
    """A row as the rules see it."""
    if row is None:
        return Said()
    return Said(
        mode=cast(Mode | None, row.state),
        starts_at=row.starts_at,
        ends_at=row.ends_at,
        audience=cast(Audience | None, row.audience),
        texts=_texts(row),
        switched_on_at=row.switched_on_at,
        repeat_after_days=row.repeat_after_days,
        version=row.version,
    )


def _texts(row: ReplySettings | AbsenceReply | None) -> Texts:
    if row is None:
        return Texts()
    return Texts(Text(row.internal_subject, row.internal_html), Text(row.external_subject, row.external_html))


def _away_time(absence: Absence, texts: AbsenceReply | None, zone: str) -> AwayTime:
    return AwayTime(
        id=absence.id,
        window=window_of_absence(absence, zone),
        reason=absence.reason or "unspecified",
        created_at=absence.created_at,
        replies=absence.replies,
        is_muted=absence.replies_muted,
        texts=_texts(texts),
        origin=absence.origin,
    )


async def absences_around(session: AsyncSession, user_id: int, at: datetime, *, muted: bool) -> Sequence[Absence]:
    """Absences of a person that may hold at an aware instant, and of which mail is, or is not, silent meanwhile."""
    statement = select(Absence).where(
        Absence.user_id == user_id,
        Absence.last_day >= (at - AROUND).date(),
        Absence.first_day <= (at + AROUND).date(),
        Absence.replies_muted.is_(muted),
    )
    return (await session.scalars(statement)).all()


async def cover(session: AsyncSession, absence_id: int) -> User | None:
    """Who stands in during an absence, if he still shares a team with the absent person (R15)."""
    return (await session.scalars(_COVER, {"absence_id": absence_id})).first()


async def absences_on(session: AsyncSession, user_id: int, days: Days) -> Sequence[Absence]:
    """The absences of a person that touch some days."""
    around = {"user_id": user_id, "first_day": days.first, "last_day": days.last}
    return (await session.scalars(_ABSENCES_ON, around)).all()


async def first_public_slug(session: AsyncSession, user_id: int) -> str | None:
    """What of a person can be booked by anybody, under which name."""
    return await session.scalar(_FIRST_PUBLIC, {"user_id": user_id})


async def hold_absences(session: AsyncSession, user_id: int, at: datetime) -> None:
    """Have one mail side at a time change the absences that it may change, held until the end of the transaction.

    Scheduling holds an absence first and then what is said of the mailbox. Whoever went the other way round would wait
    for it, and it for him.
    """
    await session.execute(_ONE_AT_A_TIME, {"name": f"replies.{user_id}"})
    around = and_(Absence.last_day >= (at - AROUND).date(), Absence.first_day <= (at + AROUND).date())
    mine = select(Absence.id).where(Absence.user_id == user_id, or_(Absence.origin == MAIL, around))
    await session.execute(mine.order_by(Absence.id).with_for_update())


async def audience_of(session: AsyncSession, user_id: int) -> Audience:
    """Which senders outside are answered where the mailbox decides it: everybody, as long as nobody said."""
    found = await session.scalar(select(ReplySettings.audience).where(ReplySettings.user_id == user_id))
    return cast(Audience, found or USUAL_AUDIENCE)


async def known_senders(session: AsyncSession, user_id: int) -> Sequence[str]:
    """Whom somebody says that he knows."""
    found = await session.scalar(select(ReplySettings.known_senders).where(ReplySettings.user_id == user_id))
    return found or ()
