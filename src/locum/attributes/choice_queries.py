"""What can be chosen of attributes, and how many people chose it: for forms and lists in pages."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import BigInteger, any_, bindparam, func, select, true
from sqlalchemy.dialects.postgresql import ARRAY
from sqlalchemy.ext.asyncio import AsyncSession

from locum.attributes.models import Assignment, Attribute, AttributeOption
from locum.kit.paging import Page

MOST_CHOICES = 5000
MOST_COUNTED = 1000
"""Of how many holdings a list looks whose they are: ten thousand people hold half a million."""


@dataclass(frozen=True, slots=True)
class OptionInUse:
    """An option of an attribute, and how many people hold it."""

    id: UUID
    value: str
    is_group: bool
    is_entered: bool
    holders: int


@dataclass(frozen=True, slots=True)
class Holders:
    """How many people hold anything of an attribute, or at least so many."""

    number: int
    are_all: bool


_holders = (
    select(func.count()).where(Assignment.option_id == AttributeOption.id).correlate(AttributeOption).scalar_subquery()
)
_IN_USE = (
    select(AttributeOption.uuid, AttributeOption.value, AttributeOption.is_group, AttributeOption.is_entered, _holders)
    .where(AttributeOption.attribute_id == bindparam("attribute_id"))
    .order_by(AttributeOption.id)
    .limit(bindparam("take"))
    .offset(bindparam("skip"))
)
_CHOICES = (
    select(AttributeOption.attribute_id, AttributeOption.uuid, AttributeOption.value)
    .where(
        AttributeOption.attribute_id == any_(bindparam("attribute_ids", type_=ARRAY(BigInteger))),
        AttributeOption.is_entered.is_(False),
    )
    .order_by(AttributeOption.attribute_id, AttributeOption.id)
    .limit(MOST_CHOICES)
)
_HELD = (
    select(AttributeOption.attribute_id, AttributeOption.uuid, AttributeOption.value)
    .join(Assignment, Assignment.option_id == AttributeOption.id)
    .where(Assignment.membership_id == bindparam("membership_id"))
    .order_by(AttributeOption.attribute_id, Assignment.id)
    .limit(MOST_CHOICES)
)
_HOLDINGS = select(Assignment.user_id).join(AttributeOption, AttributeOption.id == Assignment.option_id)
_some = _HOLDINGS.where(AttributeOption.attribute_id == Attribute.id).limit(bindparam("most")).lateral()
_COUNTS = (
    select(Attribute.id, func.count(_some.c.user_id.distinct()), func.count())
    .join(_some, true())
    .where(Attribute.id == any_(bindparam("attribute_ids", type_=ARRAY(BigInteger))))
    .group_by(Attribute.id)
)
_COUNT = select(func.count(Assignment.user_id.distinct())).where(
    Assignment.option_id == AttributeOption.id, AttributeOption.attribute_id == bindparam("attribute_id")
)


async def options_in_use(session: AsyncSession, attribute: Attribute, page: Page) -> list[OptionInUse]:
    """The options of an attribute, those included that were entered for one member."""
    parameters = {"attribute_id": attribute.id, "take": page.take, "skip": page.skip}
    return [OptionInUse(*row) for row in await session.execute(_IN_USE, parameters)]


Chosen = dict[int, list[tuple[UUID, str]]]
"""Options, id and value, by the number of their attribute."""


async def choices(session: AsyncSession, attributes: Collection[Attribute]) -> Chosen:
    """What the attributes offer to choose from, in one statement."""
    return _by_attribute((await session.execute(_CHOICES, {"attribute_ids": [one.id for one in attributes]})).all())


async def held_by(session: AsyncSession, membership_id: int) -> Chosen:
    """What a member holds."""
    return _by_attribute((await session.execute(_HELD, {"membership_id": membership_id})).all())


def _by_attribute(rows: Sequence[tuple[int, UUID, str]]) -> Chosen:
    found: Chosen = {}
    for attribute_id, uuid, value in rows:
        found.setdefault(attribute_id, []).append((uuid, value))
    return found


async def holders_of(session: AsyncSession, attributes: Collection[Attribute]) -> dict[int, Holders]:
    """How many people hold anything of each attribute, by its number; no more are counted than there is need for."""
    parameters = {"attribute_ids": [one.id for one in attributes], "most": MOST_COUNTED + 1}
    rows = await session.execute(_COUNTS, parameters)
    return {row[0]: Holders(min(row[1], MOST_COUNTED), are_all=row[2] <= MOST_COUNTED) for row in rows}


async def number_of_holders(session: AsyncSession, attribute: Attribute) -> int:
    """How many people hold anything of an attribute, all of them counted."""
    return await session.scalar(_COUNT, {"attribute_id": attribute.id}) or 0
