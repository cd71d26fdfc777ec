"""Private links over HTTP, of a person's event types and of teams'."""

from typing import Annotated

from fastapi import Depends

from locum.http.envelope import Envelope, success
from locum.http.permissions import Permission
from locum.http.realms import CurrentRealm, Resource
from locum.http.session import CurrentSettings, Session
from locum.private_links import queries, service
from locum.private_links.models import PrivateLink
from locum.private_links.schemas import (
    CreatePrivateLinkInput,
    DeletedPrivateLinkOutput,
    PrivateLinkOutput,
    UpdatePrivateLinkInput,
    private_link_out,
)

private_links = Resource("private links")


async def _slug(realm: CurrentRealm, session: Session) -> str:
    return await queries.slug_of(session, realm.event_type)


async def _held(realm: CurrentRealm, session: Session, linkId: str) -> PrivateLink:
    return await service.held(session, realm.event_type, linkId)


Slug = Annotated[str, Depends(_slug)]
HeldLink = Annotated[PrivateLink, Depends(_held)]
"""Found before the body is read."""


@private_links.post(permission=Permission.EVENT_TYPE_UPDATE)
async def create_private_link(
    realm: CurrentRealm, session: Session, settings: CurrentSettings, slug: Slug, body: CreatePrivateLinkInput
) -> Envelope[PrivateLinkOutput]:
    """Make a link through which the event type can be booked."""
    link = await service.create(session, settings.vault, realm.event_type, body.wanted())
    return success(private_link_out(link, slug, settings.base_url, settings.vault))


@private_links.get(permission=Permission.EVENT_TYPE_READ)
async def list_private_links(
    realm: CurrentRealm, session: Session, settings: CurrentSettings, slug: Slug
) -> Envelope[list[PrivateLinkOutput]]:
    """The links of the event type, also those that are over."""
    found = await queries.of_event_type(session, realm.event_type)
    return success([private_link_out(link, slug, settings.base_url, settings.vault) for link in found])


@private_links.patch("/{linkId}", permission=Permission.EVENT_TYPE_UPDATE)
async def change_private_link(
    link: HeldLink, session: Session, settings: CurrentSettings, slug: Slug, body: UpdatePrivateLinkInput
) -> Envelope[PrivateLinkOutput]:
    """Change for how long, or how often, a link is good."""
    changed = await service.change(session, link, body.wanted())
    return success(private_link_out(changed, slug, settings.base_url, settings.vault))


@private_links.delete("/{linkId}", permission=Permission.EVENT_TYPE_UPDATE)
async def remove_private_link(
    link: HeldLink, session: Session, settings: CurrentSettings
) -> Envelope[DeletedPrivateLinkOutput]:
    """Remove a link."""
    name = settings.vault.open(link.sealed_name)
    await service.remove(session, link)
    return success(DeletedPrivateLinkOutput(link_id=name))
