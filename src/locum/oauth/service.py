"""Use cases of OAuth clients: register, change, remove."""

import secrets
from collections.abc import Mapping
from typing import Any

import structlog
from sqlalchemy.ext.asyncio import AsyncSession

from locum.http.credentials import digest
from locum.kit.crypto import SealBroken, Vault
from locum.kit.ids import opaque_id
from locum.organizations.models import OAuthClient

log = structlog.get_logger(__name__)

_SECRET_BYTES = 32
CLEARABLE = frozenset(
    {"logo", "booking_redirect_uri", "booking_cancel_redirect_uri", "booking_reschedule_redirect_uri"}
)
"""Columns that null empties; for the others null means "not given"."""


async def register(
    session: AsyncSession, vault: Vault, organization_id: int, values: Mapping[str, Any]
) -> tuple[OAuthClient, str]:
    """A new client of an organization, and its secret. `values` are its other columns by name."""
    secret = secrets.token_hex(_SECRET_BYTES)
    client = OAuthClient(
        id=opaque_id(),
        organization_id=organization_id,
        secret_digest=digest(secret),
        sealed_secret=vault.seal(secret),
        **{column: value for column, value in values.items() if value is not None},
    )
    session.add(client)
    await session.flush()
    return client, secret


async def change(session: AsyncSession, client: OAuthClient, values: Mapping[str, Any]) -> OAuthClient:
    """Change what is named and leave the rest."""
    for column, value in values.items():
        if value is not None or column in CLEARABLE:
            setattr(client, column, value)
    await session.flush()
    return client


async def remove(session: AsyncSession, client: OAuthClient) -> None:
    """A client goes with its tokens and webhooks; the people it managed stay as accounts of their own."""
    await session.delete(client)
    await session.flush()


def shown_secret(vault: Vault, client: OAuthClient) -> str:
    """The secret as those see it who manage the client; nothing where the server has lost what it was sealed with."""
    try:
        return vault.open(client.sealed_secret)
    except SealBroken:
        log.warning("the secret of an OAuth client cannot be opened", client_id=client.id)
        return ""
