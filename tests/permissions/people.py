"""Where everybody belongs: teams, memberships, roles and attributes."""

from sqlalchemy import select

from locum.attributes.models import Assignment, Attribute, AttributeOption
from locum.memberships.models import Membership
from locum.organizations.models import Team
from locum.users.models import User
from tests.factories.world import World
from tests.permissions.house import House


async def name_places(world: World, house: House, own: Membership) -> None:
    organization, team, person = house.organization, house.team, house.people["self"]
    managed = await world.organization(is_platform=True, manager_organization_id=organization.id)
    of_organization = await _membership(world, organization, person)
    role, team_role = await world.role(organization, "team.read"), await world.role(team, "team.read")
    house.ids |= {
        "orgId": str(organization.id),
        "teamId": str(team.id),
        "userId": str(person.id),
        "clientId": house.client.id,
        "managedOrganizationId": str(managed.id),
        "membershipId": str(own.id),
        "roleId": str(role.id),
        "permission": "team.read",
    }
    house.bodies |= {
        "POST /v2/organizations/{orgId}/memberships": {"userId": house.people["managed"].id},
        "POST /v2/organizations/{orgId}/teams/{teamId}/memberships": {"userId": house.people["member"].id},
        "POST /v2/teams/{teamId}/memberships": {"userId": house.people["member"].id},
    }
    house.by_mount[("/v2/organizations/{orgId}/memberships", "membershipId")] = str(of_organization)
    for at in ("roles", "roles/{roleId}/permissions"):
        house.by_mount[(f"/v2/organizations/{{orgId}}/teams/{{teamId}}/{at}", "roleId")] = str(team_role.id)
    for at in ("/v2/oauth-clients/{clientId}/users", "/v2/oauth-clients/{clientId}/users/{userId}"):
        house.by_mount[(at, "userId")] = str(house.people["managed"].id)


async def _membership(world: World, team: Team, user: User) -> int:
    found = await world.session.scalar(
        select(Membership.id).where(Membership.team_id == team.id, Membership.user_id == user.id)
    )
    assert found is not None
    return found


async def name_attributes(world: World, house: House) -> None:
    attribute = Attribute(
        organization_id=house.organization.id, type="SINGLE_SELECT", name="Place", slug=f"place-{house.organization.id}"
    )
    attribute.users_can_edit_relation = True
    world.session.add(attribute)
    await world.session.flush()
    option = AttributeOption(attribute_id=attribute.id, value="Rome", slug="rome")
    other = AttributeOption(attribute_id=attribute.id, value="Oslo", slug="oslo")
    world.session.add_all([option, other])
    await world.session.flush()
    person = house.people["self"]
    membership_id = await _membership(world, house.organization, person)
    world.session.add(Assignment(membership_id=membership_id, user_id=person.id, option_id=option.id))
    await world.session.commit()
    assigned = {"attributeId": str(attribute.uuid), "attributeOptionId": str(other.uuid)}
    for whose in ("{userId}", "me"):
        house.bodies[f"POST /v2/organizations/{{orgId}}/attributes/options/{whose}"] = assigned
    house.ids |= {
        "attributeId": str(attribute.uuid),
        "attributeSlug": attribute.slug,
        "optionId": str(option.uuid),
        "attributeOptionId": str(option.uuid),
    }
