"""No thing of one organization can be read or changed from another one, by any id in any place of a path.

Every operation is first called with the ids of one's own organization, which has to work: that is how we know that the
refusals afterwards are for the foreign id, which stands in one place of the path at a time.
"""

from collections.abc import Iterator

from httpx import Response
from sqlalchemy.ext.asyncio import AsyncConnection

from locum.http.realms import Mount, Operation
from locum.settings import Settings
from tests.factories.world import World
from tests.permissions.asking import application, call, names, operations, who_may
from tests.permissions.bodies import body_for
from tests.permissions.building import build
from tests.permissions.callers import everybody

REFUSED = frozenset({401, 403, 404})
PUBLIC = ("/v2/auth/oauth2/clients", "/v2/slots", "/v2/provider")
# Whoever knows the uid of a booking may ask (bookings sheet, section 1); pages show event types of teams to everybody.
OPEN_TO_ALL = {
    ("GET", "/v2/bookings/{bookingUid}"),
    ("POST", "/v2/bookings/{bookingUid}/cancel"),
    ("POST", "/v2/bookings/{bookingUid}/reschedule"),
    ("GET", "/v2/bookings/{bookingUid}/calendar-links"),
    ("GET", "/v2/teams/{teamId}/event-types"),
    ("GET", "/v2/organizations/{orgId}/teams/{teamId}/event-types"),
}
# Refused with 400 by their sheets, because it is of another kind.
REFUSED_OTHERWISE = {
    ("POST", "/v2/bookings/{bookingUid}/reassign/{userId}"),
    ("PATCH", "/v2/teams/{teamId}/event-types/{eventTypeId}"),
    ("PATCH", "/v2/organizations/{orgId}/teams/{teamId}/event-types/{eventTypeId}"),
}
# What cannot work here with any body: it wants a code that nobody has, or somebody outside who is not there.
NEVER_WORKS = (
    "/emails/verification-code/verify",
    "/phones/verification-code/request",
    "/phones/verification-code/verify",
    "/v2/oauth/{clientId}/refresh",
    "/recordings",
    "/transcripts",
    "/conferencing-sessions",
    "/create-phone-call",
)


async def test_foreign_ids_lead_nowhere(world: World, connection: AsyncConnection, settings: Settings) -> None:
    ours, theirs = await build(world), await build(world)
    callers = await everybody(world, ours, settings)
    document = application(world).openapi()
    leaks, dumb, otherwise = [], [], set()
    for mount, operation in _operations():
        address = mount.at + operation.path
        body = ours.bodies.get(f"{operation.method} {address}") or body_for(document, operation.method, address)
        caller = await who_may(connection, callers, operation, ours.address(mount, operation), body)
        if caller is None:
            dumb.append(f"{operation.method} {address}")
            continue
        for name in names(address):
            path = ours.address(mount, operation, foreign=(theirs, name))
            answer = await call(connection, caller, operation.method, path, body)
            if answer.status_code == 400:
                otherwise.add((operation.method, address))
            elif not _is_refused(answer, operation.method):
                leaks.append(f"{operation.method} {address} with a foreign {name}: {answer.status_code}")
    assert not leaks, "\n".join(leaks)
    assert otherwise == REFUSED_OTHERWISE
    assert [named for named in dumb if not named.endswith(NEVER_WORKS)] == []
    assert [ending for ending in NEVER_WORKS if not any(named.endswith(ending) for named in dumb)] == []


def test_what_is_open_to_all_is_served() -> None:
    served = {(operation.method, mount.at + operation.path) for mount, operation in operations()}
    assert served >= OPEN_TO_ALL
    assert all(any(address.startswith(start) for _, address in served) for start in PUBLIC)


def _operations() -> Iterator[tuple[Mount, Operation]]:
    for mount, operation in operations():
        address = mount.at + operation.path
        if names(address) and not address.startswith(PUBLIC) and (operation.method, address) not in OPEN_TO_ALL:
            yield mount, operation


def _is_refused(answer: Response, method: str) -> bool:
    if answer.status_code == 200 and method == "GET":
        # Some lists and attributes answer with nothing where there is nothing (members sheet, section 6).
        return answer.json()["data"] in (None, [])
    return answer.status_code in REFUSED
