"""Reservations of slots (slots sheet, section 11): every check, in its order."""

from dataclasses import dataclass
from typing import Any
from uuid import uuid4

import pytest
from httpx import Response
from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from locum.event_types.models import EventType
from locum.kit import clock
from locum.slots.models import SlotReservation
from locum.users.models import User
from tests.factories.event_types import event_type, host
from tests.factories.slots import busy, reservation, utc
from tests.factories.world import World
from tests.slots.asking import NOW, Asker, hourly, on, one_host

PATH = "/v2/slots/reservations"
SEATS = {"seatsPerTimeSlot": 2, "showAttendeeInfo": True, "showAvailabilityCount": True}


@dataclass(slots=True)
class Desk:
    """Reserves slots, by default without credentials, at a fixed moment."""

    world: World

    async def call(self, method: str, path: str, body: Any = None, *, by: User | None = None) -> Response:
        api = await self.world.api(by)
        with clock.frozen(NOW):
            return await api.call(method, path, **({} if body is None else {"json": body}))

    async def reserve(self, of: EventType, start: str = "10:00", by: User | None = None, **more: Any) -> Response:
        """A slot on 1 February 2027."""
        return await self.call("POST", PATH, body_of(of, start, **more), by=by)

    async def reserved(self, of: EventType, start: str = "10:00", **more: Any) -> dict[str, Any]:
        """The same where it has to succeed."""
        answer = await self.reserve(of, start, **more)
        assert answer.status_code == 201, answer.text
        data: dict[str, Any] = answer.json()["data"]
        return data

    async def change(
        self, uid: str, of: EventType, start: str = "10:00", by: User | None = None, **more: Any
    ) -> Response:
        """Take another slot instead."""
        return await self.call("PATCH", f"{PATH}/{uid}", body_of(of, start, **more), by=by)


def body_of(of: EventType, start: str, **more: Any) -> dict[str, Any]:
    return {"eventTypeId": of.id, "slotStart": f"2027-02-01T{start}:00Z", **more}


def refusal(answer: Response) -> tuple[int, str]:
    return answer.status_code, answer.json().get("error", {}).get("message", "")


BOOKED = (422, "Can't reserve a slot if the event is already booked.")


def is_held(answer: Response) -> bool:
    status, text = refusal(answer)
    return status == 422 and text.startswith("This time slot is already reserved by another user. ")


async def test_the_life_of_a_reservation(world: World) -> None:
    _, talk = await one_host(world)
    desk, asker = Desk(world), Asker(world)
    made = await desk.reserved(talk)
    uid = made.pop("reservationUid")
    assert made == {
        "eventTypeId": talk.id,
        "slotStart": "2027-02-01T10:00:00.000Z",
        "slotEnd": "2027-02-01T11:00:00.000Z",
        "slotDuration": 60,
        "reservationDuration": 5,
        "reservationUntil": "2027-01-04T00:05:00.000Z",
    }
    assert await asker.starts(talk, "02-01") == on("02-01", "09:00 11:00 12:00 13:00 14:00 15:00 16:00")
    shown = (await desk.call("GET", f"{PATH}/{uid}")).json()
    assert shown["data"] == {**{k: v for k, v in made.items() if k != "reservationDuration"}, "reservationUid": uid}
    moved = await desk.change(uid, talk, "10:30")
    assert moved.status_code == 200, moved.text
    assert moved.json()["data"]["slotEnd"] == "2027-02-01T11:30:00.000Z"
    assert moved.json()["data"]["reservationUid"] == uid
    for _ in range(2):
        released = await desk.call("DELETE", f"{PATH}/{uid}")
        assert (released.status_code, released.json()) == (200, {"status": "success"})
    assert await asker.starts(talk, "02-01") == hourly("02-01")


async def test_unknown_ones(world: World) -> None:
    ada, talk = await one_host(world)
    gone = await reservation(world, ada, talk, "2027-02-01T10:00", until="2027-01-04T00:00")
    desk = Desk(world)
    for uid in (str(uuid4()), "none", str(gone.uid)):
        shown = await desk.call("GET", f"{PATH}/{uid}")
        assert (shown.status_code, shown.json()) == (200, {"status": "success", "data": None})
        assert (await desk.change(uid, talk)).status_code == 404
        assert (await desk.call("PATCH", f"{PATH}/{uid}", {})).status_code == 404
    for uid in (str(uuid4()), "none"):
        assert (await desk.call("DELETE", f"{PATH}/{uid}")).json() == {"status": "success"}


