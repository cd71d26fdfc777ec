"""Each entry is in the log of the organization that its thing belongs to, whoever changed it, and from where."""

from sqlalchemy import select

from locum.audit.models import AuditEntry
from locum.kit import clock
from tests.factories.attributes import knowing
from tests.factories.bookings import NOW, open_schedule
from tests.factories.event_types import event_type
from tests.factories.world import World


async def _places(world: World, *subjects: str) -> set[tuple[str, int | None, int | None]]:
    rows = await world.session.execute(
        select(AuditEntry.subject, AuditEntry.organization_id, AuditEntry.actor_id).where(
            AuditEntry.subject.in_(subjects)
        )
    )
    return {(row[0], row[1], row[2]) for row in rows}


async def test_who_books_elsewhere_is_told_of_there(world: World) -> None:
    theirs = await world.organization()
    host = await world.member(theirs)
    await open_schedule(world, host)
    offered = await event_type(world, host)
    guest = await world.member(await world.organization())
    attendee = {"name": "Gil Guest", "email": guest.email, "timeZone": "UTC"}
    with clock.frozen(NOW):
        for api, hour in ((await world.api(guest), "10"), (await world.api(None), "14")):
            body = {"eventTypeId": offered.id, "start": f"2050-01-05T{hour}:00:00Z", "attendee": attendee}
            answer = await api.post("/v2/bookings", body, headers={"cal-api-version": "2024-08-13"})
            assert answer.status_code == 201, answer.text
    kinds = ("bookings", "booking_attendees")
    assert await _places(world, *kinds) == {(kind, theirs.id, by) for kind in kinds for by in (guest.id, None)}


async def test_what_hangs_from_things_of_an_organization_belongs_there(world: World) -> None:
    """Hours, options and groups say nothing themselves of where they belong."""
    place = await knowing(world)
    visitor = await world.member(await world.organization(), is_system_admin=True)
    api = await world.api(visitor)
    base = f"/v2/organizations/{place.organization.id}"
    kind = await place.attribute("MULTI_SELECT", "a")
    plain = (await place.options(kind))[0]["id"]
    await api.post(
        f"{base}/attributes/{kind['id']}/options", {"value": "g", "slug": "g", "isGroup": True, "contains": [plain]}
    )
    await api.post(f"{base}/users/{place.admin.id}/schedules", {"name": "Night", "timeZone": "UTC", "isDefault": False})
    told = await _places(world, "schedules", "schedule_rules", "attribute_options", "attribute_grouped_options")
    assert {where for _, where, _ in told} == {place.organization.id}
    assert {kind for kind, _, by in told if by == visitor.id} == {
        "schedules",
        "schedule_rules",
        "attribute_options",
        "attribute_grouped_options",
    }
