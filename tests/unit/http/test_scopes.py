"""What tokens are good for: families of scopes, and which includes which (organization plane sheet, section 1.5)."""

from itertools import product

import pytest

from locum.http.permissions import Permission
from locum.http.principal import CredentialKind, Principal
from locum.http.scopes import CLIENT_PERMISSIONS, SCOPES, check_token, effective_scopes, scope_of
from locum.kit.errors import Forbidden

KINDS = ("me", "event_type", "team", "team_user", "team_event_type", "organization", "organization_user")
BELOW = ("organization_team", "organization_team_user")


def _caller(*scopes: str) -> Principal:
    return Principal(1, "a@example.com", CredentialKind.OAUTH2_TOKEN, scopes=effective_scopes(scopes))


def test_whatever_a_route_asks_for_can_be_asked_for() -> None:
    asked = {scope_of(permission, kind) for permission, kind in product(Permission, (*KINDS, *BELOW))}
    assert asked - {None} <= SCOPES


@pytest.mark.parametrize("kind", ["platform", "oauth_client", "something else"])
def test_what_has_no_family_is_closed(kind: str) -> None:
    assert {scope_of(permission, kind) for permission in Permission} == {None}


@pytest.mark.parametrize(
    ("held", "needed", "enough"),
    [
        ("TEAM_PROFILE_READ", "TEAM_PROFILE_READ", True),
        ("ORG_PROFILE_READ", "TEAM_PROFILE_READ", True),
        ("PROFILE_READ", "TEAM_PROFILE_READ", False),
        ("TEAM_PROFILE_WRITE", "TEAM_PROFILE_READ", False),
        ("ORG_PROFILE_WRITE", "TEAM_PROFILE_READ", False),
    ],
)
def test_organizations_include_teams_and_nothing_else_includes_anything(held: str, needed: str, enough: bool) -> None:
    assert scope_of(Permission.TEAM_READ, "team") == needed
    if enough:
        check_token(_caller(held), Permission.TEAM_READ, "team")
        return
    with pytest.raises(Forbidden, match="Required: TEAM_PROFILE_READ"):
        check_token(_caller(held), Permission.TEAM_READ, "team")


def test_teams_do_not_include_organizations() -> None:
    assert scope_of(Permission.ORGANIZATION_MEMBERS_READ, "organization") == "ORG_MEMBERSHIP_READ"
    with pytest.raises(Forbidden, match="Token has: TEAM_MEMBERSHIP_READ"):
        check_token(_caller("TEAM_MEMBERSHIP_READ"), Permission.ORGANIZATION_MEMBERS_READ, "organization")


@pytest.mark.parametrize("scopes", [(), ("READ_BOOKING",), ("READ_PROFILE",), ("READ_BOOKING", "READ_PROFILE")])
def test_none_and_the_old_ones_limit_nothing(scopes: tuple[str, ...]) -> None:
    assert effective_scopes(scopes) is None
    check_token(_caller(*scopes), Permission.API_KEY_WRITE, "me")


def test_an_old_one_beside_others_opens_nothing() -> None:
    caller = _caller("READ_PROFILE", "BOOKING_READ")
    check_token(caller, Permission.BOOKING_READ, "me")
    with pytest.raises(Forbidden):
        check_token(caller, Permission.ME_READ, "me")


def test_permissions_of_clients_count_for_ones_own_things_only() -> None:
    caller = Principal(
        1,
        "a@example.com",
        CredentialKind.MANAGED_USER_TOKEN,
        client_id="client",
        client_permissions=frozenset({"BOOKING_READ"}),
    )
    check_token(caller, Permission.BOOKING_READ, "me")
    check_token(caller, Permission.TEAM_READ, "team")
    with pytest.raises(Forbidden, match="oAuth client with id=client does not have the required permissions=PROFILE_"):
        check_token(caller, Permission.ME_WRITE, "me")
    # What has no bit is nobody's to give.
    check_token(caller, Permission.WEBHOOK_READ, "me")
    assert len(CLIENT_PERMISSIONS) == 10
