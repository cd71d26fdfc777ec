"""Use cases: members come to hold options, with or without a weight, and give them up (members sheet, section 6.2).

`by_holder`: the member himself asks, who may only where the attribute leaves it to him.
"""

from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from locum.attributes import assignment_queries, queries, rules
from locum.attributes.models import Assignment, Attribute, AttributeOption
from locum.attributes.options import NO_ATTRIBUTE
from locum.attributes.rules import Choice
from locum.kit.errors import BadRequest, DuplicateRecord, MissingReference, NotFound
from locum.memberships.models import Membership

NOT_ACCEPTED = "User is not a member of the organization"
NOT_HELD = "Attribute does not belong to this user"


async def assign(
    session: AsyncSession,
    organization_id: int,
    user_id: int,
    attribute: UUID,
    choice: Choice,
    *,
    weight: int | None = None,
    by_holder: bool = False,
) -> tuple[Assignment, AttributeOption]:
    """A member holds an option, or a value of his own, from now on. It replaces what he held of a single-valued one.

    Raises NotFound, BadRequest, InvalidInput, MissingReference and DuplicateRecord by the sheet's table, and Forbidden
    where he may not choose for himself.
    """
    parent = await queries.held(session, organization_id, attribute)
    if parent is None:
        raise NotFound(NO_ATTRIBUTE)
    member = await _membership(session, organization_id, user_id)
    if not member.accepted:
        raise NotFound(NOT_ACCEPTED)
    if by_holder:
        _check_own(parent)
    rules.check_choice(parent.type, choice)
    option = await _option(session, organization_id, parent, choice)
    await _make_room(session, member, parent, option)
    assignment = Assignment(membership_id=member.id, user_id=user_id, option_id=option.id, weight=weight)
    session.add(assignment)
    await session.flush()
    return assignment, option


async def _membership(session: AsyncSession, organization_id: int, user_id: int) -> Membership:
    member = await assignment_queries.membership(session, organization_id, user_id)
    if member is None:
        raise NotFound(f"Membership for user with id {user_id} within organization id {organization_id} not found")
    return member


def _check_own(attribute: Attribute) -> None:
    rules.check_own(is_locked=attribute.is_locked, users_can_edit=attribute.users_can_edit_relation)


async def _option(session: AsyncSession, organization_id: int, attribute: Attribute, choice: Choice) -> AttributeOption:
    """The option that was chosen, or one made of the value that was entered."""
    if choice.option_id is not None:
        option = await queries.option_of_organization(session, organization_id, choice.option_id)
        if option is None:
            raise MissingReference
        if option.attribute_id != attribute.id:
            raise BadRequest(rules.OTHER_ATTRIBUTE)
        return option
    value = choice.value or ""
    option = AttributeOption(attribute_id=attribute.id, value=value, slug=rules.slug_of(value), is_entered=True)
    session.add(option)
    await session.flush()
    return option


async def _make_room(session: AsyncSession, member: Membership, attribute: Attribute, option: AttributeOption) -> None:
    """Give up what the new option replaces. A value that was entered for this member alone goes altogether."""
    held = await assignment_queries.of_attribute(session, member.id, attribute.id)
    if any(other.id == option.id for _, other in held):
        raise DuplicateRecord
    if rules.holds_several(attribute.type):
        return
    for assignment, other in held:
        await session.delete(assignment)
        await session.flush()
        if other.is_entered and not await assignment_queries.is_held(session, other.id):
            await session.delete(other)


async def unassign(
    session: AsyncSession, organization_id: int, user_id: int, option: UUID, *, by_holder: bool = False
) -> Assignment:
    """A member no longer holds an option; the option stays. Raises NotFound, and Forbidden as `assign` does."""
    assignment, attribute = await _assignment(session, organization_id, user_id, option)
    if by_holder:
        _check_own(attribute)
    await session.delete(assignment)
    await session.flush()
    return assignment


async def reweigh(
    session: AsyncSession, organization_id: int, user_id: int, option: UUID, weight: int | None
) -> Assignment:
    """Give another weight to what a member holds; None is the usual one. Raises NotFound."""
    assignment, _ = await _assignment(session, organization_id, user_id, option)
    assignment.weight = weight
    await session.flush()
    return assignment


async def _assignment(
    session: AsyncSession, organization_id: int, user_id: int, option: UUID
) -> tuple[Assignment, Attribute]:
    member = await _membership(session, organization_id, user_id)
    found = await assignment_queries.one(session, member.id, option)
    if found is None:
        raise NotFound(NOT_HELD)
    return found
