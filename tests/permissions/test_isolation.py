"""No thing of one organization can be read or changed from another one, by any id in any place of a path.

Every operation is first called with the ids of one's own organization, which has to work: that is how we know that the
refusals afterwards are for the foreign id, which stands in one place of the path at a time.
"""

import re
from collections.abc import Iterator
from typing import Any

from fastapi import FastAPI
from httpx import ASGITransport, Response
from sqlalchemy.ext.asyncio import AsyncConnection

from locum.http.realms import Mount, Operation
from locum.mounts import MOUNTS
from locum.settings import Settings
from tests.factories.world import Api, World
from tests.permissions.bodies import body_for
from tests.permissions.building import build
from tests.permissions.callers import everybody

REFUSED = frozenset({401, 403, 404})
# These ids are no things of an organization: secrets by themselves, public applications, or mere words.
NO_THINGS = frozenset({"uid", "seatUid", "permission"})
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
# Refused with 400 by their sheets, because nothing is there to be removed or because it is of another kind.
REFUSED_OTHERWISE = {
    ("DELETE", "/v2/schedules/{scheduleId}"),
    ("DELETE", "/v2/organizations/{orgId}/users/{userId}/schedules/{scheduleId}"),
    ("POST", "/v2/bookings/{bookingUid}/reassign/{userId}"),
    ("PATCH", "/v2/teams/{teamId}/event-types/{eventTypeId}"),
    ("PATCH", "/v2/organizations/{orgId}/teams/{teamId}/event-types/{eventTypeId}"),
}
# What cannot work here with any body: it asks somebody outside, or wants a code that nobody has.
NEVER_WORKS = re.compile(
    r"verification-code/|delegation-credentials|/refresh$|/recordings$|/transcripts$|-sessions$|-phone-call$"
)


async def test_foreign_ids_lead_nowhere(world: World, connection: AsyncConnection, settings: Settings) -> None:
    ours, theirs = await build(world), await build(world)
    callers = await everybody(world, ours, settings)
    document = _application(world).openapi()
    leaks, dumb = [], []
    for mount, operation in _operations():
        address = mount.at + operation.path
        named = f"{operation.method} {address}"
        body = ours.bodies.get(named) or body_for(document, operation.method, address)
        caller = await _who_may(connection, callers, operation, ours.address(mount, operation), body)
        if caller is None:
            dumb += [] if NEVER_WORKS.search(named) else [named]
            continue
        for name in _names(address):
            path = ours.address(mount, operation, foreign=(theirs, name))
            answer = await _call(connection, caller, operation.method, path, body)
            if not _is_refused(answer, operation.method, address):
                leaks.append(f"{named} with a foreign {name}: {answer.status_code}")
    assert not leaks + dumb, "\n".join(leaks + dumb)


def _application(world: World) -> FastAPI:
    transport = world.client._transport
    assert isinstance(transport, ASGITransport)
    app: Any = transport.app
    assert isinstance(app, FastAPI)
    return app


def _operations() -> Iterator[tuple[Mount, Operation]]:
    for mount in MOUNTS:
        for operation in mount.operations():
            address = mount.at + operation.path
            is_open = address.startswith(PUBLIC) or (operation.method, address) in OPEN_TO_ALL
            if not mount.hidden and not is_open and _names(address):
                yield mount, operation


def _names(path: str) -> list[str]:
    return [name for name in re.findall(r"\{(\w+)\}", path) if name not in NO_THINGS]


async def _who_may(
    connection: AsyncConnection, callers: dict[str, Api], operation: Operation, path: str, body: Any
) -> Api | None:
    """Somebody of one's own organization for whom it works."""
    for name in ("owner", "self", "lead", "captain"):
        answer = await _call(connection, callers[name], operation.method, path, body)
        if answer.status_code < 300:
            return callers[name]
    return None


async def _call(connection: AsyncConnection, caller: Api, method: str, path: str, body: Any) -> Response:
    before = await connection.begin_nested()
    answer = await caller.call(method, path, **_sent(body))
    await before.rollback()
    return answer


def _sent(body: Any) -> dict[str, Any]:
    if isinstance(body, str):
        return {"content": body, "headers": {"Content-Type": "text/csv"}}
    return {} if body is None else {"json": body}


def _is_refused(answer: Response, method: str, address: str) -> bool:
    if answer.status_code == 200 and method == "GET":
        # Some lists and attributes answer with nothing where there is nothing (members sheet, section 6).
        return answer.json()["data"] in (None, [])
    return answer.status_code in REFUSED or (answer.status_code == 400 and (method, address) in REFUSED_OTHERWISE)
