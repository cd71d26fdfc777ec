"""Which OAuth clients an organization has; others ask this of a client before they name it."""

import re

from sqlalchemy import bindparam, select
from sqlalchemy.ext.asyncio import AsyncSession

from locum.kit.errors import Forbidden, NotFound
from locum.organizations.models import OAuthClient

UNKNOWN_CLIENT = "OAuthClientGuard - OAuth client not found."
FOREIGN_CLIENT = "OAuthClientGuard - forbidden. The OAuth client belongs to another organization."

_CLIENT_ID = re.compile(r"[A-Za-z0-9_-]{1,100}", re.ASCII)
_OWNER = select(OAuthClient.organization_id).where(OAuthClient.id == bindparam("client_id"))
_OF_ORGANIZATION = select(OAuthClient.id).where(OAuthClient.organization_id == bindparam("organization_id"))


def is_client_id(text: str) -> bool:
    """Whether this can be the id of a client at all; other texts are not even looked for."""
    return _CLIENT_ID.fullmatch(text) is not None


async def check_client_of(session: AsyncSession, organization_id: int, client_id: str) -> None:
    """Raises NotFound for an unknown client, Forbidden for one of another organization."""
    owner = await session.scalar(_OWNER, {"client_id": client_id}) if is_client_id(client_id) else None
    if owner is None:
        raise NotFound(UNKNOWN_CLIENT)
    if owner != organization_id:
        raise Forbidden(FOREIGN_CLIENT)


async def client_ids(session: AsyncSession, organization_id: int) -> frozenset[str]:
    """The clients of an organization. One that has any is managed by them: ordinary people cannot join it."""
    return frozenset(await session.scalars(_OF_ORGANIZATION, {"organization_id": organization_id}))
