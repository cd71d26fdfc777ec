"""The published MCP server at an organization: people, teams, attributes, absences, managed organizations."""

from pathlib import Path

import pytest

from tests.clients.conftest import Place
from tests.clients.mcp import Assistant, assistant, exercises

pytestmark = pytest.mark.clients


def _bea(keyed: Assistant, organization: int, name: str) -> int:
    made: int = keyed.call("createOrganizationUser", {"email": f"{name}@example.com"}, orgId=organization)["id"]
    return made


@exercises(
    "getMe",
    "updateMe",
    "getOrganizationsUsers",
    "createOrganizationUser",
    "updateOrganizationUser",
    "deleteOrganizationUser",
)
def test_people_come_change_and_go(keyed: Assistant, place: Place) -> None:
    assert keyed.call("getMe")["organizationId"] == place.organization_id
    assert keyed.call("updateMe", {"weekStart": "Monday"})["weekStart"] == "Monday"
    at = {"orgId": place.organization_id}
    bea = _bea(keyed, place.organization_id, "bea")
    [found] = keyed.call("getOrganizationsUsers", emails=["bea@example.com"], **at)
    assert found["id"] == bea
    assert (
        keyed.call("updateOrganizationUser", {"timeZone": "Asia/Tokyo"}, userId=bea, **at)["timeZone"] == "Asia/Tokyo"
    )
    assert keyed.call("deleteOrganizationUser", userId=bea, **at)["id"] == bea
    assert keyed.call("getOrganizationsUsers", emails=["bea@example.com"], **at) == []


@exercises(
    "createOrganizationUser",
    "getAllMemberships",
    "getOrgMembership",
    "updateMembership",
    "deleteMembership",
    "createMembership",
)
def test_memberships_of_the_organization(keyed: Assistant, place: Place) -> None:
    at = {"orgId": place.organization_id}
    cleo = _bea(keyed, place.organization_id, "cleo.member")
    [membership] = [item for item in keyed.call("getAllMemberships", take=250, **at) if item["userId"] == cleo]
    which = {**at, "membershipId": membership["id"]}
    assert keyed.call("updateMembership", {"role": "ADMIN"}, **which)["role"] == "ADMIN"
    assert keyed.call("getOrgMembership", **which)["role"] == "ADMIN"
    assert keyed.call("deleteMembership", **which)["userId"] == cleo
    again = keyed.call("createMembership", {"userId": cleo, "role": "MEMBER", "accepted": True}, **at)
    assert (again["userId"], again["role"]) == (cleo, "MEMBER")


@exercises(
    "getAllTeams",
    "getMyTeams",
    "createOrganizationUser",
    "createOrgTeamMembership",
    "getAllOrgTeamMemberships",
    "getOrgTeamMembership",
    "updateOrgTeamMembership",
    "deleteOrgTeamMembership",
)
def test_teams_of_the_organization(keyed: Assistant, place: Place) -> None:
    at = {"orgId": place.organization_id}
    team = place.call("POST", f"/v2/organizations/{place.organization_id}/teams", json={"name": "Desk"}).json()["data"]
    assert team["id"] in [item["id"] for item in keyed.call("getAllTeams", take=10, **at)]
    assert team["id"] in [item["id"] for item in keyed.call("getMyTeams", **at)]
    dora = _bea(keyed, place.organization_id, "dora.member")
    there = {**at, "teamId": team["id"]}
    made = keyed.call("createOrgTeamMembership", {"userId": dora, "role": "MEMBER", "accepted": True}, **there)
    assert made["id"] in [item["id"] for item in keyed.call("getAllOrgTeamMemberships", **there)]
    which = {**there, "membershipId": made["id"]}
    assert keyed.call("updateOrgTeamMembership", {"role": "ADMIN"}, **which)["role"] == "ADMIN"
    assert keyed.call("getOrgTeamMembership", **which)["role"] == "ADMIN"
    assert keyed.call("deleteOrgTeamMembership", **which)["id"] == made["id"]


@exercises(
    "createTeam",
    "getTeams",
    "getTeam",
    "updateTeam",
    "createOrganizationUser",
    "createTeamMembership",
    "getTeamMemberships",
    "getTeamMembership",
    "updateTeamMembership",
    "deleteTeamMembership",
    "deleteTeam",
)
def test_teams_of_their_own(keyed: Assistant, place: Place) -> None:
    made = keyed.call("createTeam", {"name": "Choir"})
    at = {"teamId": made["id"]}
    assert made["id"] in [item["id"] for item in keyed.call("getTeams")]
    assert keyed.call("updateTeam", {"bio": "We sing"}, **at)["bio"] == "We sing"
    assert keyed.call("getTeam", **at)["slug"] == "choir"
    emil = _bea(keyed, place.organization_id, "emil.member")
    member = keyed.call("createTeamMembership", {"userId": emil, "role": "MEMBER"}, **at)
    which = {**at, "membershipId": member["id"]}
    assert emil in [item["userId"] for item in keyed.call("getTeamMemberships", take=10, **at)]
    assert keyed.call("updateTeamMembership", {"role": "ADMIN"}, **which)["role"] == "ADMIN"
    assert keyed.call("getTeamMembership", **which)["userId"] == emil
    assert keyed.call("deleteTeamMembership", **which)["userId"] == emil
    assert keyed.call("deleteTeam", **at)["id"] == made["id"]


