"""Every SELECT of absences."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import lru_cache
from typing import Any, Literal

from sqlalchemy import BigInteger, ColumnElement, Select, and_, any_, bindparam, exists, null, select, union_all
from sqlalchemy.dialects.postgresql import ARRAY
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import aliased

from locum.absences.models import Absence
from locum.absences.rules import Away, Cover, Days, ShownAbsence, Substitute
from locum.absences.windows import Span
from locum.holidays.queries import KEPT, Kept, kept_as
from locum.kit.paging import Page
from locum.memberships.models import Membership
from locum.memberships.reach import in_organization
from locum.users.models import User

Order = Literal["asc", "desc"]


@dataclass(frozen=True, slots=True)
class Listed:
    """What a list holds and in which order: without the extensions only entries of whole days, entered one by one."""

    by_start: Order | None = None
    by_end: Order | None = None
    partial: bool = False
    recurring: bool = False
    series_id: int | None = None

    def of(self, statement: Select[Any]) -> Select[Any]:
        """A page of it, from `skip` and `take`."""
        if not self.partial:
            statement = statement.where(Absence.covers_days.is_(True))
        if not self.recurring:
            statement = statement.where(Absence.series_id.is_(None))
        if self.series_id is not None:
            statement = statement.where(Absence.series_id == self.series_id)
        most, first = (bindparam(name, type_=BigInteger) for name in ("take", "skip"))
        return statement.order_by(*self.order).limit(most).offset(first)

    @property
    def order(self) -> Sequence[ColumnElement[Any]]:
        """The end wins over the start (out-of-office sheet, section 5); the id settles ties."""
        column, order = (Absence.last_day, self.by_end) if self.by_end else (Absence.first_day, self.by_start)
        if order is None:
            return (Absence.id.asc(),)
        return (column.asc() if order == "asc" else column.desc(), Absence.id.asc())


async def of_person(session: AsyncSession, user_id: int, page: Page, listed: Listed) -> Sequence[Absence]:
    """All absences of a person, past ones included."""
    statement = listed.of(select(Absence).where(Absence.user_id == user_id))
    return (await session.scalars(statement, {"take": page.take, "skip": page.skip})).all()


async def of_organization(
    session: AsyncSession,
    organization_id: int,
    email: str | None,
    page: Page,
    listed: Listed,
) -> Sequence[Absence]:
    """The absences of everybody in the organization now, perhaps of one address only.

    Somebody of another organization who is only invited keeps his to himself.
    """
    parameters = {"organization_id": organization_id, "email": email, "take": page.take, "skip": page.skip}
    statement = _of_organization(listed, of_one=email is not None)
    return (await session.scalars(statement, parameters)).all()


@lru_cache(maxsize=256)
def _of_organization(listed: Listed, *, of_one: bool) -> Select[Absence]:
    """What is on the page is found and sorted by ids alone, which are a small part of the rows."""
    here = in_organization(bindparam("organization_id", type_=BigInteger))
    theirs = select(Absence.id).join(User, User.id == Absence.user_id).where(here)
    if of_one:
        theirs = theirs.where(User.email == bindparam("email"))
    on_page = listed.of(theirs).subquery("on_page")
    return select(Absence).join(on_page, on_page.c.id == Absence.id).order_by(*listed.order)


_SUBSTITUTE = (User.name, User.username)
_ENTERED = (
    select(Absence, *_SUBSTITUTE)
    .outerjoin(User, User.id == Absence.substitute_id)
    .where(Absence.user_id == bindparam("user_id"))
)
_AHEAD = (
    _ENTERED.where(Absence.last_day >= bindparam("today"))
    .order_by(Absence.first_day, Absence.id)
    .limit(bindparam("most"))
    .offset(bindparam("skip"))
)
_OVER = (
    _ENTERED.where(Absence.last_day < bindparam("today"))
    .order_by(Absence.last_day.desc(), Absence.id)
    .limit(bindparam("most"))
    .offset(bindparam("skip"))
)


async def entered(
    session: AsyncSession,
    user_id: int,
    today: date,
    page: Page,
    *,
    over: bool = False,
    recurring: bool = True,
    series_id: int | None = None,
) -> list[tuple[Absence, Substitute | None]]:
    """A person's absences with who stands in: those ahead, the next one first; or those that are over, the last first.

    With occurrences of recurring ones or without, or of one such series only. For whoever manages them: with reason and
    notes.
    """
    parameters = {"user_id": user_id, "today": today, "most": page.take, "skip": page.skip}
    statement = _OVER if over else _AHEAD
    if not recurring:
        statement = statement.where(Absence.series_id.is_(None))
    if series_id is not None:
        statement = statement.where(Absence.series_id == series_id)
    rows = await session.execute(statement, parameters)
    return [(absence, _substitute(absence, name, username)) for absence, name, username in rows]


async def owned(session: AsyncSession, user_id: int, absence_id: int) -> Absence | None:
    """One absence of a person, held until the end of the transaction."""
    statement = select(Absence).where(Absence.id == absence_id, Absence.user_id == user_id).with_for_update()
    return (await session.scalars(statement)).first()


_SHARES_DAYS = and_(Absence.first_day <= bindparam("last_day"), Absence.last_day >= bindparam("first_day"))
_OVERLAPS = and_(Absence.covers_days.is_(True), _SHARES_DAYS)

_person = select(bindparam("person_id", type_=BigInteger).label("id")).cte("person", recursive=True)
_person = _person.union(
    select(Absence.substitute_id)
    .join(_person, Absence.user_id == _person.c.id)
    .where(Absence.substitute_id.is_not(None), _OVERLAPS)
)
_REACHABLE = (
    select(Absence.user_id, Absence.substitute_id, Absence.first_day, Absence.last_day)
    .join(_person, Absence.user_id == _person.c.id)
    .where(_OVERLAPS)
)


async def covers_reachable(session: AsyncSession, person_id: int, days: Days) -> Sequence[Cover]:
    """The covers of a person, of his substitutes, of theirs, and so on, where they share a day with `days`."""
    rows = await session.execute(_REACHABLE, {"person_id": person_id, **_span(days)})
    return [
        Cover(user_id, substitute_id, Days(first, last))
        for user_id, substitute_id, first, last in rows
        if substitute_id is not None
    ]


_COVERS_SOMEBODY = select(exists().where(Absence.substitute_id == bindparam("user_id"), _OVERLAPS))


async def covers_somebody(session: AsyncSession, user_id: int, days: Days) -> bool:
    """Whether anybody counts on this person as a substitute on one of the days."""
    return bool(await session.scalar(_COVERS_SOMEBODY, {"user_id": user_id, **_span(days)}))


_DUPLICATE = select(
    exists().where(
        Absence.user_id == bindparam("user_id"),
        Absence.first_day == bindparam("first_day"),
        Absence.last_day == bindparam("last_day"),
        Absence.covers_days.is_(True),
        Absence.series_id.is_(None),
    )
)
_SAME_WINDOW = select(
    exists().where(
        Absence.user_id == bindparam("user_id"),
        Absence.starts_at == bindparam("starts_at"),
        Absence.ends_at == bindparam("ends_at"),
        Absence.series_id.is_(None),
    )
)


async def has_duplicate(session: AsyncSession, user_id: int, span: Span) -> bool:
    """Whether the person has an absence on exactly these days, or in exactly this window where it covers no day."""
    if span.covers_days or span.window is None:
        return bool(await session.scalar(_DUPLICATE, {"user_id": user_id, **_span(span.days)}))
    bounds = {"starts_at": span.window.start, "ends_at": span.window.end}
    return bool(await session.scalar(_SAME_WINDOW, {"user_id": user_id, **bounds}))


def _span(days: Days) -> dict[str, date]:
    return {"first_day": days.first, "last_day": days.last}


_theirs, _others = aliased(Membership), aliased(Membership)
_MAY_COVER = select(
    exists().where(
        _theirs.user_id == bindparam("user_id"),
        _theirs.accepted.is_(True),
        _others.team_id == _theirs.team_id,
        _others.user_id == bindparam("substitute_id"),
        _others.accepted.is_(True),
    )
)


async def may_cover(session: AsyncSession, user_id: int, substitute_id: int) -> bool:
    """Whether two people share a team or organization, both accepted (sheet, section 4.4)."""
    found = await session.scalar(_MAY_COVER, {"user_id": user_id, "substitute_id": substitute_id})
    return bool(found)


MOST_SUBSTITUTES = 500
"""To choose from."""
_MAY_STAND_IN = (
    select(User)
    .where(
        User.id != bindparam("user_id"),
        exists().where(
            _theirs.user_id == bindparam("user_id"),
            _theirs.accepted.is_(True),
            _others.team_id == _theirs.team_id,
            _others.user_id == User.id,
            _others.accepted.is_(True),
        ),
    )
    .order_by(User.name, User.id)
    .limit(MOST_SUBSTITUTES)
)


async def possible_substitutes(session: AsyncSession, user_id: int) -> Sequence[User]:
    """Who could be named as substitute of a person, by name (sheet, section 4.4)."""
    return (await session.scalars(_MAY_STAND_IN, {"user_id": user_id})).all()


_of_anybody = Absence.user_id == any_(bindparam("user_ids", type_=ARRAY(BigInteger)))
_in_order = (Absence.user_id, Absence.first_day, Absence.id)
_AWAY = (
    select(
        Absence.id,
        Absence.user_id,
        Absence.first_day,
        Absence.last_day,
        Absence.substitute_id,
        Absence.starts_at,
        Absence.ends_at,
        Absence.covers_days,
    )
    .where(_of_anybody, _SHARES_DAYS)
    .order_by(*_in_order)
)
_AWAY_AND_HOLIDAYS = union_all(
    _AWAY.order_by(None).add_columns(
        null().label("country"), null().label("region"), null().label("working"), null().label("is_own")
    ),
    select(
        null(),
        KEPT.c.user_id,
        *(null() for _ in range(6)),
        KEPT.c.country,
        KEPT.c.region,
        KEPT.c.working,
        KEPT.c.is_own,
    ),
)
_SHOWN_WITH_HOURS = (
    select(Absence, *_SUBSTITUTE)
    .outerjoin(User, User.id == Absence.substitute_id)
    .where(_of_anybody, _SHARES_DAYS)
    .order_by(*_in_order)
)
_SHOWN = _SHOWN_WITH_HOURS.where(Absence.covers_days.is_(True))


async def away(session: AsyncSession, user_ids: Collection[int], days: Days) -> list[Away]:
    """The absences of many people that share a day with `days`, by person and first day, in one statement.

    Those of parts of days, too. What an absence takes beyond its whole days lies on the days next to these.
    """
    rows = await session.execute(_AWAY, {"user_ids": list(user_ids), **_span(days)})
    return [
        Away(id_, user_id, Days(first, last), substitute, starts_at, ends_at, covers_days)
        for id_, user_id, first, last, substitute, starts_at, ends_at, covers_days in rows
    ]


async def away_and_holidays(
    session: AsyncSession, user_ids: Collection[int], days: Days
) -> tuple[list[Away], Mapping[int, Kept]]:
    """The same absences, and whose public holidays these people keep, all in one statement: slots want both."""
    rows = (await session.execute(_AWAY_AND_HOLIDAYS, {"user_ids": list(user_ids), **_span(days)})).all()
    found = [
        Away(id_, user_id, Days(first, last), substitute, starts_at, ends_at, covers_days)
        for id_, user_id, first, last, substitute, starts_at, ends_at, covers_days, *_ in rows
        if id_ is not None
    ]
    kept = {row.user_id: kept_as(*row[-4:]) for row in rows if row.id is None}
    return sorted(found, key=lambda away: (away.user_id, away.days.first, away.id)), kept


async def shown(
    session: AsyncSession, user_ids: Collection[int], days: Days, *, with_hours: bool = False
) -> list[ShownAbsence]:
    """The same of whole days as pages show them, with the substitutes' names; those of hours where they are wanted."""
    statement = _SHOWN_WITH_HOURS if with_hours else _SHOWN
    rows = await session.execute(statement, {"user_ids": list(user_ids), **_span(days)})
    return [_shown(absence, name, username) for absence, name, username in rows]


def _shown(absence: Absence, name: str | None, username: str | None) -> ShownAbsence:
    return ShownAbsence(
        absence.id,
        absence.user_id,
        Days(absence.first_day, absence.last_day),
        absence.reason or "unspecified",
        absence.notes if absence.show_note_publicly else None,
        _substitute(absence, name, username),
        None if absence.covers_days else _hours(absence),
    )


def _hours(absence: Absence) -> tuple[datetime, datetime] | None:
    """Exactly when; what covers no day has both instants."""
    if absence.starts_at is None or absence.ends_at is None:
        return None
    return absence.starts_at, absence.ends_at


def _substitute(absence: Absence, name: str | None, username: str | None) -> Substitute | None:
    return None if absence.substitute_id is None else Substitute(absence.substitute_id, name, username)
