"""What roles and custom roles open, by the kind of place."""

from collections.abc import Callable

import pytest

from locum.http.grants import EVERYTHING, words_granting
from locum.http.permissions import Permission
from locum.roles import authority as roles
from locum.roles.authority import Held, words_of_role
from locum.roles.rules import Minimum, minimum_in_organization, minimum_in_organization_team, minimum_in_team
from locum.roles.vocabulary import ALL_WORDS, ORGANIZATION_WORDS, TEAM_WORDS

ROLES = ("MEMBER", "ADMIN", "OWNER")


@pytest.mark.parametrize("permission", Permission)
def test_plain_roles_open_what_their_minimum_says_and_what_that_implies(permission: Permission) -> None:
    words = words_granting(permission) & {*Permission, *ALL_WORDS} - {EVERYTHING}

    def enough(role: str, minimum_of: Callable[[str], Minimum], *, of_organization: bool) -> bool:
        minima = map(minimum_of, words)
        return any(least.of_organization is of_organization and least.met_by(role) for least in minima)

    for role in ROLES:
        held = Held(role)
        by_organization = enough(role, minimum_in_organization, of_organization=True)
        assert roles.in_organization(held).may(permission) is by_organization
        assert roles.in_team(held, Held()).may(permission) is enough(role, minimum_in_team, of_organization=False)
        within = roles.in_organization_team(Held("MEMBER"), held)
        assert within.may(permission) is enough(role, minimum_in_organization_team, of_organization=False)
    for nobody in (
        roles.in_organization(Held(None, ("*.*",))),
        roles.in_team(Held(), Held()),
        roles.in_organization_team(Held("MEMBER"), Held()),
    ):
        assert nobody.rank is None
        assert not nobody.may(permission)


@pytest.mark.parametrize("role", ["ADMIN", "OWNER"])
def test_administrators_of_the_organization_own_its_teams(role: str) -> None:
    found = roles.in_organization_team(Held(role), Held("MEMBER"))
    assert found.is_owner
    assert found.may(Permission.ROLE_DELETE)


def test_a_custom_role_adds_to_what_members_may_and_raises_nobody() -> None:
    found = roles.in_organization(Held("MEMBER", ("ooo.read",)))
    assert (found.rank, found.leads) == ("MEMBER", False)
    assert found.may(Permission.ABSENCE_READ)
    assert found.may(Permission.TEAMS_MINE)
    assert not found.may(Permission.ABSENCE_CREATE)


def test_in_a_team_the_custom_roles_of_team_and_organization_both_count() -> None:
    within = roles.in_organization_team(Held("MEMBER", ("ooo.read",)), Held("MEMBER", ("team.update",)))
    alone = roles.in_team(Held("MEMBER", ("team.update",)), Held("MEMBER", ("ooo.read",)))
    for found in (within, alone):
        assert found.may(Permission.ABSENCE_READ)
        assert found.may(Permission.TEAM_UPDATE)
        assert not found.may(Permission.TEAM_DELETE)


def test_an_organization_addressed_as_a_team_goes_by_the_words_for_organizations() -> None:
    found = roles.in_organization_as_team(Held("MEMBER", ("team.update", "team.delete", "organization.invite")))
    assert found.may(Permission.TEAM_MEMBERS_INVITE)
    assert not found.may(Permission.TEAM_UPDATE)
    assert not found.may(Permission.TEAM_DELETE)


def test_no_custom_role_dissolves_an_organization() -> None:
    found = roles.in_organization_as_team(Held("MEMBER", ("*.*",)))
    assert found.may(Permission.TEAM_UPDATE)
    assert not found.may(Permission.TEAM_DELETE)
    assert roles.in_organization_as_team(Held("OWNER")).may(Permission.TEAM_DELETE)


def test_system_roles_say_what_they_really_open() -> None:
    assert words_of_role("OWNER", team=False) == ["*.*"]
    assert words_of_role("ADMIN", team=False) == [word for word in ORGANIZATION_WORDS if word != "*.*"]
    members = words_of_role("MEMBER", team=False)
    assert all(minimum_in_organization(word).met_by("MEMBER") for word in members)
    of_team = {role: words_of_role(role, team=True) for role in ROLES}
    assert of_team["MEMBER"] == ["team.read"]
    assert set(TEAM_WORDS) - set(of_team["OWNER"]) == {"role.create", "role.read", "role.update", "role.delete"}
    assert set(of_team["OWNER"]) - set(of_team["ADMIN"]) == {"team.update", "team.delete"}