@exercises(
    "getOrganizationAttributes",
    "createOrganizationAttribute",
    "getOrganizationAttribute",
    "updateOrganizationAttribute",
    "deleteOrganizationAttribute",
    "createOrganizationAttri",
    "updateOrganizationAttri",
    "deleteOrganizationAttri",
    "assignOrganizationAttri",
    "unassignOrganizationAtt",
    "getOrganizationAttribut",
)
def test_attributes_and_who_holds_them(keyed: Assistant, place: Place) -> None:
    at = {"orgId": place.organization_id}
    options = [{"value": "Berlin", "slug": "berlin"}]
    body = {"name": "Office", "slug": "office", "type": "SINGLE_SELECT", "options": options}
    office = keyed.call("createOrganizationAttribute", body, **at)["id"]
    which = {**at, "attributeId": office}
    assert keyed.call("updateOrganizationAttribute", {"name": "Site"}, **which)["name"] == "Site"
    assert keyed.call("getOrganizationAttribute", **which)["name"] == "Site"
    assert office in [item["id"] for item in keyed.call("getOrganizationAttributes", **at)]
    rome = keyed.call("createOrganizationAttri", {"value": "Roma", "slug": "roma"}, **which)["id"]
    assert keyed.call("updateOrganizationAttri", {"value": "Rome"}, optionId=rome, **which)["value"] == "Rome"
    who = {**at, "userId": place.user_id}
    keyed.call("assignOrganizationAttri", {"attributeId": office, "attributeOptionId": rome}, **who)
    assert [item["value"] for item in keyed.call("getOrganizationAttribut", **who)] == ["Rome"]
    keyed.call("unassignOrganizationAtt", attributeOptionId=rome, **who)
    assert keyed.call("deleteOrganizationAttri", optionId=rome, **which)["id"] == rome
    assert keyed.call("deleteOrganizationAttribute", **which)["id"] == office


@exercises("getOrganizationUsersOOO", "getOrganizationSchedules")
def test_absences_and_schedules_are_seen(keyed: Assistant, place: Place) -> None:
    at = {"orgId": place.organization_id}
    body = {"start": "2050-08-01T00:00:00.000Z", "end": "2050-08-10T23:59:59.999Z", "reason": "vacation"}
    made = place.call("POST", "/v2/me/ooo", json=body).json()["data"]["id"]
    [away] = keyed.call("getOrganizationUsersOOO", sortEnd="desc", email="ada@example.com", **at)
    assert (away["id"], away["reason"]) == (made, "vacation")
    assert place.user_id in [item["ownerId"] for item in keyed.call("getOrganizationSchedules", take=250, **at)]


@exercises("getOrganizations", "createOrganization", "updateOrganization")
def test_managed_organizations(keyed: Assistant, place: Place) -> None:
    at = {"orgId": place.organization_id}
    made = keyed.call("createOrganization", {"name": "Branch", "apiKeyDaysValid": 3}, **at)
    assert made["apiKey"].startswith("cal_")
    which = {**at, "managedOrganizationId": made["id"]}
    assert keyed.call("updateOrganization", {"metadata": {"plan": "small"}}, **which)["metadata"] == {"plan": "small"}
    assert made["id"] in [item["id"] for item in keyed.call("getOrganizations", **at)]


@exercises("createDelegationCred", "updateDelegationCred")
def test_delegation_credentials(keyed: Assistant, place: Place) -> None:
    at = {"orgId": place.organization_id}
    secret = {"private_key": "-----BEGIN", "client_email": "x@example.iam.gserviceaccount.com", "client_id": "1"}
    body = {"workspacePlatformSlug": "google", "domain": "example.com", "serviceAccountKey": [secret]}
    made = keyed.call("createDelegationCred", body, **at)
    assert made["enabled"] is False
    assert "BEGIN" not in str(made)
    assert keyed.call("updateDelegationCred", {"enabled": False}, credentialId=made["id"], **at)["id"] == made["id"]


@exercises("refresh")
def test_a_key_is_replaced(place: Place, node_folder: Path) -> None:
    old = place.another_key()
    with assistant(node_folder, place.url, old) as here:
        assert here.call("refresh", {"apiKeyDaysValid": 3})["apiKey"].startswith("cal_")
        assert here.refusal("refresh")["error"]["code"] == "UnauthorizedException"


@exercises("getTeamEventTypes", "getTeamEventType", "getTeamsEventTypes", "deleteTeamEventType")
def test_event_types_of_teams(keyed: Assistant, place: Place) -> None:
    at = f"/v2/organizations/{place.organization_id}/teams"
    team = place.call("POST", at, json={"name": "Surgery"}).json()["data"]["id"]
    joins = {"userId": place.user_id, "role": "OWNER", "accepted": True}
    place.call("POST", f"{at}/{team}/memberships", json=joins)
    body = {"title": "Rounds", "slug": "rounds", "lengthInMinutes": 30, "schedulingType": "collective"}
    body["hosts"] = [{"userId": place.user_id}]
    answer = place.call("POST", f"{at}/{team}/event-types", json=body)
    assert answer.status_code == 201, answer.text
    made = answer.json()["data"]["id"]
    which = {"teamId": team, "eventTypeId": made}
    assert [item["id"] for item in keyed.call("getTeamEventTypes", teamId=team)] == [made]
    assert keyed.call("getTeamEventType", **which)["slug"] == "rounds"
    assert made in [item["id"] for item in keyed.call("getTeamsEventTypes", orgId=place.organization_id, take=250)]
    assert keyed.call("deleteTeamEventType", **which)["id"] == made
