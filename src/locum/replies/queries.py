"""Every SELECT of replies."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import cast

from sqlalchemy import bindparam, or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from locum.absences.models import Absence, AbsenceReply
from locum.absences.windows import Window, window_of_absence
from locum.replies.models import ReplySettings
from locum.replies.state import Audience, AwayTime, Mode, Said, Text, Texts
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
        window=window_in(absence, zone),
        reason=absence.reason or "unspecified",
        created_at=absence.created_at,
        replies=absence.replies,
        is_muted=absence.replies_muted,
        texts=_texts(texts),
        origin=absence.origin,
    )


def window_in(absence: Absence, zone: str) -> Window:
    """When somebody is away exactly."""
    return window_of_absence(absence, zone)


async def absences_around(session: AsyncSession, user_id: int, at: datetime, *, muted: bool) -> Sequence[Absence]:
    """Absences of a person that may hold at an aware instant, and of which mail is, or is not, silent meanwhile."""
    statement = select(Absence).where(
        Absence.user_id == user_id,
        Absence.last_day >= (at - AROUND).date(),
        Absence.first_day <= (at + AROUND).date(),
        Absence.replies_muted.is_(muted),
    )
    return (await session.scalars(statement)).all()