async def test_expired_ones_are_in_nobodys_way_and_removed_in_passing(world: World, session: AsyncSession) -> None:
    ada, talk = await one_host(world)
    await reservation(world, ada, talk, "2027-02-01T10:00", until="2027-01-04T00:00")
    await Desk(world).reserved(talk)
    assert await session.scalar(select(func.count()).select_from(SlotReservation)) == 1


@pytest.mark.parametrize(
    ("changes", "text"),
    [
        ({"eventTypeId": None}, "eventTypeId"),
        ({"eventTypeId": "1"}, "eventTypeId"),
        ({"slotStart": None}, "slotStart"),
        ({"slotDuration": "long"}, "slotDuration"),
        ({"reservationDuration": 0}, "reservationDuration"),
    ],
)
async def test_a_body_that_is_none(world: World, changes: dict[str, Any], text: str) -> None:
    _, talk = await one_host(world)
    body = {name: value for name, value in {**body_of(talk, "10:00"), **changes}.items() if value is not None}
    answer = await Desk(world).call("POST", PATH, body)
    assert answer.status_code == 400
    assert text in answer.text


async def test_the_order_of_refusals(world: World) -> None:
    stranger = await world.user()
    ada, talk = await one_host(world)
    await busy(world, ada, "2027-02-01T10:00", of=talk)
    desk = Desk(world)
    wrong: dict[str, Any] = {
        "reservationDuration": 9,
        "eventTypeId": 10**9,
        "slotStart": "soon",
        "slotDuration": 30,
    }
    body = {**body_of(talk, "10:00"), **wrong}
    assert refusal(await desk.call("POST", PATH, body))[0] == 401
    unknown = await desk.call("POST", PATH, body, by=stranger)
    assert refusal(unknown) == (404, f"Event Type with ID={10**9} not found")
    body["eventTypeId"] = talk.id
    assert refusal(await desk.call("POST", PATH, body, by=stranger))[0] == 403
    assert "slotStart" in (await desk.call("POST", PATH, body, by=ada)).json()["error"]["message"]
    body["slotStart"] = "2027-02-01T10:00:00Z"
    told = refusal(await desk.call("POST", PATH, body, by=ada))
    assert told[0] == 400
    assert told[1].startswith("You passed 'slotDuration' but ")
    assert told[1].endswith("not a variable length event type")
    del body["slotDuration"]
    assert refusal(await desk.call("POST", PATH, body, by=ada)) == BOOKED


async def test_who_may_say_for_how_long(world: World) -> None:
    organization = await world.organization()
    team = await world.team(organization)
    ada, talk = await one_host(world)
    mate, colleague, invited, stranger = [await world.user() for _ in range(4)]
    for user, place in ((ada, team), (mate, team), (ada, organization), (colleague, organization)):
        await world.join(user, place)
    await world.join(invited, team, accepted=False)
    of_team = await event_type(world, team)
    await host(world, of_team, ada)
    desk = Desk(world)
    for of in (talk, of_team):
        for number, user in enumerate((ada, mate, colleague)):
            made = await desk.reserved(of, f"{10 + number}:00", by=user, reservationDuration=15)
            assert (made["reservationDuration"], made["reservationUntil"]) == (15, "2027-01-04T00:15:00.000Z")
        for user in (invited, stranger):
            assert (await desk.reserve(of, "15:00", by=user, reservationDuration=15)).status_code == 403
            assert (
                await desk.change(made["reservationUid"], of, "15:00", by=user, reservationDuration=9)
            ).status_code == 403
        assert (await desk.change(made["reservationUid"], of, "15:00", reservationDuration=9)).status_code == 401
        assert (
            await desk.change(made["reservationUid"], of, "15:00", by=ada, reservationDuration=9)
        ).status_code == 200


async def test_lengths(world: World) -> None:
    _, talk = await one_host(world, length_in_minutes_options=[30, 60, 90])
    desk = Desk(world)
    assert (await desk.reserved(talk, slotDuration=90))["slotEnd"] == "2027-02-01T11:30:00.000Z"
    assert (await desk.reserved(talk, "14:00"))["slotDuration"] == 60
    status, text = refusal(await desk.reserve(talk, "16:00", slotDuration=45))
    assert status == 400
    assert text.endswith("30, 60, 90")


