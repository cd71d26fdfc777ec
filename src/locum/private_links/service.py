"""Use cases of private links: make, change, remove, follow, and book through one."""

import secrets
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from locum.event_types.models import EventType
from locum.http.credentials import digest
from locum.kit import clock
from locum.kit.crypto import Vault
from locum.kit.errors import BadRequest, Gone, NotFound
from locum.private_links import queries
from locum.private_links.models import PrivateLink
from locum.private_links.rules import Terms, changed_terms, terms_of_new

MOST = 250
"""Links of one event type: its list is answered whole."""

OVER = "This private link has expired or was used as often as it may be."
UNKNOWN = "Private link not found"


@dataclass(frozen=True, slots=True)
class Wanted:
    """How a link is to be: until an aware instant, or for so many bookings."""

    expires_at: datetime | None = None
    most_uses: int | None = None


def terms_of(link: PrivateLink) -> Terms:
    """For how long, or how often, a link is good."""
    return Terms(link.expires_at, link.most_uses)


async def create(session: AsyncSession, vault: Vault, event_type_id: int, wanted: Wanted) -> PrivateLink:
    """A new link to an event type, for one booking if nothing is said. Raises BadRequest."""
    terms = terms_of_new(wanted.expires_at, wanted.most_uses)
    if await queries.count(session, event_type_id) >= MOST:
        raise BadRequest(f"There cannot be more than {MOST} private links of one event type")
    name = secrets.token_urlsafe(15)
    link = PrivateLink(
        event_type_id=event_type_id,
        digest=digest(name),
        sealed_name=vault.seal(name),
        expires_at=terms.expires_at,
        most_uses=terms.most_uses,
    )
    session.add(link)
    await session.flush()
    return link


async def held(session: AsyncSession, event_type_id: int, name: str) -> PrivateLink:
    """A link of an event type, held until the end of the transaction. Raises NotFound."""
    link = await queries.one(session, event_type_id, name, hold=True)
    if link is None:
        raise NotFound(f"{UNKNOWN}: {name}")
    return link


async def change(session: AsyncSession, link: PrivateLink, wanted: Wanted) -> PrivateLink:
    """A link that was good until an instant may become one for so many bookings, and back. Raises BadRequest."""
    terms = changed_terms(terms_of(link), wanted.expires_at, wanted.most_uses)
    link.expires_at, link.most_uses = terms.expires_at, terms.most_uses
    await session.flush()
    return link


async def remove(session: AsyncSession, link: PrivateLink) -> None:
    """A link leads nowhere any more."""
    await session.delete(link)
    await session.flush()


async def follow(session: AsyncSession, name: str) -> EventType:
    """What a link leads to. Raises NotFound for one that is none, Gone for one that is over."""
    found = await queries.opened(session, name)
    if found is None:
        raise NotFound(UNKNOWN)
    link, event_type = found
    if terms_of(link).are_over(link.uses, clock.now()):
        raise Gone(OVER)
    return event_type


async def use(session: AsyncSession, event_type_id: int, name: str) -> None:
    """Somebody books through a link: counted in the transaction of the booking, so that a refused one does not count.

    Raises NotFound for a link that is none of this event type, Gone for one that is over.
    """
    if not await queries.use(session, event_type_id, name):
        is_known = await queries.one(session, event_type_id, name) is not None
        raise Gone(OVER) if is_known else NotFound(UNKNOWN)
