"""Every operation that changes something leaves an entry: by whom, and in the log of the organization it is about."""

from dataclasses import dataclass
from typing import Any

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncConnection

from locum.audit.models import AuditEntry
from locum.settings import Settings
from tests.factories.world import Api, World
from tests.permissions.asking import application, operations, sent
from tests.permissions.bodies import body_for
from tests.permissions.building import build
from tests.permissions.callers import everybody
from tests.permissions.house import House

# Of these an empty body, or the smallest good one, changes nothing.
CHANGES: dict[str, Any] = {
    "/event-types/{eventTypeId}": {"title": "Another"},
    "/private-links/{linkId}": {"maxUsageCount": 7},
    "/schedules/{scheduleId}": {"name": "Another"},
    "/ooo/{oooId}": {"notes": "Another"},
    "/v2/me": {"name": "Another"},
    "/memberships/{membershipId}": {"disableImpersonation": True},
    "/teams/{teamId}": {"name": "Another"},
    "/users/{userId}": {"timeZone": "Asia/Tokyo"},
    "/attributes/{attributeId}": {"name": "Another"},
    "/options/{optionId}": {"value": "Another"},
    "/roles/{roleId}": {"name": "Another"},
    "/roles/{roleId}/permissions": {"permissions": ["team.update"]},
    "/organizations/{managedOrganizationId}": {"name": "Another"},
    "/webhooks/{webhookId}": {"active": False},
    "/oauth-clients/{clientId}": {"name": "Another"},
}
# What they do is no change, or a change of what is kept elsewhere for a while by its nature.
LEAVE_NOTHING = (
    "/slots/reservations/{uid}",
    "/ooo/preview",
    "/ooo/{oooId}/preview",
    "/mail-target/retry",
    "/mail-target/test",
    "/emails/verification-code/request",
    "/webhooks/{webhookId}/ping",
    "/deliveries/{deliveryId}/redeliver",
    "/users/{userId}/force-refresh",
)
# Here nothing is there to be changed: what they write is told of in tests of their own, by the same triggers.
NOTHING_THERE = (
    "/ooo/bulk",
    "DELETE /v2/me/holidays",
    "DELETE /v2/organizations/{orgId}/holidays",
    "DELETE /v2/organizations/{orgId}/users/{userId}/holidays",
    "PUT /v2/me/mail-target",
    "PUT /v2/organizations/{orgId}/users/{userId}/mail-target",
    "/mail-domains/{domainId}/mail-target",
    "/delegation-credentials/{credentialId}",
    "DELETE /v2/organizations/{orgId}/roles/{roleId}/permissions",
    "DELETE /v2/organizations/{orgId}/teams/{teamId}/roles/{roleId}/permissions",
)
# What cannot work here with any body: codes that nobody has, times that are taken, sign-in by other means.
NEVER_WORK = (
    "POST /v2/bookings",
    "/bookings/{bookingUid}/reschedule",
    "/slots/reservations",
    "/slots/reservations/{uid}",
    "/create-phone-call",
    "/verification-code/verify",
    "/phones/verification-code/request",
    "/v2/auth/oauth2/token",
    "/api/auth/oauth/token",
    "/api/auth/oauth/refreshToken",
    "/api/auth/oauth/revoke",
    "POST /v2/oauth-clients",
    "/v2/oauth/{clientId}/refresh",
)
CALLERS = ("owner", "self", "lead", "captain")


@dataclass(frozen=True, slots=True)
class Told:
    """Who of the house did something, and what was entered of it."""

    by: str
    entries: list[Any]


async def test_whatever_changes_something_is_told_of(
    world: World, connection: AsyncConnection, settings: Settings
) -> None:
    house = await build(world)
    callers = await everybody(world, house, settings)
    document = application(world).openapi()
    silent, idle, wrong = set(), set(), []
    for mount, operation in operations():
        address = mount.at + operation.path
        named = f"{operation.method} {address}"
        if operation.method == "GET":
            continue
        body = _body(house, named) or body_for(document, operation.method, address)
        told = await _told(connection, callers, operation.method, house.address(mount, operation), body)
        if told is None:
            idle.add(named)
        elif not told.entries:
            silent.add(named)
        else:
            wrong += [f"{named}: {entry}" for entry in told.entries if not _is_right(house, named, told.by, entry)]
    assert not wrong, "\n".join(wrong)
    assert {named for named in silent if not named.endswith(LEAVE_NOTHING + NOTHING_THERE)} == set()
    assert {named for named in idle if not named.endswith(NEVER_WORK)} == set()


def _body(house: House, named: str) -> Any:
    method, _, address = named.partition(" ")
    if method in {"PATCH", "PUT"} or address.endswith("/permissions"):
        found = next((body for ending, body in CHANGES.items() if address.endswith(ending)), None)
        if found is not None and method != "DELETE":
            return found
    return house.bodies.get(named)


async def _told(connection: AsyncConnection, callers: dict[str, Api], method: str, path: str, body: Any) -> Told | None:
    """What is entered of a request by the first of the house for whom it works; nothing of it stays."""
    for name in CALLERS:
        trial = await connection.begin_nested()
        last = (await connection.scalar(select(AuditEntry.id).order_by(AuditEntry.id.desc()).limit(1))) or 0
        answer = await callers[name].call(method, path, **sent(body))
        columns = (AuditEntry.subject, AuditEntry.organization_id, AuditEntry.actor_id, AuditEntry.operation)
        entries = (await connection.execute(select(*columns).where(AuditEntry.id > last))).all()
        await trial.rollback()
        if answer.status_code < 300:
            return Told(name, [*entries])
        assert not entries, f"{method} {path} is refused and leaves {entries}"
    return None


def _is_right(house: House, named: str, by: str, entry: Any) -> bool:
    # What an organization has that is only just made is entered in its own log.
    is_elsewhere = named == "POST /v2/organizations/{orgId}/organizations" and entry.subject != "teams"
    is_here = entry.organization_id == house.organization.id
    return is_here is not is_elsewhere and entry.actor_id == house.people[by].id and entry.operation == named
