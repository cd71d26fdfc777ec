"""No thing of one organization is read or used from another one by an id in a body or a query.

As in `test_isolation`: the same request with an id of one's own has to work, and differs by nothing else.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from httpx import Response
from sqlalchemy.ext.asyncio import AsyncConnection

from locum.http.realms import Mount, Operation
from locum.settings import Settings
from tests.factories.world import World
from tests.permissions.asking import application, call, operations, who_may
from tests.permissions.bodies import body_for, properties_of
from tests.permissions.building import build
from tests.permissions.callers import everybody
from tests.permissions.house import House

REFUSED = frozenset({400, 403, 404, 422})
# Anybody books, asks for free times and keeps a slot, wherever the event type is; where an organization is named to
# find somebody's page, nothing of it is shown that is not public; the log of an organization has a test of its own.
OPEN_TO_ALL = ("POST /v2/bookings", "/v2/slots", "GET /v2/event-types", "/audit-log")
LEFT_ASIDE = {("POST /v2/organizations/{orgId}/users", "defaultScheduleId")}
# Whoever has an account can be asked to belong to a team: he is invited, and accepts or not.
INVITES = {"POST /v2/teams/{teamId}/memberships"}

IDS = frozenset(
    {
        "toUserId",
        "userId",
        "userIds",
        "hosts",
        "customRoleId",
        "scheduleId",
        "defaultScheduleId",
        "eventTypeId",
        "eventTypeIds",
        "bookingUid",
        "decisions",
        "attributeId",
        "attributeOptionId",
        "assignedOptionIds",
        "contains",
        "teamId",
        "teamIds",
        "teamsIds",
    }
)

LISTS = frozenset({"hosts", "decisions", "contains"})
# Ids that need no trying: see OPEN_TO_ALL.
OTHER_IDS = frozenset({"orgId", "actorId", "subjectId"})


@dataclass(frozen=True, slots=True)
class Place:
    """Where an operation takes an id: a property of its body, a list within it, or a query."""

    mount: Mount
    operation: Operation
    name: str
    in_query: bool

    @property
    def address(self) -> str:
        return self.mount.at + self.operation.path

    @property
    def named(self) -> str:
        return f"{self.operation.method} {self.address}"

    def request(self, ours: House, whose: House, usual: Any) -> tuple[str, Any]:
        """The path and body of a request in one's own house with an id of another one."""
        path, value = ours.address(self.mount, self.operation), self._value(whose)
        if self.in_query:
            return f"{path}?{self.name}={value}", usual
        return path, {**(usual or {}), self.name: value}

    def _value(self, house: House) -> Any:
        in_team, people = "{teamId}" in self.address, house.people
        team_id = house.team.id
        role = house.id_for(self._roles(), self.operation, "roleId")
        event_type = house.ids["teamEventTypeId" if in_team else "eventTypeId"]
        at_team = "/v2/organizations/{orgId}/teams/{teamId}/bookings"
        booking = house.by_mount[(at_team, "bookingUid")] if in_team else house.ids["bookingUid"]
        whose = " of lead" if in_team else " of managed" if "{clientId}" in self.address else ""
        schedule, assigned = int(house.ids[f"scheduleId{whose}"]), house.bodies[_ASSIGNS]
        return {
            "toUserId": people["lead"].id,
            "userId": people["member" if in_team else "managed"].id,
            "userIds": people["self"].id,
            "hosts": [{"userId": people["self"].id}],
            "customRoleId": role,
            "scheduleId": schedule,
            "defaultScheduleId": schedule,
            "eventTypeId": event_type,
            "eventTypeIds": event_type,
            "bookingUid": booking,
            "decisions": [{"bookingUid": booking, "action": "keep"}],
            "attributeId": assigned["attributeId"],
            "attributeOptionId": assigned["attributeOptionId"],
            "assignedOptionIds": house.ids["optionId"],
            "contains": [assigned["attributeOptionId"]],
            "teamId": team_id,
            "teamIds": team_id,
            "teamsIds": team_id,
        }[self.name]

    def _roles(self) -> Mount:
        at = "/v2/organizations/{orgId}/teams/{teamId}/roles"
        return next(mount for mount, _ in operations() if mount.at == (at if "{teamId}" in self.address else _ROLES))


_ASSIGNS, _ROLES = "POST /v2/organizations/{orgId}/attributes/options/{userId}", "/v2/organizations/{orgId}/roles"


async def test_foreign_ids_within_a_request_lead_nowhere(
    world: World, connection: AsyncConnection, settings: Settings
) -> None:
    ours, theirs = await build(world), await build(world)
    callers = await everybody(world, ours, settings)
    document = application(world).openapi()
    leaks, dumb = [], []
    for place in _places(document):
        usual = _usual(ours, place, document)
        path, body = place.request(ours, ours, usual)
        caller = await who_may(connection, callers, place.operation, path, body)
        if caller is None or await _is_empty(connection, caller, place, path, body):
            dumb.append(f"{place.named}: {place.name}")
            continue
        path, body = place.request(ours, theirs, usual)
        answer = await call(connection, caller, place.operation.method, path, body)
        if not _leads_nowhere(answer, place):
            leaks.append(f"{place.named} with a foreign {place.name}: {answer.status_code}")
    assert not leaks + dumb, "\n".join([*leaks, "--- never worked:", *dumb])


def test_no_id_is_forgotten(world: World) -> None:
    document = application(world).openapi()
    taken = [properties_of(document, operation.method, mount.at + operation.path) for mount, operation in operations()]
    names = {name for in_query, in_body in taken for name in in_query | in_body}
    assert {name for name in names if name.endswith(("Id", "Ids", "Uid", "Uids"))} == (IDS | OTHER_IDS) - LISTS


def _places(document: dict[str, Any]) -> Iterator[Place]:
    for mount, operation in operations():
        address = mount.at + operation.path
        named = f"{operation.method} {address}"
        if any(part in named for part in OPEN_TO_ALL):
            continue
        in_query, in_body = properties_of(document, operation.method, address)
        for names, is_query in ((in_query, True), (in_body, False)):
            for name in sorted(names & IDS):
                if (named, name) not in LEFT_ASIDE:
                    yield Place(mount, operation, name, is_query)


def _usual(ours: House, place: Place, document: dict[str, Any]) -> Any:
    usual = ours.bodies.get(place.named) or body_for(document, place.operation.method, place.address)
    if place.name == "contains":
        return {**usual, "isGroup": True}
    return {**usual, "accepted": True} if place.named in INVITES else usual


async def _is_empty(connection: AsyncConnection, caller: Any, place: Place, path: str, body: Any) -> bool:
    """Whether a list has nothing of one's own: then that it has nothing of others says nothing."""
    if not place.in_query:
        return False
    answer = await call(connection, caller, place.operation.method, path, body)
    return bool(answer.json()["data"] == [])


def _leads_nowhere(answer: Response, place: Place) -> bool:
    if place.in_query and answer.status_code == 200:
        return bool(answer.json()["data"] == [])
    if place.named in INVITES and place.name == "userId":
        return bool(answer.status_code == 201 and answer.json()["data"]["accepted"] is False)
    return answer.status_code in REFUSED
