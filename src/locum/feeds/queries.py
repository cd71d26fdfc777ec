"""Every SELECT of feeds."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import ColumnElement, Select, exists, func, or_, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import aliased

from locum.absences.models import Absence
from locum.feeds.models import AbsenceFeed
from locum.kit.paging import Page
from locum.memberships.models import Membership
from locum.memberships.reach import in_organization
from locum.organizations.models import Team
from locum.users.models import User

MOST_ENTRIES = 5000
"""Of one feed; the next ones come first."""


@dataclass(frozen=True, slots=True)
class FeedOwner:
    """Whose absences a feed tells: a person's, or those of everybody in a team or organization."""

    user_id: int | None = None
    team_id: int | None = None


@dataclass(frozen=True, slots=True)
class Opened:
    """A feed found by its secret, with what it is called after and the language of whoever made it."""

    feed: AbsenceFeed
    person: User | None
    place: Team | None
    locale: str


@dataclass(frozen=True, slots=True)
class Entry:
    """One absence of a feed."""

    absence: Absence
    person: User
    substitute: User | None


_person, _maker, _substitute = aliased(User), aliased(User), aliased(User)


_theirs, _makers = aliased(Membership), aliased(Membership)
_share_a_place = exists().where(
    _theirs.user_id == AbsenceFeed.user_id,
    _theirs.accepted.is_(True),
    _makers.team_id == _theirs.team_id,
    _makers.user_id == AbsenceFeed.made_by_id,
    _makers.accepted.is_(True),
)
_STILL_GOOD = or_(AbsenceFeed.user_id.is_(None), AbsenceFeed.user_id == AbsenceFeed.made_by_id, _share_a_place)
"""What somebody made of another person's absences ends when they have nothing to do with each other any more."""


async def opened(session: AsyncSession, digest: str) -> Opened | None:
    """The feed of a secret."""
    statement = (
        select(AbsenceFeed, _person, Team, _maker.locale)
        .outerjoin(_person, _person.id == AbsenceFeed.user_id)
        .outerjoin(Team, Team.id == AbsenceFeed.team_id)
        .outerjoin(_maker, _maker.id == AbsenceFeed.made_by_id)
        .where(AbsenceFeed.digest == digest, _STILL_GOOD)
    )
    row = (await session.execute(statement)).first()
    if row is None:
        return None
    feed, person, place, locale = row
    return Opened(feed, person, place, locale or "en")


async def entries(session: AsyncSession, found: Opened, first: date, last: date) -> list[Entry]:
    """The absences that a feed tells of between two days, by day."""
    statement = (
        select(Absence, User, _substitute)
        .join(User, User.id == Absence.user_id)
        .outerjoin(_substitute, _substitute.id == Absence.substitute_id)
        .where(Absence.last_day >= first, Absence.first_day <= last, _told_by(found))
        .order_by(Absence.first_day, Absence.id)
        .limit(MOST_ENTRIES)
    )
    return [Entry(*row) for row in await session.execute(statement)]


def _told_by(found: Opened) -> ColumnElement[bool]:
    if found.person is not None:
        return Absence.user_id == found.person.id
    if found.place is not None and found.place.is_organization:
        return in_organization(found.place.id)
    return exists().where(
        Membership.team_id == found.feed.team_id, Membership.user_id == Absence.user_id, Membership.accepted.is_(True)
    )


def _owned(owner: FeedOwner) -> ColumnElement[bool]:
    if owner.user_id is not None:
        return AbsenceFeed.user_id == owner.user_id
    return AbsenceFeed.team_id == owner.team_id


async def of_owner(session: AsyncSession, owner: FeedOwner, page: Page) -> Sequence[AbsenceFeed]:
    """The feeds of a person or place, the oldest first."""
    statement: Select[AbsenceFeed] = select(AbsenceFeed).where(_owned(owner)).order_by(AbsenceFeed.id)
    return (await session.scalars(statement.limit(page.take).offset(page.skip))).all()


async def count(session: AsyncSession, owner: FeedOwner) -> int:
    """How many there are."""
    return await session.scalar(select(func.count()).select_from(AbsenceFeed).where(_owned(owner))) or 0


async def owned(session: AsyncSession, owner: FeedOwner, feed_id: int) -> AbsenceFeed | None:
    """One of them, held until the end of the transaction."""
    statement = select(AbsenceFeed).where(AbsenceFeed.id == feed_id, _owned(owner)).with_for_update()
    return (await session.scalars(statement)).first()
