"""An organization with one of everything that a path of the API can name, and everybody who might ask for it."""

import re
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import uuid4

from sqlalchemy import select

from locum.absences.models import Absence, AbsenceSeries
from locum.attributes.models import Assignment, Attribute, AttributeOption
from locum.bookings.models import Booking, BookingAttendee
from locum.delegation.models import DelegationCredential
from locum.feeds.models import AbsenceFeed
from locum.http.credentials import digest
from locum.http.realms import Mount, Operation
from locum.kit.crypto import Vault
from locum.mailboxes.models import MailDomain
from locum.memberships.models import Membership
from locum.organizations.models import OAuthClient, Team
from locum.private_links.models import PrivateLink
from locum.schedules.models import Schedule
from locum.slots.models import HostBusy
from locum.targets.models import MailTarget
from locum.users.models import User
from locum.verified_resources.models import VerifiedResource
from locum.webhooks.models import Webhook, WebhookDelivery, WebhookEvent
from tests.factories.event_types import event_type, host
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
    """By where a resource is mounted, or by the whole address, and the parameter's name."""
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
        of_operation = self.by_mount.get((mount.at + operation.path, name))
        return of_operation or self.by_mount.get((mount.at, name)) or self.ids[name]


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
    await _name_bookings(world, house)
    await _name_links(world, house)
    await _name_absences(world, house)
    await _name_mail(world, house)
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
    person = house.people["self"]
    own = await event_type(world, person)
    of_team = await event_type(world, house.team, scheduling_type="roundRobin")
    await host(world, of_team, person)
    await host(world, of_team, house.people["captain"])
    schedule = Schedule(user_id=person.id, name="Hours", time_zone="UTC")
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
    things = [schedule, credential, email, team_email, phone, team_phone]
    world.session.add_all(things)
    await world.session.commit()
    house.ids |= {
        "eventTypeId": str(own.id),
        "scheduleId": str(schedule.id),
        "uid": str(uuid4()),
        "credentialId": str(credential.id),
        "own-email": str(email.id),
        "own-phone": str(phone.id),
        "team-email": str(team_email.id),
        "team-phone": str(team_phone.id),
        "teamEventTypeId": str(of_team.id),
    }


async def _name_bookings(world: World, house: House) -> None:
    own = await _booking(world, house, "eventTypeId", day=2)
    of_team = await _booking(world, house, "teamEventTypeId", day=3)
    asked = await _booking(world, house, "eventTypeId", day=4, status="pending")
    over = await _booking(world, house, "eventTypeId", year=2020)
    seated = await _booking(world, house, "eventTypeId", day=5, seat_uid=str(uuid4()))
    house.ids |= {
        "bookingUid": own.uid,
        "attendeeId": str(own.attendees[0].id),
        "seatUid": str(seated.attendees[0].seat_uid),
    }
    house.by_mount[("/v2/organizations/{orgId}/teams/{teamId}/bookings", "bookingUid")] = of_team.uid
    for act, uid in (
        ("confirm", asked.uid),
        ("decline", asked.uid),
        ("reassign", of_team.uid),
        ("mark-absent", over.uid),
    ):
        house.by_mount[(f"/v2/bookings/{{bookingUid}}/{act}", "bookingUid")] = uid
    to_somebody = "/v2/bookings/{bookingUid}/reassign/{userId}"
    house.by_mount[(to_somebody, "bookingUid")] = of_team.uid
    house.by_mount[(to_somebody, "userId")] = str(house.people["captain"].id)
    house.bodies |= {
        "POST /v2/bookings/{bookingUid}/attendees": {"name": "Guest", "email": "g@example.org", "timeZone": "UTC"},
        "POST /v2/bookings/{bookingUid}/mark-absent": {"host": True},
        "POST /v2/bookings/{bookingUid}/guests": {"guests": [{"email": "guest@example.org"}]},
        "PATCH /v2/bookings/{bookingUid}/location": {"location": {"type": "link", "link": "https://talk.example"}},
    }


