"""What happens on pages is told as what happens through the API: same bodies, from the same builder."""

from datetime import UTC, datetime
from typing import Any

import pytest
from httpx import AsyncClient
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from locum.bookings.models import Booking
from locum.kit import clock
from locum.kit.passwords import hash_password
from tests.factories.webhooks import webhook
from tests.factories.world import World
from tests.pages.booking import Site, make_site
from tests.pages.browser import Reader
from tests.webhooks.test_booking_events import ALWAYS, EVERY
from tests.webhooks.told import settled, told

MORNING = datetime(2027, 2, 1, 6, tzinfo=UTC)
AFTERWARDS = datetime(2027, 2, 1, 12, tzinfo=UTC)
SLOT, LATER = "2027-02-01T09:00Z", "2027-02-02T09:00Z"
PASSWORD = "correct horse battery"
GRACE = {"name": "Grace Hopper", "email": "grace@example.com", "timeZone": "Europe/Berlin"}


async def site_of(world: World, client: AsyncClient, **values: Any) -> Site:
    """Ada's half hours, and a webhook of hers for everything."""
    site = await make_site(world, Reader(client), **values)
    await webhook(world, *EVERY, "BOOKING_NO_SHOW_UPDATED", "OOO_CREATED", "OOO_DELETED", user_id=site.owner.id)
    return site


async def last(session: AsyncSession) -> Booking:
    found = select(Booking).order_by(Booking.id.desc()).limit(1).execution_options(populate_existing=True)
    return (await session.scalars(found)).one()


async def sign_in(site: Site) -> None:
    site.owner.password_hash = hash_password(PASSWORD)
    await site.world.session.commit()
    page = await site.reader.open("/auth/login")
    await site.reader.send(page, "/auth/login", email=site.owner.email, password=PASSWORD)


async def on_pages(site: Site, session: AsyncSession, answer: str | None) -> None:
    """Book, then answer as the host does, or move and cancel as the booker does."""
    await site.send(SLOT)
    if answer is None:
        form = await site.open(rescheduleUid=(await last(session)).uid, slot=LATER)
        await site.reader.send(form, site.path, **{"a.rescheduleReason": "Dentist"})
        question = await site.reader.open(f"/booking/{(await last(session)).uid}?cancel=true")
        await site.reader.send(question, "/cancel", reason="Rain")
        return
    await sign_in(site)
    page = await site.reader.open(f"/booking/{(await last(session)).uid}?{answer}=true")
    await site.reader.send(page, "/answer", answer=answer, reason="No room")


async def through_the_api(site: Site, session: AsyncSession, answer: str | None) -> None:
    """The same."""
    nobody, host = await site.world.api(None), await site.world.api(site.owner)
    body = {"eventTypeId": site.event.id, "start": "2027-02-01T09:00:00Z", "attendee": GRACE}
    await nobody.post("/v2/bookings", body)
    at = f"/v2/bookings/{(await last(session)).uid}"
    if answer is None:
        await nobody.post(f"{at}/reschedule", {"start": "2027-02-02T09:00:00Z", "reschedulingReason": "Dentist"})
        await nobody.post(f"/v2/bookings/{(await last(session)).uid}/cancel", {"cancellationReason": "Rain"})
    else:
        await host.post(f"{at}/{answer}", {"reason": "No room"} if answer == "decline" else {})


async def as_older_programs_do(site: Site, session: AsyncSession, answer: str | None) -> None:
    """The same by programs of 2024-04-15; these answer as newer ones do."""
    older = await site.world.api(None, **{"cal-api-version": "2024-04-15"})
    grace = {"name": GRACE["name"], "email": GRACE["email"]}
    body = {"eventTypeId": site.event.id, "start": "2027-02-01T09:00:00Z", "timeZone": GRACE["timeZone"]}
    await older.post("/v2/bookings", {**body, "language": "en", "metadata": {}, "responses": grace})
    uid = (await last(session)).uid
    if answer is not None:
        host = await site.world.api(site.owner)
        await host.post(f"/v2/bookings/{uid}/{answer}", {"reason": "No room"} if answer == "decline" else {})
        return
    moved = {**body, "start": "2027-02-02T09:00:00Z", "rescheduleUid": uid}
    await older.post("/v2/bookings", {**moved, "responses": {**grace, "rescheduleReason": "Dentist"}})
    await older.post(f"/v2/bookings/{(await last(session)).uid}/cancel", {"cancellationReason": "Rain"})


