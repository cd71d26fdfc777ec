"""What people and teams have: event types, hours, verified addresses, links, webhooks."""

from datetime import UTC, datetime
from typing import Any
from uuid import uuid4

from locum.delegation.models import DelegationCredential
from locum.http.credentials import digest
from locum.kit.crypto import Vault
from locum.private_links.models import PrivateLink
from locum.schedules.models import Schedule
from locum.verified_resources.models import VerifiedResource
from locum.webhooks.models import Webhook, WebhookDelivery, WebhookEvent
from tests.factories.event_types import event_type, host
from tests.factories.oauth import SECRET_KEY
from tests.factories.webhooks import webhook
from tests.factories.world import World
from tests.permissions.house import House

OTHERS_WITH_HOURS = ("lead", "managed")


async def name_things(world: World, house: House) -> None:
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
    hours = {name: Schedule(user_id=house.people[name].id, name="Hours", time_zone="UTC") for name in OTHERS_WITH_HOURS}
    things = [schedule, *hours.values(), credential, email, team_email, phone, team_phone]
    world.session.add_all(things)
    await world.session.commit()
    house.ids |= {
        "eventTypeId": str(own.id),
        "scheduleId": str(schedule.id),
        **{f"scheduleId of {name}": str(one.id) for name, one in hours.items()},
        "uid": str(uuid4()),
        "credentialId": str(credential.id),
        "own-email": str(email.id),
        "own-phone": str(phone.id),
        "team-email": str(team_email.id),
        "team-phone": str(team_phone.id),
        "teamEventTypeId": str(of_team.id),
    }
    base = "/v2/organizations/{orgId}/delegation-credentials"
    key = {"private_key": "of nobody", "client_email": "a@example.org", "client_id": "1"}
    made = {"workspacePlatformSlug": "google", "domain": f"{uuid4().hex[:8]}.example.org", "serviceAccountKey": key}
    house.bodies |= {f"POST {base}": made, f"PATCH {base}/{{credentialId}}": {"enabled": False}}


async def name_links(world: World, house: House) -> None:
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


async def name_webhooks(world: World, house: House) -> None:
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
