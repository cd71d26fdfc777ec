"""Use cases of options: list, make, change, remove."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import delete
from sqlalchemy.ext.asyncio import AsyncSession

from locum.attributes import queries, rules
from locum.attributes.models import Attribute, AttributeOption, GroupedOption
from locum.attributes.queries import Option
from locum.attributes.rules import GroupState
from locum.kit.errors import MissingRecord, MissingReference, NotFound
from locum.kit.paging import Page

NO_ATTRIBUTE = "Attribute not found"
NO_OPTION = "Attribute option not found"


@dataclass(frozen=True, slots=True)
class Changes:
    """What a change of an option names; None stays as it is. A group that is to be none contains nothing more."""

    value: str | None = None
    slug: str | None = None
    is_group: bool | None = None
    contains: tuple[UUID, ...] | None = None


async def list_options(session: AsyncSession, organization_id: int, attribute: UUID, page: Page) -> list[Option]:
    """The options of an attribute; an unknown one has none. Raises NotFound for one of another organization."""
    found = await queries.options(session, organization_id, attribute, page)
    if not found:
        await refuse_foreign(session, organization_id, attribute)
    return found


async def refuse_foreign(session: AsyncSession, organization_id: int, attribute: UUID) -> None:
    """Raises NotFound for an attribute of another organization, where an unknown one is answered in another way."""
    if await queries.is_elsewhere(session, organization_id, attribute):
        raise NotFound(NO_ATTRIBUTE)


async def create_option(
    session: AsyncSession, organization_id: int, attribute: UUID, value: str, slug: str, group: GroupState
) -> Option:
    """An option more, of an attribute of any type. Others may have the same value or slug.

    Raises MissingReference when there is no such attribute, NotFound when it is another organization's, and what
    `rules.check_value` and `rules.check_group` raise.
    """
    parent = await queries.held(session, organization_id, attribute)
    if parent is None:
        await refuse_foreign(session, organization_id, attribute)
        raise MissingReference
    rules.check_value(parent.type, value)
    option = AttributeOption(attribute_id=parent.id, value=value, slug=slug, is_group=group.is_group)
    contained = await queries.plain_options(session, parent.id, group.contains)
    rules.check_group(group, can_be_contained={other.uuid for other in contained}, is_contained=False)
    session.add(option)
    await session.flush()
    await _contain(session, option, contained)
    return await queries.shown(session, option)


async def change_option(
    session: AsyncSession, organization_id: int, attribute: UUID, uuid: UUID, changes: Changes
) -> Option:
    """Change what is named. Raises MissingRecord when the attribute has no such option, and as `create_option`."""
    parent = await queries.held(session, organization_id, attribute)
    option = await _of(session, parent, uuid)
    if parent is None or option is None:
        raise MissingRecord
    if changes.value is not None:
        rules.check_value(parent.type, changes.value)
        option.value = changes.value
    if changes.slug is not None:
        option.slug = changes.slug
    if changes.is_group is not None or changes.contains is not None:
        await _regroup(session, parent, option, changes)
    await session.flush()
    return await queries.shown(session, option)


async def _regroup(session: AsyncSession, parent: Attribute, option: AttributeOption, changes: Changes) -> None:
    is_group = option.is_group if changes.is_group is None else changes.is_group
    named = changes.contains
    if named is None and is_group:
        named = tuple((await queries.shown(session, option)).contains)
    wanted = GroupState(is_group, named or ())
    contained = [other for other in await queries.plain_options(session, parent.id, wanted.contains) if other != option]
    rules.check_group(
        wanted,
        can_be_contained={other.uuid for other in contained},
        is_contained=await queries.is_contained(session, option.id),
    )
    option.is_group = is_group
    await session.execute(delete(GroupedOption).where(GroupedOption.group_id == option.id))
    await _contain(session, option, contained)


async def _contain(session: AsyncSession, group: AttributeOption, options: Sequence[AttributeOption]) -> None:
    session.add_all(GroupedOption(group_id=group.id, option_id=option.id) for option in options)
    await session.flush()


async def remove_option(session: AsyncSession, organization_id: int, attribute: UUID, uuid: UUID) -> Option:
    """An option goes; nobody holds it any more, and groups do without it. Raises NotFound."""
    option = await _of(session, await queries.held(session, organization_id, attribute), uuid)
    if option is None:
        raise NotFound(NO_OPTION)
    gone = await queries.shown(session, option)
    await session.delete(option)
    await session.flush()
    return gone


async def _of(session: AsyncSession, attribute: Attribute | None, uuid: UUID) -> AttributeOption | None:
    return None if attribute is None else await queries.option_of_attribute(session, attribute.id, uuid)
