"""An organization with one of everything that a path of the API can name, and everybody who might ask for it."""

import re
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import uuid4

from sqlalchemy import select

from locum.absences.models import Absence
from locum.attributes.models import Assignment, Attribute, AttributeOption
from locum.bookings.models import Booking
from locum.delegation.models import DelegationCredential
from locum.http.realms import Mount, Operation
from locum.kit.crypto import Vault
from locum.memberships.models import Membership
from locum.organizations.models import OAuthClient, Team
from locum.schedules.models import Schedule
from locum.users.models import User
from locum.verified_resources.models import VerifiedResource
from locum.webhooks.models import Webhook, WebhookDelivery, WebhookEvent
from tests.factories.event_types import event_type
from tests.factories.oauth import SECRET_KEY, oauth_client
from tests.factories.webhooks import webhook
from tests.factories.world import World

CLERKS_ROLE = (
    "organization.listMembers",
    "team.update",
    "role.read",
    "webhook.read",
    "ooo.create",
    "availability.read",
)
"""What the custom role of the matrix opens; with it the clerk may also read in `team` and `ooo`."""


@dataclass(slots=True)
class House:
    """The organization, its people by what they are there, and the ids of its things."""

    organization: Team
    team: Team
    client: OAuthClient
    people: dict[str, User]
    ids: dict[str, str] = field(default_factory=dict)
    by_mount: dict[tuple[str, str], str] = field(default_factory=dict)
    bodies: dict[str, Any] = field(default_factory=dict)
    """By `METHOD address`, where a body has to name somebody."""

    def address(self, mount: Mount, operation: Operation, foreign: tuple["House", str] | None = None) -> str:
        """An address with the ids of this house in its parameters, save one that is of another house."""

        def put(found: re.Match[str]) -> str:
            house = foreign[0] if foreign and foreign[1] == found[1] else self
            return house.id_for(mount, operation, found[1])

        return re.sub(r"\{(\w+)\}", put, mount.at + operation.path)

    def id_for(self, mount: Mount, operation: Operation, name: str) -> str:
        """What a parameter means at a mount; what is verified has ids by owner and channel."""
        if name == "verifiedId":
            channel = "phone" if "/phones/" in operation.path else "email"
            return self.ids[f"{'team' if 'teamId' in mount.at else 'own'}-{channel}"]
        return self.by_mount.get((mount.at, name)) or self.ids[name]


async def build(world: World) -> House:
    """Make one."""
    organization = await world.organization(is_platform=True)
    team = await world.team(organization)
    client = await oauth_client(world, organization)
    people = {
        "owner": await world.member(organization, "OWNER"),
        "admin": await world.member(organization, "ADMIN"),
        "member": await world.member(organization),
        "self": await world.member(organization),
        "lead": await world.member(organization),
        "captain": await world.member(organization),
        "clerk": await world.holder(organization, *CLERKS_ROLE),
        "managed": await world.member(organization, platform_client_id=client.id),
    }
    house = House(organization, team, client, people)
    own = await world.join(people["self"], team)
    await world.join(people["lead"], team, "ADMIN")
    await world.join(people["captain"], team, "OWNER")
    await _name_places(world, house, own)
    await _name_things(world, house)
    await _name_attributes(world, house)
    await _name_webhooks(world, house)
    return house


async def _name_places(world: World, house: House, own: Membership) -> None:
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


async def _name_things(world: World, house: House) -> None:
    person, now = house.people["self"], datetime(2050, 5, 2, 10, tzinfo=UTC)
    own = await event_type(world, person)
    of_team = await event_type(world, house.team)
    absence = Absence(user_id=person.id, first_day=date(2050, 5, 1), last_day=date(2050, 5, 2))
    schedule = Schedule(user_id=person.id, name="Hours", time_zone="UTC")
    booking = Booking(
        event_type_id=own.id,
        user_id=person.id,
        organization_id=house.organization.id,
        status="accepted",
        title="A talk",
        starts_at=now,
        ends_at=now + timedelta(hours=1),
        ics_uid=str(uuid4()),
    )
    credential = DelegationCredential(
        organization_id=house.organization.id,
        platform="google",
        domain=f"{uuid4().hex[:8]}.example.org",
        service_account_key=Vault(SECRET_KEY).seal("{}"),
    )
    email = VerifiedResource(channel="email", address="a@example.org", user_id=person.id, verified_by_id=person.id)
    team_email = VerifiedResource(channel="email", address="t@example.org", team_id=house.team.id)
    phone = VerifiedResource(channel="phone", address="+4915112345678", user_id=person.id, verified_by_id=person.id)
    team_phone = VerifiedResource(channel="phone", address="+4915112345679", team_id=house.team.id)
    things = [absence, schedule, booking, credential, email, team_email, phone, team_phone]
    world.session.add_all(things)
    await world.session.commit()
    house.ids |= {
        "eventTypeId": str(own.id),
        "oooId": str(absence.id),
        "scheduleId": str(schedule.id),
        "bookingUid": booking.uid,
        "uid": str(uuid4()),
        "credentialId": str(credential.id),
        "own-email": str(email.id),
        "own-phone": str(phone.id),
        "team-email": str(team_email.id),
        "team-phone": str(team_phone.id),
        "teamEventTypeId": str(of_team.id),
    }


async def _name_attributes(world: World, house: House) -> None:
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


async def _name_webhooks(world: World, house: House) -> None:
    person, of_team = house.people["self"], int(house.ids["teamEventTypeId"])
    owners: dict[str, dict[str, Any]] = {
        "/v2/webhooks": {"user_id": person.id},
        "/v2/event-types/{eventTypeId}/webhooks": {"event_type_id": int(house.ids["eventTypeId"])},
        "/v2/teams/{teamId}/event-types/{eventTypeId}/webhooks": {"event_type_id": of_team},
        "/v2/organizations/{orgId}/webhooks": {"team_id": house.organization.id},
        "/v2/oauth-clients/{clientId}/webhooks": {"oauth_client_id": house.client.id},
    }
    for at, owner in owners.items():
        hook = await webhook(world, **owner)
        house.by_mount[(at, "webhookId")] = str(hook.id)
        house.by_mount[(at, "deliveryId")] = str(await _delivery(world, hook))
    house.by_mount[("/v2/teams/{teamId}/event-types/{eventTypeId}/webhooks", "eventTypeId")] = str(of_team)


async def _delivery(world: World, hook: Webhook) -> object:
    event = WebhookEvent(trigger="PING", body={}, fanned_out_at=datetime(2050, 1, 1, tzinfo=UTC))
    world.session.add(event)
    await world.session.flush()
    delivery = WebhookDelivery(
        webhook_id=hook.id, event_id=event.id, state="failed", next_attempt_at=datetime(2050, 1, 1, tzinfo=UTC)
    )
    world.session.add(delivery)
    await world.session.commit()
    return delivery.id
