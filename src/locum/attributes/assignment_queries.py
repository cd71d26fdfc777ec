"""Every SELECT of who holds which option."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple
from uuid import UUID

from sqlalchemy import ARRAY, BigInteger, Select, String, any_, bindparam, cast, exists, func, select
from sqlalchemy.ext.asyncio import AsyncSession

from locum.attributes import holders
from locum.attributes.holders import Counting
from locum.attributes.models import Assignment, Attribute, AttributeOption
from locum.attributes.queries import SHOWN, Option, ids_of_options, shown_page
from locum.kit.paging import Page
from locum.memberships.models import Membership

MOST_HELD = 1000
"""The list of what one person holds has no pages on the wire; this bounds it all the same."""


class HeldOption(NamedTuple):
    """An option that members hold, with its attribute; ids are those of the outside."""

    attribute_id: str
    name: str
    type: str
    option_id: str
    value: str


@dataclass(frozen=True, slots=True)
class Holdings:
    """What many members hold, each option said once however many hold it."""

    options: Sequence[HeldOption]
    """By attribute, in the order in which attributes and options were made."""
    places: Sequence[Sequence[int]]
    """Of each member: where in `options` that is which he holds, in their order."""


@dataclass(frozen=True, slots=True)
class Whose:
    """Whose options a list is about: holders of certain options, or of certain teams, or both; None is anybody."""

    counting: Counting | None = None
    team_ids: Sequence[int] | None = None

    @property
    def is_anybody(self) -> bool:
        """Whether nothing narrows it."""
        return self.counting is None and self.team_ids is None


_OF_USER = (
    select(*SHOWN, Assignment.weight)
    .join(Attribute, Attribute.id == AttributeOption.attribute_id)
    .join(Assignment, Assignment.option_id == AttributeOption.id)
    .join(Membership, Membership.id == Assignment.membership_id)
    .where(
        Attribute.organization_id == bindparam("organization_id"),
        Membership.team_id == bindparam("organization_id"),
        Membership.user_id == bindparam("user_id"),
    )
    .order_by(Attribute.id, Assignment.id)
    .limit(MOST_HELD)
)
_MEMBERSHIP = (
    select(Membership)
    .where(Membership.team_id == bindparam("organization_id"), Membership.user_id == bindparam("user_id"))
    .with_for_update(read=True)
    .execution_options(populate_existing=True)
)
_OF_ATTRIBUTE = (
    select(Assignment, AttributeOption)
    .join(AttributeOption, AttributeOption.id == Assignment.option_id)
    .where(
        Assignment.membership_id == bindparam("membership_id"),
        AttributeOption.attribute_id == bindparam("attribute_id"),
    )
    .order_by(Assignment.id)
    .with_for_update(of=Assignment)
)
_ONE = (
    select(Assignment, Attribute)
    .join(AttributeOption, AttributeOption.id == Assignment.option_id)
    .join(Attribute, Attribute.id == AttributeOption.attribute_id)
    .where(Assignment.membership_id == bindparam("membership_id"), AttributeOption.uuid == bindparam("uuid"))
    .with_for_update(of=Assignment)
)
_IS_HELD = select(exists().where(Assignment.option_id == bindparam("option_id")))
# Of tables rather than models: there may be thousands of rows, each of which would pass once more through the mapper.
_attribute, _option = Attribute.__table__.c, AttributeOption.__table__.c
_HELD_OPTIONS = (
    select(
        cast(_attribute.uuid, String).label("attribute_uuid"),
        _attribute.name,
        _attribute.type,
        cast(_option.uuid, String).label("option_uuid"),
        _option.value,
    )
    .join_from(AttributeOption.__table__, Attribute.__table__, _attribute.id == _option.attribute_id)
    .order_by(_attribute.id, _option.id)
)
_OF_MEMBER = _HELD_OPTIONS.join(Assignment.__table__, Assignment.option_id == _option.id).where(
    Assignment.membership_id == bindparam("membership_id")
)
# Their numbers come as text: the driver would write down a list number by number, which takes as long as finding them.
_NAMED = _HELD_OPTIONS.add_columns(_option.id).where(
    _option.id == any_(cast(bindparam("option_ids", type_=String), ARRAY(BigInteger)))
)
IDS_OF_MEMBER = func.array(
    select(Assignment.option_id)
    .where(Assignment.membership_id == Membership.id)
    .correlate(Membership)
    .scalar_subquery(),
    type_=ARRAY(BigInteger),
)
"""A column of lists of memberships: the numbers of the options that the member holds."""

_HOLDERS = func.array(
    select(Assignment.user_id)
    .where(Assignment.option_id == AttributeOption.id)
    .order_by(Assignment.user_id)
    .correlate(AttributeOption)
    .scalar_subquery(),
    type_=ARRAY(BigInteger),
)


async def of_user(session: AsyncSession, organization_id: int, user_id: int) -> list[tuple[Option, int | None]]:
    """What somebody holds in an organization, with the weights; nothing where he is no member."""
    parameters = {"organization_id": organization_id, "user_id": user_id}
    return [(Option(*row[:-1]), row[-1]) for row in await session.execute(_OF_USER, parameters)]


async def membership(session: AsyncSession, organization_id: int, user_id: int) -> Membership | None:
    """Somebody's membership, which stays as it is to the end of the transaction."""
    parameters = {"organization_id": organization_id, "user_id": user_id}
    return (await session.scalars(_MEMBERSHIP, parameters)).first()


