"""Decisions about OAuth clients: pure (organization plane sheet, sections 1.4 and 2.4; platform sheet, section 3)."""

from collections.abc import Iterable
from dataclasses import dataclass

from locum.http.permissions import Permission
from locum.http.scopes import CLIENT_PERMISSIONS
from locum.kit.errors import Forbidden
from locum.roles.authority import Held, for_clients
from locum.roles.rules import minimum_for_clients

_GUARD = "OrganizationRolesGuard - "
NO_ORGANIZATION = f"{_GUARD}No organization associated with the user."
NOT_A_PLATFORM = f"{_GUARD}Organization is not a platform (SHP)."
NOT_A_MEMBER = f"{_GUARD}User is not a member of the organization."
NOT_ACCEPTED = f"{_GUARD}User has not accepted membership in the organization."
ONLY_CLIENTS = (
    "ApiAuthStrategy - Invalid authentication method. This endpoint takes the secret of the OAuth client as "
    "'x-cal-secret-key' header"
)


@dataclass(frozen=True, slots=True)
class Place:
    """The organization that a caller acts in, and what his membership there holds."""

    organization_id: int
    is_platform: bool
    held: Held
    accepted: bool | None


def check_place(place: Place | None, permission: Permission) -> Place:
    """The place of somebody who deals with clients. Raises Forbidden, in the order of the sheet."""
    if place is None:
        raise Forbidden(NO_ORGANIZATION)
    if not place.is_platform:
        raise Forbidden(NOT_A_PLATFORM)
    if place.held.role is None:
        raise Forbidden(NOT_A_MEMBER)
    if not place.accepted:
        raise Forbidden(NOT_ACCEPTED)
    if not for_clients(place.held).may(permission):
        role = minimum_for_clients(permission).role
        raise Forbidden(f"{_GUARD}User does not have the required role={role} in the organization.")
    return place


ALL = "*"


def bits_of(names: Iterable[str]) -> int:
    """Names of permissions as bits; `*` among them means all."""
    asked = set(names)
    held = CLIENT_PERMISSIONS if ALL in asked else [name for name in CLIENT_PERMISSIONS if name in asked]
    return sum(1 << CLIENT_PERMISSIONS.index(name) for name in held)


def names_of(bits: int) -> list[str]:
    """Bits as names, the lowest first."""
    return [name for place, name in enumerate(CLIENT_PERMISSIONS) if bits >> place & 1]


def origin_is_registered(origin: str, redirect_uris: Iterable[str]) -> bool:
    """Whether a page of this origin may use the tokens of a client; `*` in a registered address is anything."""
    return any(_matches(registered.rstrip("/"), origin) for registered in redirect_uris)


def _matches(pattern: str, text: str) -> bool:
    """In one pass, whatever the number of wildcards: an expression would try them all."""
    first, *others = pattern.split("*")
    if not others:
        return text == first
    last = others.pop()
    if not text.startswith(first) or len(text) < len(first) + len(last) or not text.endswith(last):
        return False
    at, end = len(first), len(text) - len(last)
    for piece in others:
        at = text.find(piece, at, end)
        if at < 0:
            return False
        at += len(piece)
    return True