async def _booking(
    world: World,
    house: House,
    of: str,
    day: int = 1,
    year: int = 2050,
    status: str = "accepted",
    seat_uid: str | None = None,
) -> Booking:
    starts_at = datetime(year, 5, day, 10, tzinfo=UTC)
    booking = Booking(
        event_type_id=int(house.ids[of]),
        user_id=house.people["self"].id,
        organization_id=house.organization.id,
        status=status,
        title="A talk",
        starts_at=starts_at,
        ends_at=starts_at + timedelta(hours=1),
        ics_uid=str(uuid4()),
        attendees=[BookingAttendee(email="booker@example.org", name="B", time_zone="UTC", seat_uid=seat_uid)],
    )
    world.session.add(booking)
    await world.session.flush()
    world.session.add(
        HostBusy(
            booking_id=booking.id,
            booking_uid=booking.uid,
            event_type_id=booking.event_type_id,
            host_id=house.people["self"].id,
            starts_at=booking.starts_at,
            ends_at=booking.ends_at,
            blocks=status == "accepted",
            pending=status == "pending",
        )
    )
    await world.session.commit()
    return booking


async def _name_links(world: World, house: House) -> None:
    """Links have the ids of no row: their names are what they are called in a path."""
    at_team = "/v2/teams/{teamId}/event-types/{eventTypeId}/private-links"
    of_team = int(house.ids["teamEventTypeId"])
    links = {
        "/v2/event-types/{eventTypeId}/private-links": int(house.ids["eventTypeId"]),
        at_team: of_team,
        at_team.replace("/v2/", "/v2/organizations/{orgId}/"): of_team,
    }
    for at, event_type_id in links.items():
        name = uuid4().hex
        link = PrivateLink(
            event_type_id=event_type_id, digest=digest(name), sealed_name=Vault(SECRET_KEY).seal(name), most_uses=1
        )
        world.session.add(link)
        house.by_mount[(at, "linkId")] = name
        house.by_mount[(at, "eventTypeId")] = str(event_type_id)
    for at in ("/v2/teams/{teamId}", "/v2/organizations/{orgId}/teams/{teamId}"):
        house.by_mount[(f"{at}/event-types", "eventTypeId")] = str(of_team)
    await world.session.commit()


async def _name_absences(world: World, house: House) -> None:
    person = house.people["self"]
    absence = Absence(user_id=person.id, first_day=date(2050, 5, 1), last_day=date(2050, 5, 2))
    series = AbsenceSeries(
        user_id=person.id,
        first_day=date(2050, 6, 3),
        zone="UTC",
        rule="FREQ=WEEKLY;COUNT=3",
        exceptions=[],
        expanded_to=date(2050, 7, 1),
        reason="vacation",
    )
    feeds = {
        "/v2/me/ooo/feeds": AbsenceFeed(user_id=person.id),
        "/v2/organizations/{orgId}/users/{userId}/ooo/feeds": AbsenceFeed(user_id=person.id),
        "/v2/organizations/{orgId}/ooo/feeds": AbsenceFeed(team_id=house.organization.id),
        "/v2/organizations/{orgId}/teams/{teamId}/ooo/feeds": AbsenceFeed(team_id=house.team.id),
        "/v2/teams/{teamId}/ooo/feeds": AbsenceFeed(team_id=house.team.id),
    }
    for feed in feeds.values():
        feed.name, feed.detail, feed.digest = "Wall", "away", digest(uuid4().hex)
    world.session.add_all([absence, series, *feeds.values()])
    await world.session.commit()
    house.ids |= {"oooId": str(absence.id), "seriesId": str(series.id)}
    house.by_mount |= {(at, "feedId"): str(feed.id) for at, feed in feeds.items()}
    keep = {"decisions": [{"bookingUid": house.ids["bookingUid"], "action": "keep"}]}
    for whose in ("me", "organizations/{orgId}/users/{userId}", "teams/{teamId}/users/{userId}"):
        house.bodies[f"POST /v2/{whose}/ooo/{{oooId}}/affected-bookings"] = keep
        house.bodies[f"POST /v2/{whose}/ooo/recurring"] = {
            "start": "2050-07-01T00:00:00.000Z",
            "end": "2050-07-01T23:59:59.999Z",
            "rule": "FREQ=WEEKLY;COUNT=3",
        }


async def _name_mail(world: World, house: House) -> None:
    person = house.people["self"]
    domain = MailDomain(name=f"{uuid4().hex[:8]}.example.org", organization_id=house.organization.id)
    world.session.add(domain)
    await world.session.flush()
    person.email = f"self@{domain.name}"
    targets = [MailTarget(backend="embedded", settings={}, domain_id=domain.id)]
    targets.append(MailTarget(backend="embedded", settings={}, user_id=person.id))
    world.session.add_all(targets)
    await world.session.commit()
    house.ids["domainId"] = str(domain.id)
    rows = f"email,start,end\n{person.email},2050-09-01,2050-09-02\n"
    house.bodies["POST /v2/organizations/{orgId}/ooo/bulk/csv"] = rows


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