async def of_attribute(
    session: AsyncSession, membership_id: int, attribute_id: int
) -> Sequence[tuple[Assignment, AttributeOption]]:
    """What a member holds of an attribute, held to the end of the transaction."""
    parameters = {"membership_id": membership_id, "attribute_id": attribute_id}
    return [(assignment, option) for assignment, option in await session.execute(_OF_ATTRIBUTE, parameters)]


async def one(session: AsyncSession, membership_id: int, option: UUID) -> tuple[Assignment, Attribute] | None:
    """That a member holds an option, held to the end of the transaction."""
    row = (await session.execute(_ONE, {"membership_id": membership_id, "uuid": option})).first()
    return None if row is None else (row[0], row[1])


async def is_held(session: AsyncSession, option_id: int) -> bool:
    """Whether anybody holds an option."""
    return bool(await session.scalar(_IS_HELD, {"option_id": option_id}))


async def of_member(session: AsyncSession, membership_id: int) -> list[HeldOption]:
    """What one member holds, by attribute."""
    return [HeldOption(*row) for row in await session.execute(_OF_MEMBER, {"membership_id": membership_id})]


async def holdings(session: AsyncSession, option_ids: Sequence[Sequence[int]]) -> Holdings:
    """What each of many members holds, whose options were found by their numbers."""
    held = ",".join(map(str, set().union(*option_ids)))
    rows = (await session.execute(_NAMED, {"option_ids": f"{{{held}}}"})).all() if held else ()
    place = {row[-1]: number for number, row in enumerate(rows)}
    # There may be thousands of them: `map` keeps the work out of the interpreter.
    places = [sorted(map(place.__getitem__, numbers)) for numbers in option_ids]
    return Holdings([HeldOption(*row[:-1]) for row in rows], places)


def _people(organization_id: int, whose: Whose) -> Select[int]:
    """The user ids of those whose options are asked for."""
    if whose.counting is None:
        return holders.team_members(organization_id, whose.team_ids or ())
    people = holders.holders(whose.counting)
    if whose.team_ids is None:
        return people
    return people.where(Assignment.user_id.in_(holders.team_members(organization_id, whose.team_ids)))


async def is_anybody(session: AsyncSession, organization_id: int, whose: Whose) -> bool:
    """Whether there is anybody at all whose options were asked for."""
    return bool(await session.scalar(select(_people(organization_id, whose).exists())))


_IS_HELD_BY_ANYBODY = exists().where(Assignment.option_id == AttributeOption.id)
_OURS = {named: ids_of_options(named) for named in (Attribute.uuid, Attribute.slug)}
_HELD_BY_ANYBODY = {
    named: shown_page(ours.where(_IS_HELD_BY_ANYBODY).order_by(AttributeOption.id), _HOLDERS)
    for named, ours in _OURS.items()
}


def _held_by_some(organization_id: int, ours: Select[int], whose: Whose) -> Select[int]:
    """Those of certain options that somebody holds among some people."""
    people = _people(organization_id, whose).cte("people").prefix_with("MATERIALIZED")
    return (
        select(Assignment.option_id)
        .where(
            Assignment.option_id == any_(func.array(ours.scalar_subquery(), type_=ARRAY(BigInteger))),
            Assignment.user_id.in_(select(people.c.user_id)),
        )
        .group_by(Assignment.option_id)
        .order_by(Assignment.option_id)
    )


async def assigned(
    session: AsyncSession, organization_id: int, attribute: UUID | str, whose: Whose, page: Page
) -> list[tuple[Option, list[int]]]:
    """The options of an attribute (its id, or its slug) that somebody holds, each with the user ids of all holders.

    Only those that somebody among `whose` holds.
    """
    named = Attribute.uuid if isinstance(attribute, UUID) else Attribute.slug
    statement = _HELD_BY_ANYBODY[named]
    if not whose.is_anybody:
        statement = shown_page(_held_by_some(organization_id, _OURS[named], whose), _HOLDERS)
    parameters = {"organization_id": organization_id, "attribute": attribute, "take": page.take, "skip": page.skip}
    return [(Option(*row[:-1]), row[-1]) for row in await session.execute(statement, parameters)]
