"""Every SELECT of who holds which option."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import chain
from uuid import UUID

from sqlalchemy import ARRAY, BigInteger, Select, String, any_, bindparam, cast, exists, func, select
from sqlalchemy.ext.asyncio import AsyncSession

from locum.attributes import holders
from locum.attributes.holders import Counting
from locum.attributes.models import Assignment, Attribute, AttributeOption
from locum.attributes.queries import SHOWN, Option
from locum.kit.paging import Page
from locum.memberships.models import Membership

MOST_HELD = 1000
"""The list of what one person holds has no pages on the wire; this bounds it all the same."""


@dataclass(frozen=True, slots=True)
class HeldOption:
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
    places: Mapping[int, Sequence[int]]
    """By membership: where in `options` that is which its member holds, in their order."""

    def of(self, membership_id: int) -> list[HeldOption]:
        """What one member holds."""
        return [self.options[place] for place in self.places.get(membership_id, ())]


@dataclass(frozen=True, slots=True)
class Whose:
    """Whose options a list is about: holders of certain options, or of certain teams, or both; None is anybody."""

    counting: Counting | None = None
    team_ids: Sequence[int] | None = None

    @property
    def is_anybody(self) -> bool:
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
    .with_for_update(read=True, key_share=True)
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
_IDS_OF_MEMBERS = (
    select(Assignment.membership_id, func.array_agg(Assignment.option_id, type_=ARRAY(BigInteger)))
    .where(Assignment.membership_id == any_(bindparam("membership_ids", type_=ARRAY(BigInteger))))
    .group_by(Assignment.membership_id)
)
_HELD_OPTIONS = (
    select(
        AttributeOption.id,
        cast(Attribute.uuid, String).label("attribute_uuid"),
        Attribute.name,
        Attribute.type,
        cast(AttributeOption.uuid, String).label("option_uuid"),
        AttributeOption.value,
    )
    .join(Attribute, Attribute.id == AttributeOption.attribute_id)
    .where(AttributeOption.id == any_(bindparam("option_ids", type_=ARRAY(BigInteger))))
    .order_by(Attribute.id, AttributeOption.id)
)
# The planner cannot know how many of an attribute's options the same people hold: which of them
# are on a page is found first, from the index of options and holders alone.
_OURS = (
    select(AttributeOption.id)
    .join(Attribute, Attribute.id == AttributeOption.attribute_id)
    .where(Attribute.organization_id == bindparam("organization_id"))
)
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
    """Somebody's membership, which stays to the end of the transaction."""
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


async def of_members(session: AsyncSession, membership_ids: Sequence[int]) -> Holdings:
    """What each of many members holds."""
    rows = (await session.execute(_IDS_OF_MEMBERS, {"membership_ids": list(membership_ids)})).all()
    all_ids = set(chain.from_iterable(option_ids for _, option_ids in rows))
    if not all_ids:
        return Holdings((), {})
    options = (await session.execute(_HELD_OPTIONS, {"option_ids": list(all_ids)})).all()
    place = {row[0]: number for number, row in enumerate(options)}
    # There may be thousands of them: `map` keeps the work out of the interpreter.
    places = {membership_id: sorted(map(place.__getitem__, option_ids)) for membership_id, option_ids in rows}
    return Holdings([HeldOption(*row[1:]) for row in options], places)


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


def _held(organization_id: int, ours: Select[int], whose: Whose) -> Select[int]:
    """Those of certain options that somebody holds, or somebody among some people."""
    if whose.is_anybody:
        return ours.where(exists().where(Assignment.option_id == AttributeOption.id)).order_by(AttributeOption.id)
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
    named = Attribute.uuid == attribute if isinstance(attribute, UUID) else Attribute.slug == attribute
    on_page = _held(organization_id, _OURS.where(named), whose).limit(page.take).offset(page.skip).subquery("on_page")
    statement = (
        select(*SHOWN, _HOLDERS)
        .join(Attribute, Attribute.id == AttributeOption.attribute_id)
        .join(on_page, on_page.c[0] == AttributeOption.id)
        .order_by(AttributeOption.id)
    )
    rows = await session.execute(statement, {"organization_id": organization_id})
    return [(Option(*row[:-1]), row[-1]) for row in rows]