@pytest.mark.parametrize(("start", "free"), [("09:00", True), ("09:30", False), ("10:30", False), ("11:00", True)])
async def test_bookings_and_reservations_of_the_event_type_are_in_the_way(world: World, start: str, free: bool) -> None:
    ada, booked = await one_host(world, after_event_buffer=30)
    await busy(world, ada, "2027-02-01T10:00", of=booked, pending=True, after_minutes=30)
    held = await event_type(world, ada)
    desk = Desk(world)
    await desk.reserved(held)
    answers = [await desk.reserve(booked, start), await desk.reserve(held, start)]
    if free:
        assert [answer.status_code for answer in answers] == [201, 201]
    else:
        assert refusal(answers[0]) == BOOKED
        assert is_held(answers[1])


async def test_a_reservation_is_not_in_its_own_way_but_others_are(world: World) -> None:
    _, talk = await one_host(world)
    desk = Desk(world)
    mine = await desk.reserved(talk)
    await desk.reserved(talk, "12:00")
    assert (await desk.change(mine["reservationUid"], talk, "10:15")).status_code == 200
    assert is_held(await desk.change(mine["reservationUid"], talk, "11:30"))
    shown = await desk.call("GET", f"{PATH}/{mine['reservationUid']}")
    assert shown.json()["data"]["slotStart"] == "2027-02-01T10:15:00.000Z"


async def test_neither_hours_nor_absences_matter(world: World) -> None:
    _, talk = await one_host(world, minimum_booking_notice=60 * 24 * 365)
    desk = Desk(world)
    assert (await desk.reserve(talk, "03:07")).status_code == 201
    body = {"eventTypeId": talk.id, "slotStart": "2020-02-01"}
    assert (await desk.call("POST", PATH, body)).status_code == 201


async def test_as_many_hold_a_seat_as_there_are_left(world: World) -> None:
    ada, talk = await one_host(world, seats=SEATS)
    booking = await busy(world, ada, "2027-02-01T10:00", of=talk, seats_taken=1)
    desk = Desk(world)
    first = await desk.reserved(talk)
    assert is_held(await desk.reserve(talk))
    assert (await desk.change(first["reservationUid"], talk)).status_code == 200
    for _ in range(2):
        await desk.reserved(talk, "14:00")
    assert is_held(await desk.reserve(talk, "14:00"))
    answer = await Asker(world).response(eventTypeId=talk.id, start="2027-02-01", end="2027-02-01")
    seats = {slot["start"][11:16]: slot["seatsRemaining"] for slot in answer.json()["data"]["2027-02-01"]}
    assert (seats["09:00"], seats["10:00"], seats["14:00"]) == (2, 0, 0)
    booking.seats_taken = 2
    await world.session.commit()
    status, text = refusal(await desk.reserve(talk))
    assert status == 422
    assert text.endswith("no more seats left")


async def test_round_robin_needs_a_host_who_is_free(world: World) -> None:
    team = await world.team()
    talk = await event_type(world, team, scheduling_type="roundRobin")
    first, second = [await world.member(team) for _ in range(2)]
    for member in (first, second):
        await host(world, talk, member)
    desk = Desk(world)
    await busy(world, first, "2027-02-01T10:00")
    made = await desk.reserved(talk)
    row = await world.session.get_one(SlotReservation, made["reservationUid"])
    assert row.host_id == second.id
    assert (await desk.reserve(talk)).status_code == 422
    await busy(world, second, "2027-02-01T14:00", of=talk)
    await reservation(world, first, await event_type(world, first), "2027-02-01T14:30", until="2027-01-05T00:00")
    status, text = refusal(await desk.reserve(talk, "14:00"))
    assert (status, "no host is free" in text) == (422, True)


async def test_an_event_type_of_a_team_without_hosts(world: World) -> None:
    team = await world.team()
    for kind in ("collective", "roundRobin", "managed"):
        talk = await event_type(world, team, scheduling_type=kind)
        assert (await Desk(world).reserve(talk)).status_code == 400


async def test_collective_keeps_the_time_of_the_first_host(world: World) -> None:
    team = await world.team()
    talk = await event_type(world, team)
    members = [await world.member(team) for _ in range(2)]
    for member in reversed(members):
        await host(world, talk, member)
    made = await Desk(world).reserved(talk)
    row = await world.session.get_one(SlotReservation, made["reservationUid"])
    assert (row.host_id, row.until) == (members[0].id, utc("2027-01-04T00:05"))