@pytest.mark.parametrize("answer", [None, "confirm", "decline"])
async def test_every_path_tells_the_same(
    world: World, client: AsyncClient, session: AsyncSession, answer: str | None
) -> None:
    bodies: list[list[Any]] = []
    with clock.frozen(MORNING):
        for way in (on_pages, through_the_api, as_older_programs_do):
            site = await site_of(world, client, confirmation_policy=ALWAYS if answer else None)
            before = len(await told(session))
            await way(site, session, answer)
            events = (await told(session))[before:]
            own = {site.owner.username or "": "ada", **{event.booking_uid or "": "uid" for event in events}}
            bodies.append([settled(event.body, own) for event in events])
    assert [body["triggerEvent"] for body in bodies[0]] == {
        None: ["BOOKING_CREATED", "BOOKING_RESCHEDULED", "BOOKING_CANCELLED"],
        "confirm": ["BOOKING_REQUESTED", "BOOKING_CREATED"],
        "decline": ["BOOKING_REQUESTED", "BOOKING_REJECTED"],
    }[answer]
    assert bodies[0] == bodies[1]
    assert bodies[0] == bodies[2]


ACTS: dict[str, dict[str, Any]] = {
    "confirm": {},
    "decline": {"reason": "No room"},
    "cancel": {"cancellationReason": "Rain"},
    "mark-absent": {"host": True, "attendees": [{"email": GRACE["email"], "absent": True}]},
}
FORMS: dict[str, dict[str, Any]] = {
    "confirm": {},
    "decline": {"reason": "No room"},
    "cancel": {"reason": "Rain"},
    "absent": {"absent": GRACE["email"], "host_absent": "true"},
}


async def by_key(site: Site, uid: str, act: str) -> None:
    """The host does it with a program of his."""
    answer = await (await site.world.api(site.owner)).post(f"/v2/bookings/{uid}/{act}", ACTS[act])
    assert answer.status_code == 200, answer.text


async def at_the_desk(site: Site, uid: str, act: str) -> None:
    """The host does it in the dashboard."""
    await sign_in(site)
    form = act.removeprefix("mark-")
    page = await site.reader.open(f"/dashboard/bookings/{uid}")
    assert (await site.reader.send(page, f"/{form}", **FORMS[form])).status_code == 200


async def from_his_mail(site: Site, uid: str, act: str) -> None:
    """The host follows a link of his mail, and signs in on the way."""
    await sign_in(site)
    page = await site.reader.open(f"/booking/{uid}?{act}=true")
    if act == "cancel":
        await site.reader.send(page, "/cancel", reason="Rain")
    else:
        await site.reader.send(page, "/answer", answer=act, reason="No room")


@pytest.mark.parametrize(
    ("act", "told_of"),
    [
        ("confirm", ["BOOKING_CREATED"]),
        ("decline", ["BOOKING_REJECTED"]),
        ("cancel", ["BOOKING_CANCELLED"]),
        ("mark-absent", ["BOOKING_NO_SHOW_UPDATED"]),
    ],
)
async def test_what_hosts_do_is_told_alike_wherever_they_do_it(
    world: World, client: AsyncClient, session: AsyncSession, act: str, told_of: list[str]
) -> None:
    bodies: list[list[Any]] = []
    for way in (by_key, at_the_desk) if act == "mark-absent" else (by_key, at_the_desk, from_his_mail):
        with clock.frozen(MORNING):
            site = await site_of(world, client, confirmation_policy=ALWAYS if act in {"confirm", "decline"} else None)
            nobody = await world.api(None)
            body = {"eventTypeId": site.event.id, "start": "2027-02-01T09:00:00Z", "attendee": GRACE}
            uid = (await nobody.post("/v2/bookings", body)).json()["data"]["uid"]
            before = len(await told(session))
        with clock.frozen(AFTERWARDS if act == "mark-absent" else MORNING):
            await way(site, uid, act)
            client.cookies.clear()
        events = (await told(session))[before:]
        assert [event.trigger for event in events] == told_of, way
        bodies.append([settled(event.body, {site.owner.username or "": "ada", uid: "uid"}) for event in events])
    assert all(told_here == bodies[0] for told_here in bodies)


async def test_absences_entered_on_the_page(world: World, client: AsyncClient, session: AsyncSession) -> None:
    with clock.frozen(MORNING):
        site = await site_of(world, client)
        await sign_in(site)
        page = await site.reader.open("/dashboard/away")
        await site.reader.send(page, "/dashboard/away", **{"from": "2027-03-01", "until": "2027-03-02"})
        entry = (await told(session))[0].body["payload"]["oooEntry"]
        assert (entry["start"], entry["end"]) == ("2027-03-01T00:00:00+01:00", "2027-03-02T23:59:59+01:00")
        page = await site.reader.open("/dashboard/away")
        await site.reader.send(page, f"/{entry['id']}/delete")
    assert [event.trigger for event in await told(session)] == ["OOO_CREATED", "OOO_DELETED"]
