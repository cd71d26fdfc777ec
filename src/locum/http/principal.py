"""Who asks: the principal of a request, found from its credentials before anything else happens.

Dependencies are coroutines even where nothing is awaited: FastAPI runs plain functions in threads, which costs more
than most of them do.
"""

from dataclasses import dataclass
from enum import StrEnum
from typing import Annotated

from fastapi import Depends, Request

from locum.kit.errors import Unauthorized

API_KEY_PREFIX = "cal_"

NOTHING_SENT = (
    "ApiAuthStrategy - No authentication method provided. Either pass an API key as 'Bearer' header or "
    "OAuth client credentials as 'x-cal-secret-key' and 'x-cal-client-id' headers"
)


class CredentialKind(StrEnum):
    """How somebody proved who he is."""

    API_KEY = "api_key"
    OAUTH_CLIENT = "oauth_client"
    MANAGED_USER_TOKEN = "managed_user_token"  # noqa: S105 - a kind, not a token
    OAUTH2_TOKEN = "oauth2_token"  # noqa: S105
    SESSION = "session"


@dataclass(frozen=True, slots=True)
class Principal:
    """The caller: on whose behalf, by which credential, within which organization.

    `organization_id` is the organization of the request (organization plane sheet, section 1.1): the key's own
    when it was issued for one. `main_organization_id` is the user's. `scopes` (of authorization-code tokens) and
    `client_permissions` (of managed users' tokens and pairs of clients) are None when they do not limit anything.
    `client_id` is the OAuth client that acts, or through which somebody acts.
    """

    user_id: int
    email: str
    kind: CredentialKind
    is_system_admin: bool = False
    organization_id: int | None = None
    main_organization_id: int | None = None
    credential_id: str | None = None
    scopes: frozenset[str] | None = None
    client_id: str | None = None
    client_permissions: frozenset[str] | None = None

    @property
    def bound_to(self) -> int | None:
        """The organization that a key or an OAuth client was issued for; it acts in no other, whoever it acts as."""
        return self.organization_id if self.kind in {CredentialKind.API_KEY, CredentialKind.OAUTH_CLIENT} else None


async def optional_principal(request: Request) -> Principal | None:
    """The caller, or None for somebody without credentials (wrong credentials never get this far)."""
    found: Principal | None = request.scope.get("locum.principal")
    return found


async def required_principal(request: Request) -> Principal:
    """The caller. Raises Unauthorized, with the reason, for somebody without credentials."""
    found: Principal | None = request.scope.get("locum.principal")
    if found is None:
        raise Unauthorized(request.scope.get("locum.why_nobody", NOTHING_SENT))
    return found


Caller = Annotated[Principal, Depends(required_principal)]
MaybeCaller = Annotated[Principal | None, Depends(optional_principal)]
