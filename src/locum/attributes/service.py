"""Use cases of attributes: make, change, remove."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from locum.attributes import queries, rules
from locum.attributes.models import Attribute, AttributeOption
from locum.kit.errors import MissingRecord


@dataclass(frozen=True, slots=True)
class NewOption:
    """An option that is made together with its attribute."""

    value: str
    slug: str


async def create_attribute(
    session: AsyncSession, organization_id: int, values: dict[str, Any], options: Sequence[NewOption]
) -> Attribute:
    """An attribute of an organization, with the options that its type offers (none for texts and numbers).

    A slug that another attribute of the organization has ends in a conflict.
    """
    attribute = Attribute(organization_id=organization_id, **values)
    session.add(attribute)
    await session.flush()
    if rules.offers_options(attribute.type):
        session.add_all(
            AttributeOption(attribute_id=attribute.id, value=option.value, slug=option.slug) for option in options
        )
        await session.flush()
    return attribute


async def change_attribute(
    session: AsyncSession, organization_id: int, uuid: UUID, values: dict[str, Any]
) -> Attribute:
    """Change what is named. Another type converts nothing: options and their holders stay as they are.

    Raises MissingRecord when the organization has no such attribute.
    """
    attribute = await _held(session, organization_id, uuid)
    for column, value in values.items():
        setattr(attribute, column, value)
    await session.flush()
    return attribute


async def remove_attribute(session: AsyncSession, organization_id: int, uuid: UUID) -> Attribute:
    """An attribute goes with its options, and nobody holds them any more. Raises MissingRecord."""
    attribute = await _held(session, organization_id, uuid)
    await session.delete(attribute)
    await session.flush()
    return attribute


async def _held(session: AsyncSession, organization_id: int, uuid: UUID) -> Attribute:
    attribute = await queries.held(session, organization_id, uuid)
    if attribute is None:
        raise MissingRecord
    return attribute
