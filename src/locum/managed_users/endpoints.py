"""Managed people over HTTP, for their client and for those who manage it."""

from typing import Annotated, Any

from fastapi import Depends, Query
from pydantic import Field, WithJsonSchema

from locum.http.envelope import Envelope, success
from locum.http.parameters import LARGEST_ID, CommaList, PathId, bounded
from locum.http.permissions import Permission
from locum.http.realms import CurrentRealm, Resource
from locum.http.session import CurrentSettings, Session
from locum.kit.errors import NotFound
from locum.kit.paging import Page
from locum.managed_users import queries, service
from locum.managed_users.rules import sought_addresses
from locum.managed_users.schemas import (
    ManagedUserCreate,
    ManagedUserOut,
    ManagedUserUpdate,
    NewManagedUserOut,
    managed_user_out,
    new_managed_user_out,
)
from locum.oauth import queries as clients
from locum.oauth.issuing import force_refresh, issue_pair
from locum.oauth.schemas import KeysOut, keys_out
from locum.organizations.clients import UNKNOWN_CLIENT
from locum.organizations.models import OAuthClient
from locum.users.models import User

managed_users = Resource("managed users")


class NewManagedUserEnvelope(Envelope[NewManagedUserOut]):
    """The answer to a new person."""

    error: Annotated[dict[str, Any] | None, WithJsonSchema({"type": "object"})] = Field(
        None, description="Never there in a success."
    )


READ, WRITE = Permission.MANAGED_USERS_READ, Permission.MANAGED_USERS_WRITE
MOST, USUAL = 250, 50
_NUMBER = WithJsonSchema({"type": "number"})


async def _page(
    limit: Annotated[str | None, Query(description=f"How many people, 1 to {MOST}"), _NUMBER] = None,
    offset: Annotated[str | None, Query(description="How many to leave out first"), _NUMBER] = None,
) -> Page:
    return Page(bounded("limit", limit, USUAL, 1, MOST), bounded("offset", offset, 0, 0, LARGEST_ID))


async def _client(realm: CurrentRealm, session: Session) -> OAuthClient:
    client = await clients.one(session, realm.client)
    if client is None:
        raise NotFound(UNKNOWN_CLIENT)
    return client


Client = Annotated[OAuthClient, Depends(_client)]
"""The client of the path; gone only when somebody removed it a moment ago."""


def _found(user: User | None, user_id: int) -> User:
    if user is None:
        raise NotFound(f"User with ID {user_id} is not part of this OAuth client.")
    return user


async def _held(realm: CurrentRealm, session: Session, userId: PathId) -> User:
    return _found(await queries.one(session, realm.client, userId, hold=True), userId)


Held = Annotated[User, Depends(_held)]
"""Found before the body is read, and held until the answer."""


@managed_users.get(permission=READ, response_model_exclude_unset=True)
async def list_managed_users(
    realm: CurrentRealm,
    session: Session,
    page: Annotated[Page, Depends(_page)],
    emails: Annotated[CommaList, Query(description="Only those with these addresses, in either form")] = [],  # noqa: B006 - FastAPI copies it
) -> Envelope[list[ManagedUserOut]]:
    """The people of a client."""
    found = await queries.managed(session, realm.client, sought_addresses(emails, realm.client), page)
    return success([managed_user_out(user) for user in found])


@managed_users.post(permission=WRITE, response_model=NewManagedUserEnvelope, response_model_exclude_unset=True)
async def create_managed_user(
    client: Client, session: Session, settings: CurrentSettings, body: ManagedUserCreate
) -> Envelope[NewManagedUserOut]:
    """Make a person of this client, with tokens to act as him."""
    values = body.values()
    new = service.NewManagedUser(values.pop("email"), values.pop("name"), values)
    user = await service.create(session, client, new)
    tokens = await issue_pair(session, settings.managed_tokens, client.id, user.id)
    return success(new_managed_user_out(user, tokens))


@managed_users.get("/{userId}", permission=READ, response_model_exclude_unset=True)
async def get_managed_user(realm: CurrentRealm, session: Session, userId: PathId) -> Envelope[ManagedUserOut]:
    """One person."""
    return success(managed_user_out(_found(await queries.one(session, realm.client, userId), userId)))


@managed_users.patch("/{userId}", permission=WRITE, response_model_exclude_unset=True)
async def update_managed_user(
    user: Held, client: Client, session: Session, body: ManagedUserUpdate
) -> Envelope[ManagedUserOut]:
    """Change what the body names."""
    return success(managed_user_out(await service.change(session, client, user, body.values())))


@managed_users.delete("/{userId}", permission=WRITE, response_model_exclude_unset=True)
async def delete_managed_user(user: Held, session: Session) -> Envelope[ManagedUserOut]:
    """Delete a person with everything that hangs from him; answers with what he was."""
    shown = managed_user_out(user)
    await service.remove(session, user)
    return success(shown)


@managed_users.post("/{userId}/force-refresh", permission=WRITE, status_code=200)
async def force_refresh_tokens(
    user: Held, realm: CurrentRealm, session: Session, settings: CurrentSettings
) -> Envelope[KeysOut]:
    """Take back all tokens of a person with this client, and hand out one new pair."""
    return success(keys_out(await force_refresh(session, settings.managed_tokens, realm.client, user.id)))
