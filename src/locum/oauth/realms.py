"""The realms of `/v2/oauth-clients`: the platform organization that a caller acts in, and one of its clients."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, ClassVar

from fastapi import Request
from sqlalchemy.ext.asyncio import AsyncSession

from locum.http.grants import FULL_AUTHORITY
from locum.http.permissions import Permission
from locum.http.principal import Caller, CredentialKind, MaybeCaller, Principal
from locum.http.realms import Realm
from locum.http.scopes import check_token
from locum.http.session import Session
from locum.kit.errors import Forbidden, NotFound, Unauthorized
from locum.oauth import queries
from locum.oauth.rules import ONLY_CLIENTS, Place, check_place
from locum.organizations.clients import FOREIGN_CLIENT, UNKNOWN_CLIENT
from locum.roles.authority import Held, for_clients


async def _own_place(session: AsyncSession, caller: Principal) -> Place | None:
    """Where the credentials act, else the caller's main organization (organization plane sheet, section 2.4)."""
    organization_id = caller.organization_id or caller.main_organization_id
    return None if organization_id is None else await queries.place(session, organization_id, caller.user_id)


async def enter_platform(session: AsyncSession, caller: Principal, permission: Permission) -> Realm:
    """The realm of the platform organization that a caller acts in. Raises Forbidden with the sheet's reasons."""
    check_token(caller, permission, "platform")
    place = check_place(await _own_place(session, caller), permission)
    return Realm("platform", caller, organization_id=place.organization_id, authority=for_clients(place.held))


async def enter_client(session: AsyncSession, caller: Principal, client_id: str, permission: Permission) -> Realm:
    """The realm of an OAuth client. Raises Forbidden or NotFound with the sheet's reasons, in its order.

    Whoever has the permission in the client's organization passes, also where his main organization is another one; but
    credentials that were issued for one organization act in no other. System administrators pass.
    """
    check_token(caller, permission, "oauth_client")
    found = await queries.standing(session, client_id, caller.user_id)
    bound_elsewhere = found is not None and caller.organization_id not in {None, found.organization_id}
    held = Held() if found is None or bound_elsewhere else found.held
    has = FULL_AUTHORITY if caller.is_system_admin else for_clients(held)
    if not has.may(permission):
        check_place(await _own_place(session, caller), permission)
        if found is not None:
            raise Forbidden(FOREIGN_CLIENT)
    if found is None:
        raise NotFound(UNKNOWN_CLIENT)
    return Realm(
        "oauth_client", caller, organization_id=found.organization_id, client_id=found.client_id, authority=has
    )


def _needed(permission: Permission | None) -> Permission:
    if permission is None:
        raise ValueError("routes of OAuth clients are not public")
    return permission


@dataclass(frozen=True, slots=True)
class OfPlatform:
    """`/v2/oauth-clients`."""

    kind: ClassVar[str] = "platform"

    def requires(self, permission: Permission | None) -> Callable[..., Any]:
        """The dependency."""
        needed = _needed(permission)

        async def resolve(request: Request, caller: Caller, session: Session) -> None:
            request.state.realm = await enter_platform(session, caller, needed)

        return resolve


@dataclass(frozen=True, slots=True)
class OfClient:
    """`/v2/oauth-clients/{clientId}`."""

    kind: ClassVar[str] = "oauth_client"

    def requires(self, permission: Permission | None) -> Callable[..., Any]:
        """The dependency."""
        needed = _needed(permission)

        async def resolve(request: Request, caller: Caller, session: Session, clientId: str) -> None:
            request.state.realm = await enter_client(session, caller, clientId, needed)

        return resolve


@dataclass(frozen=True, slots=True)
class OfClientItself:
    """`/v2/oauth/{clientId}`: only the client itself, by its secret."""

    kind: ClassVar[str] = "oauth_client"

    def requires(self, permission: Permission | None) -> Callable[..., Any]:
        """The dependency."""
        needed = _needed(permission)

        async def resolve(request: Request, caller: Caller, session: Session, clientId: str) -> None:
            check_token(caller, needed, self.kind)
            if caller.kind is not CredentialKind.OAUTH_CLIENT or caller.client_id != clientId:
                raise Unauthorized(ONLY_CLIENTS)
            request.state.realm = await enter_client(session, caller, clientId, needed)

        return resolve


@dataclass(frozen=True, slots=True)
class OfProvider:
    """`/v2/provider/{clientId}`: what components in browsers ask first, whoever they are."""

    kind: ClassVar[str] = "provider"

    def requires(self, permission: Permission | None) -> Callable[..., Any]:
        """The dependency."""
        if permission is not None:
            raise ValueError("routes of the provider are public")
        return _anybody


async def _anybody(request: Request, caller: MaybeCaller, clientId: str) -> None:
    request.state.realm = Realm("provider", caller, client_id=clientId)


platform = OfPlatform()
oauth_client = OfClient()
oauth_client_itself = OfClientItself()
provider = OfProvider()
