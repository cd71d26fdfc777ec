"""Every SELECT of attributes and their options. Who holds them: `holders` and `assignment_queries`."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import ARRAY, BigInteger, ColumnElement, Select, Uuid, bindparam, exists, func, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import InstrumentedAttribute, aliased

from locum.attributes.models import Attribute, AttributeOption, GroupedOption
from locum.kit.paging import Page


@dataclass(frozen=True, slots=True)
class Option:
    """An option as it is shown; ids are those of the outside, `contains` in the order in which they were made."""

    id: UUID
    attribute_id: UUID
    value: str
    slug: str
    is_group: bool
    contains: Sequence[UUID]


_OURS = Attribute.organization_id == bindparam("organization_id")
_ALL = select(Attribute).where(_OURS).order_by(Attribute.id).limit(bindparam("take")).offset(bindparam("skip"))
_ONE = select(Attribute).where(_OURS, Attribute.uuid == bindparam("uuid"))
# Whoever changes an attribute, its options or who holds them does so alone: types, groups and single values concern
# several rows at once.
_HELD = _ONE.with_for_update(key_share=True).execution_options(populate_existing=True)
_ELSEWHERE = select(
    exists().where(Attribute.uuid == bindparam("uuid"), Attribute.organization_id != bindparam("organization_id"))
)

_contained = aliased(AttributeOption)
_CONTAINS = func.array(
    select(_contained.uuid)
    .join(GroupedOption, GroupedOption.option_id == _contained.id)
    .where(GroupedOption.group_id == AttributeOption.id)
    .order_by(_contained.id)
    .correlate(AttributeOption)
    .scalar_subquery(),
    type_=ARRAY(Uuid),
)
SHOWN = (
    AttributeOption.uuid,
    Attribute.uuid.label("attribute_uuid"),
    AttributeOption.value,
    AttributeOption.slug,
    AttributeOption.is_group,
    _CONTAINS.label("contains"),
)
"""The columns of an `Option`, in its order."""
_SHOWN_OPTIONS = select(*SHOWN).join(Attribute, Attribute.id == AttributeOption.attribute_id)


def ids_of_options(named: InstrumentedAttribute[UUID] | InstrumentedAttribute[str]) -> Select[int]:
    """The options of an organization's attribute with a certain id or slug, the parameter `attribute`.

    The attribute is found first: then its options come from the index in the order in which they were made.
    """
    found = select(Attribute.id).where(_OURS, named == bindparam("attribute")).scalar_subquery()
    return select(AttributeOption.id).where(AttributeOption.attribute_id == found)


def shown_page(ids: Select[int], *more: ColumnElement[Any]) -> Select[*tuple[Any, ...]]:
    """What is shown of a page of options whose ids come in their order, and more columns.

    Which of them are on the page is found first, from the indexes alone: the planner cannot know that so much is left
    out of ten thousand.
    """
    on_page = ids.limit(bindparam("take", type_=BigInteger)).offset(bindparam("skip", type_=BigInteger))
    found = on_page.subquery("on_page")
    statement = _SHOWN_OPTIONS.add_columns(*more).join(found, found.c[0] == AttributeOption.id)
    return statement.order_by(AttributeOption.id)


_OPTIONS = shown_page(ids_of_options(Attribute.uuid).order_by(AttributeOption.id))
_SHOWN_OPTION = _SHOWN_OPTIONS.where(AttributeOption.id == bindparam("option_id"))
_OPTION = select(AttributeOption).where(AttributeOption.uuid == bindparam("uuid"))
_PLAIN = select(AttributeOption).where(
    AttributeOption.attribute_id == bindparam("attribute_id"), AttributeOption.is_group.is_(False)
)
_OF_ATTRIBUTE = _OPTION.where(AttributeOption.attribute_id == bindparam("attribute_id"))
_OF_ORGANIZATION = _OPTION.join(Attribute, Attribute.id == AttributeOption.attribute_id).where(_OURS)
_IS_CONTAINED = select(exists().where(GroupedOption.option_id == bindparam("option_id")))


async def attributes(session: AsyncSession, organization_id: int, page: Page) -> Sequence[Attribute]:
    """The attributes of an organization, in the order in which they were made."""
    parameters = {"organization_id": organization_id, "take": page.take, "skip": page.skip}
    return (await session.scalars(_ALL, parameters)).all()


async def one(session: AsyncSession, organization_id: int, uuid: UUID) -> Attribute | None:
    """One attribute of an organization."""
    return (await session.scalars(_ONE, {"organization_id": organization_id, "uuid": uuid})).first()


async def held(session: AsyncSession, organization_id: int, uuid: UUID) -> Attribute | None:
    """One attribute of an organization, read afresh and held until the end of the transaction."""
    return (await session.scalars(_HELD, {"organization_id": organization_id, "uuid": uuid})).first()


async def is_elsewhere(session: AsyncSession, organization_id: int, uuid: UUID) -> bool:
    """Whether this is an attribute of another organization."""
    return bool(await session.scalar(_ELSEWHERE, {"organization_id": organization_id, "uuid": uuid}))


async def options(session: AsyncSession, organization_id: int, attribute: UUID, page: Page) -> list[Option]:
    """The options of an attribute, in the order in which they were made; none of an unknown one."""
    parameters = {"organization_id": organization_id, "attribute": attribute, "take": page.take, "skip": page.skip}
    return [Option(*row) for row in await session.execute(_OPTIONS, parameters)]


async def shown(session: AsyncSession, option: AttributeOption) -> Option:
    """An option of this transaction as it is shown."""
    return Option(*(await session.execute(_SHOWN_OPTION, {"option_id": option.id})).one())


async def option_of_attribute(session: AsyncSession, attribute_id: int, uuid: UUID) -> AttributeOption | None:
    """One option of an attribute that the caller has found to be the organization's."""
    return (await session.scalars(_OF_ATTRIBUTE, {"attribute_id": attribute_id, "uuid": uuid})).first()


async def option_of_organization(session: AsyncSession, organization_id: int, uuid: UUID) -> AttributeOption | None:
    """One option of any attribute of an organization."""
    return (await session.scalars(_OF_ORGANIZATION, {"organization_id": organization_id, "uuid": uuid})).first()


async def plain_options(session: AsyncSession, attribute_id: int, uuids: Sequence[UUID]) -> Sequence[AttributeOption]:
    """Those of an attribute's options named here that are no groups."""
    statement = _PLAIN.where(AttributeOption.uuid.in_(uuids))
    return (await session.scalars(statement, {"attribute_id": attribute_id})).all()


async def is_contained(session: AsyncSession, option_id: int) -> bool:
    """Whether an option is contained in a group."""
    return bool(await session.scalar(_IS_CONTAINED, {"option_id": option_id}))
