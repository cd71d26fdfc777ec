"""What a token may be used for, whatever its user may do: pure (organization plane sheet, sections 1.4 and 1.5).

Tokens of the authorization-code flow carry scopes; tokens of managed users and pairs of OAuth clients carry the
client's permissions. Keys and sessions carry neither and are not limited here.
"""

from collections.abc import Iterable
from typing import Literal, get_args

from locum.http.permissions import Permission
from locum.http.principal import Principal
from locum.kit.errors import Forbidden

READ, WRITE = "READ", "WRITE"

ClientPermission = Literal[
    "EVENT_TYPE_READ",
    "EVENT_TYPE_WRITE",
    "BOOKING_READ",
    "BOOKING_WRITE",
    "SCHEDULE_READ",
    "SCHEDULE_WRITE",
    "APPS_READ",
    "APPS_WRITE",
    "PROFILE_READ",
    "PROFILE_WRITE",
]
CLIENT_PERMISSIONS: tuple[ClientPermission, ...] = get_args(ClientPermission)
"""The permissions of an OAuth client in the order of their bits: the first is 1, the last 512."""

LEGACY_SCOPES = frozenset({"READ_BOOKING", "READ_PROFILE"})
"""Of clients older than scopes; a token with these alone, or with none, is not limited."""

_FAMILIES = {
    "": ("EVENT_TYPE", "BOOKING", "SCHEDULE", "APPS", "PROFILE", "WEBHOOK", "VERIFIED_RESOURCES"),
    "TEAM_": (
        "EVENT_TYPE",
        "BOOKING",
        "SCHEDULE",
        "PROFILE",
        "MEMBERSHIP",
        "APPS",
        "ROUTING_FORM",
        "WORKFLOWS",
        "VERIFIED_RESOURCES",
    ),
    "ORG_": (
        "EVENT_TYPE",
        "BOOKING",
        "SCHEDULE",
        "PROFILE",
        "MEMBERSHIP",
        "WEBHOOK",
        "ATTRIBUTES",
        "ROUTING_FORM",
    ),
}

SCOPES = LEGACY_SCOPES | {
    f"{prefix}{family}_{access}"
    for prefix, families in _FAMILIES.items()
    for family in families
    for access in (READ, WRITE)
}
"""Every scope that a client may ask for."""

# The realms whose things a scope with this prefix opens. What stands in no row is closed to tokens with scopes.
_PREFIXES = {
    "me": "",
    "event_type": "",
    "team": "TEAM_",
    "team_user": "TEAM_",
    "team_event_type": "TEAM_",
    "organization_team": "TEAM_",
    "organization_team_user": "TEAM_",
    "organization": "ORG_",
    "organization_user": "ORG_",
}

_FAMILY_OF = {
    "me": "PROFILE",
    "team": "PROFILE",
    "ooo": "SCHEDULE",
    "availability": "SCHEDULE",
    "eventType": "EVENT_TYPE",
    "booking": "BOOKING",
    "webhook": "WEBHOOK",
    "verifiedResource": "VERIFIED_RESOURCES",
    "organization.attributes": "ATTRIBUTES",
}

_MEMBERSHIP = frozenset(
    {
        Permission.TEAM_MEMBERS_READ,
        Permission.TEAM_MEMBERS_INVITE,
        Permission.TEAM_MEMBERS_CHANGE,
        Permission.TEAM_MEMBERS_REMOVE,
        Permission.ORGANIZATION_MEMBERS_READ,
        Permission.ORGANIZATION_MEMBERS_INVITE,
        Permission.ORGANIZATION_MEMBERS_CHANGE,
        Permission.ORGANIZATION_MEMBERS_REMOVE,
    }
)

_EXCEPTIONS = {
    (Permission.ME_WRITE, "organization"): "ORG_ATTRIBUTES_WRITE",
    (Permission.TEAMS_MINE, "me"): "TEAM_PROFILE_READ",
    (Permission.TEAM_CREATE, "me"): "TEAM_PROFILE_WRITE",
    (Permission.TEAM_UPDATE, "organization_team"): "ORG_PROFILE_WRITE",
    (Permission.TEAM_DELETE, "organization_team"): "ORG_PROFILE_WRITE",
}

NOT_FOR_TOKENS = "insufficient_scope: this endpoint is not available for third-party OAuth tokens"


def _access(permission: Permission) -> str:
    action = permission.value.rpartition(".")[2]
    return READ if action == "read" or action.startswith("list") else WRITE


def scope_of(permission: Permission, realm_kind: str) -> str | None:
    """The scope that opens a route, None where tokens with scopes have no business."""
    exception = _EXCEPTIONS.get((permission, realm_kind))
    if exception is not None:
        return exception
    prefix = _PREFIXES.get(realm_kind)
    family = "MEMBERSHIP" if permission in _MEMBERSHIP else _FAMILY_OF.get(permission.value.rpartition(".")[0])
    if family == "WEBHOOK" and realm_kind in {"event_type", "team_event_type"}:
        family = "EVENT_TYPE"
    if prefix is None or family is None or family not in _FAMILIES[prefix]:
        return None
    return f"{prefix}{family}_{_access(permission)}"


def told(permission: Permission, realm_kind: str) -> str:
    """What the API's document says about a route."""
    scope = scope_of(permission, realm_kind)
    if scope is None:
        return "Not for OAuth access tokens that have scopes."
    return f"If accessed using an OAuth access token, scope `{scope}` is required."


def check_token(principal: Principal, permission: Permission, realm_kind: str) -> None:
    """Raises Forbidden when the credential was not given for such a route."""
    if principal.scopes is not None:
        _check_scopes(principal.scopes, scope_of(permission, realm_kind))
    if principal.client_permissions is not None and realm_kind == "me":
        _check_client(principal, scope_of(permission, realm_kind))


def _check_scopes(held: frozenset[str], needed: str | None) -> None:
    if needed is None:
        raise Forbidden(NOT_FOR_TOKENS)
    enough = {needed, f"ORG_{needed.removeprefix('TEAM_')}"} if needed.startswith("TEAM_") else {needed}
    if not enough & held:
        raise Forbidden(
            f"insufficient_scope: token does not have the required scopes. Required: {needed}. "
            f"Token has: {', '.join(sorted(held))}"
        )


def _check_client(principal: Principal, needed: str | None) -> None:
    held = principal.client_permissions or frozenset()
    if needed in CLIENT_PERMISSIONS and needed not in held:
        raise Forbidden(
            f"PermissionsGuard - oAuth client with id={principal.client_id} does not have the required "
            f"permissions={needed}. Please ask its owner for a client with them."
        )


def effective_scopes(granted: Iterable[str]) -> frozenset[str] | None:
    """The scopes of a token as its principal carries them: None when it is not limited."""
    scopes = frozenset(granted)
    return None if scopes <= LEGACY_SCOPES else scopes
