"""OAuth clients over HTTP, and the exchange of their tokens."""

from collections.abc import Callable
from functools import partial
from typing import Annotated

from fastapi import Depends

from locum.http.envelope import Envelope, success
from locum.http.permissions import Permission
from locum.http.realms import CurrentRealm, Resource
from locum.http.session import CurrentSettings, Session
from locum.kit.errors import NotFound
from locum.oauth import issuing, queries, service
from locum.oauth.schemas import (
    ClientCreate,
    ClientOut,
    ClientSecretOut,
    ClientUpdate,
    KeysOut,
    RefreshTokenIn,
    client_out,
    keys_out,
)
from locum.organizations.clients import UNKNOWN_CLIENT
from locum.organizations.models import OAuthClient

oauth_clients = Resource("oauth clients")
single_oauth_client = Resource("single oauth client")
token_exchange = Resource("token exchange")

READ, WRITE = Permission.OAUTH_CLIENT_READ, Permission.OAUTH_CLIENT_WRITE
SecretOf = Callable[[OAuthClient], str]


async def _secret_of(realm: CurrentRealm, settings: CurrentSettings) -> SecretOf:
    return partial(service.shown_secret, settings.vault) if realm.may(WRITE) else lambda _: ""


Secrets = Annotated[SecretOf, Depends(_secret_of)]
"""Shows the secret of a client, or nothing, as the caller may see it."""


async def _held(realm: CurrentRealm, session: Session) -> OAuthClient:
    client = await queries.one(session, realm.client, hold=True)
    if client is None:
        raise NotFound(UNKNOWN_CLIENT)
    return client


Held = Annotated[OAuthClient, Depends(_held)]
"""Found before the body is read; gone only when somebody removed it a moment ago."""


@oauth_clients.get(permission=READ, response_model_exclude_unset=True)
async def list_oauth_clients(realm: CurrentRealm, session: Session, secret_of: Secrets) -> Envelope[list[ClientOut]]:
    """The clients of the organization that the caller acts in."""
    found = await queries.of_organization(session, realm.organization)
    return success([client_out(client, secret_of) for client in found])


@oauth_clients.post(permission=WRITE)
async def create_oauth_client(
    realm: CurrentRealm, session: Session, settings: CurrentSettings, body: ClientCreate
) -> Envelope[ClientSecretOut]:
    """Register a client."""
    client, secret = await service.register(session, settings.vault, realm.organization, body.values())
    return success(ClientSecretOut.model_construct(client_id=client.id, client_secret=secret))


@single_oauth_client.get(permission=READ, response_model_exclude_unset=True)
async def get_oauth_client(realm: CurrentRealm, session: Session, secret_of: Secrets) -> Envelope[ClientOut]:
    """One client."""
    client = await queries.one(session, realm.client)
    if client is None:
        raise NotFound(UNKNOWN_CLIENT)
    return success(client_out(client, secret_of))


@single_oauth_client.patch(permission=WRITE, response_model_exclude_unset=True)
async def update_oauth_client(
    client: Held, session: Session, secret_of: Secrets, body: ClientUpdate
) -> Envelope[ClientOut]:
    """Change what the body names; what the client may do cannot be changed."""
    return success(client_out(await service.change(session, client, body.given()), secret_of))


@single_oauth_client.delete(permission=WRITE, response_model_exclude_unset=True)
async def delete_oauth_client(client: Held, session: Session, secret_of: Secrets) -> Envelope[ClientOut]:
    """Remove a client with its tokens and webhooks; its people stay as accounts. Answers with what it was."""
    shown = client_out(client, secret_of)
    await service.remove(session, client)
    return success(shown)


@token_exchange.post("/refresh", permission=Permission.MANAGED_USERS_WRITE, status_code=200)
async def refresh_tokens(
    realm: CurrentRealm, session: Session, settings: CurrentSettings, body: RefreshTokenIn
) -> Envelope[KeysOut]:
    """Exchange the refresh token of a managed person for a new pair; it is used up by that."""
    return success(keys_out(await issuing.refresh(session, settings.managed_tokens, realm.client, body.refresh_token)))
