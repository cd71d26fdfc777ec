"""Attributes of an organization over HTTP."""

from locum.attributes import queries, service
from locum.attributes.schemas import AttributeCreate, AttributeOut, AttributeUpdate, attribute_out
from locum.http.envelope import Envelope, success
from locum.http.parameters import CurrentPage
from locum.http.permissions import Permission
from locum.http.realms import CurrentRealm, Resource
from locum.http.session import Session
from locum.kit.wire_types import IdText

attributes = Resource("attributes")


@attributes.get(permission=Permission.ATTRIBUTES_READ)
async def list_attributes(realm: CurrentRealm, session: Session, page: CurrentPage) -> Envelope[list[AttributeOut]]:
    """The attributes of the organization, without their options."""
    found = await queries.attributes(session, realm.organization, page)
    return success([attribute_out(attribute) for attribute in found])


@attributes.post(permission=Permission.ATTRIBUTES_CREATE)
async def create_attribute(realm: CurrentRealm, session: Session, body: AttributeCreate) -> Envelope[AttributeOut]:
    """Make an attribute, and its options where its type offers some."""
    attribute = await service.create_attribute(session, realm.organization, body.values(), body.new_options())
    return success(attribute_out(attribute))


@attributes.get("/{attributeId}", permission=Permission.ATTRIBUTES_READ)
async def get_attribute(realm: CurrentRealm, session: Session, attributeId: IdText) -> Envelope[AttributeOut | None]:
    """One attribute; null when the organization has none of this id."""
    attribute = await queries.one(session, realm.organization, attributeId)
    return success(None if attribute is None else attribute_out(attribute))


@attributes.patch("/{attributeId}", permission=Permission.ATTRIBUTES_UPDATE)
async def update_attribute(
    realm: CurrentRealm, session: Session, attributeId: IdText, body: AttributeUpdate
) -> Envelope[AttributeOut]:
    """Change what the body names. Another type leaves options, and whoever holds them, as they are."""
    attribute = await service.change_attribute(session, realm.organization, attributeId, body.values())
    return success(attribute_out(attribute))


@attributes.delete("/{attributeId}", permission=Permission.ATTRIBUTES_DELETE)
async def delete_attribute(realm: CurrentRealm, session: Session, attributeId: IdText) -> Envelope[AttributeOut]:
    """Remove an attribute with its options, which nobody holds any more; answers with what it was."""
    return success(attribute_out(await service.remove_attribute(session, realm.organization, attributeId)))
