"""Lists of bookings: whose, which, in which order (bookings sheet, section 4.2)."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from httpx import Response
from sqlalchemy import event, text
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncSession

from locum.bookings.models import Booking, BookingAttendee, new_uid
from locum.bookings.scope_queries import scope_of
from locum.http.principal import CredentialKind, Principal
from tests.factories.bookings import NOW
from tests.factories.event_types import event_type
from tests.factories.world import Api, World


async def _row(world: World, name: str, start: str, **values: Any) -> Booking:
    """A booking that begins at `MM-DDTHH:MM` of 2050 and lasts an hour; `name` is its title."""
    starts_at = datetime.fromisoformat(f"2050-{start}").replace(tzinfo=UTC)
    attendees = values.pop("attendees", [("bea@example.com", "Bea Booker")])
    row = Booking(
        **{
            "uid": new_uid(),
            "status": "accepted",
            "title": name,
            "starts_at": starts_at,
            "ends_at": starts_at + timedelta(hours=1),
            "ics_uid": "x",
            **values,
        },
        attendees=[
            BookingAttendee(position=position, email=email, name=who, time_zone="UTC")
            for position, (email, who) in enumerate(attendees)
        ],
    )
    world.session.add(row)
    await world.session.commit()
    return row


def _titles(answer: Response) -> list[str]:
    assert answer.status_code == 200, answer.text
    return [booking["title"] for booking in answer.json()["data"]]


async def _of(api: Api, query: str = "") -> list[str]:
    return _titles(await api.get(f"/v2/bookings{query}"))


async def test_nobody_has_a_list(world: World) -> None:
    assert (await (await world.api(None)).get("/v2/bookings")).status_code == 401


async def test_hosted_and_attended_each_once_and_nothing_else(world: World) -> None:
    me, other = await world.user(email="me@example.com"), await world.user()
    await _row(world, "hosted", "01-05T10:00", user_id=me.id)
    await _row(world, "attended", "01-06T10:00", user_id=other.id, attendees=[("Me@Example.com", "Me")])
    await _row(world, "both", "01-07T10:00", user_id=me.id, attendees=[("me@example.com", "Me")])
    await _row(world, "of others", "01-08T10:00", user_id=other.id)
    assert await _of(await world.api(me)) == ["hosted", "attended", "both"]


@pytest.mark.parametrize("place", ["organization", "team"])
@pytest.mark.parametrize(("role", "sees"), [("MEMBER", False), ("ADMIN", True), ("OWNER", True)])
async def test_administrators_see_what_is_of_their_people(world: World, place: str, role: str, sees: bool) -> None:
    where = await (world.organization() if place == "organization" else world.team())
    me, member, stranger = await world.member(where, role), await world.member(where), await world.user()
    waiting = await world.user()
    await world.join(waiting, where, accepted=False)
    team = where if place == "team" else await world.team(where)
    of_team = await event_type(world, team)
    managed = await event_type(world, team, scheduling_type="managed")
    child = await event_type(world, stranger, parent_id=managed.id)
    await _row(world, "hosted by a member", "01-05T10:00", user_id=member.id)
    await _row(world, "attended by a member", "01-06T10:00", user_id=stranger.id, attendees=[(member.email, "")])
    await _row(world, "of a team", "01-07T10:00", user_id=stranger.id, event_type_id=of_team.id)
    await _row(world, "of a managed child", "01-08T10:00", user_id=stranger.id, event_type_id=child.id)
    await _row(world, "of strangers", "01-09T10:00", user_id=stranger.id)
    await _row(world, "of one who has not joined", "01-10T10:00", user_id=waiting.id)
    seen = ["hosted by a member", "attended by a member", "of a team", "of a managed child"] if sees else []
    assert await _of(await world.api(me)) == seen


async def _calendar(world: World) -> Api:
    """Bookings around the present moment, Monday the 3rd at eight."""
    me = await world.user()
    series = {"user_id": me.id, "recurring_uid": "series"}
    await _row(world, "gone", "01-01T10:00", user_id=me.id)
    await _row(world, "gone and waiting", "01-02T10:00", user_id=me.id, status="pending")
    await _row(world, "gone and cancelled", "01-02T12:00", user_id=me.id, status="cancelled")
    await _row(world, "running", "01-03T07:30", user_id=me.id)
    await _row(world, "waiting", "01-04T10:00", user_id=me.id, status="pending")
    await _row(world, "rejected", "01-05T10:00", user_id=me.id, status="rejected")
    await _row(world, "coming", "01-06T10:00", user_id=me.id)
    await _row(world, "occurrence", "01-07T10:00", **series)
    await _row(world, "waiting occurrence", "01-08T10:00", **series, status="pending")
    return await world.api(me)


@pytest.mark.parametrize(
    ("status", "titles"),
    [
        ("upcoming", ["running", "waiting", "coming", "occurrence"]),
        ("recurring", ["occurrence", "waiting occurrence"]),
        ("past", ["gone and waiting", "gone"]),
        ("cancelled", ["rejected", "gone and cancelled"]),
        ("unconfirmed", ["waiting", "waiting occurrence"]),
        ("past,unconfirmed", ["gone", "gone and waiting", "waiting", "waiting occurrence"]),
        (
            "",
            [
                "gone",
                "gone and waiting",
                "gone and cancelled",
                "running",
                "waiting",
                "rejected",
                "coming",
                "occurrence",
                "waiting occurrence",
            ],
        ),
    ],
)
async def test_buckets_and_their_orders(world: World, status: str, titles: list[str]) -> None:
    assert await _of(await _calendar(world), f"?status={status}") == titles


@pytest.mark.parametrize("spelling", ["status=past&status=cancelled", "status[]=past&status[]=cancelled"])
async def test_lists_in_queries_have_several_spellings(world: World, spelling: str) -> None:
    titles = ["gone", "gone and waiting", "gone and cancelled", "rejected"]
    assert await _of(await _calendar(world), f"?{spelling}") == titles


@pytest.mark.parametrize(
    ("query", "titles"),
    [
        ("attendeeEmail=a+1@example.com", ["first"]),
        ("attendeeEmail=a%2B1@example.com", ["first"]),
        ("attendeeEmail=A%2B1@example.com", []),
        ("attendeeEmail=guest@example.com", ["second"]),
        ("attendeeName=Ada", ["first"]),
        ("attendeeName=ada", []),
        ("bookingUid=uid-of-the-third", ["third"]),
        ("eventTypeId=ONE", ["first"]),
        ("eventTypeIds=ONE,TWO", ["first", "second"]),
        ("eventTypeIds=TWO&eventTypeId=ONE", ["second"]),
        ("eventTypeIds=PARENT", ["third"]),
        ("eventTypeIds=ONE,999999999", ["first"]),
        ("teamId=TEAM", ["second", "third"]),
        ("teamsIds=TEAM,7777777", ["second", "third"]),
        ("teamId=7777777", []),
        ("afterStart=2050-01-06T10:00:00Z", ["second", "third"]),
        ("afterStart=2050-01-06T10:00:01Z", ["third"]),
        ("beforeEnd=2050-01-06T11:00:00.000Z", ["first", "second"]),
        ("beforeEnd=2050-01-06T10:59:59%2B00:00", ["first"]),
        ("afterCreatedAt=2050-01-02T00:00:00Z", ["second", "third"]),
        ("beforeCreatedAt=2050-01-02T00:00:00Z", ["first", "second"]),
        ("afterUpdatedAt=2050-01-12T00:00:00Z", ["first", "second"]),
        ("beforeUpdatedAt=2050-01-12T00:00:00Z", ["second", "third"]),
        ("sortStart=desc", ["third", "second", "first"]),
        ("sortEnd=desc", ["third", "second", "first"]),
        ("sortCreated=desc", ["third", "second", "first"]),
        ("sortUpdatedAt=asc", ["third", "second", "first"]),
        ("sortUpdatedAt=desc&sortCreated=desc&sortStart=asc", ["first", "second", "third"]),
        ("status=past", []),
        ("unknown=1&limit=1", ["first", "second", "third"]),
    ],
)
async def test_filters_and_orders(world: World, query: str, titles: list[str]) -> None:
    me = await world.user()
    team = await world.team()
    one, two = await event_type(world, me), await event_type(world, team)
    parent = await event_type(world, team, scheduling_type="managed")
    child = await event_type(world, me, parent_id=parent.id)

    async def made(name: str, day: int, **values: Any) -> None:
        await _row(
            world,
            name,
            f"01-{day:02}T10:00",
            user_id=me.id,
            created_at=datetime(2050, 1, day - 4, tzinfo=UTC),
            updated_at=datetime(2050, 1, 18 - day, tzinfo=UTC),
            **values,
        )

    await made("first", 5, event_type_id=one.id, attendees=[("a+1@example.com", "Ada")])
    await made("second", 6, event_type_id=two.id, attendees=[("b@example.com", "Bo"), ("guest@example.com", "")])
    await made("third", 7, event_type_id=child.id, uid="uid-of-the-third")
    for word, number in {"PARENT": parent.id, "TEAM": team.id, "ONE": one.id, "TWO": two.id}.items():
        query = query.replace(word, str(number))
    answer = await (await world.api(me)).get(f"/v2/bookings?{query}")
    assert _titles(answer) == titles
    assert answer.json()["pagination"]["totalItems"] == len(titles)


@pytest.mark.parametrize(
    ("query", "text"),
    [
        ("status=open", "Invalid status. Allowed are upcoming, recurring, past, cancelled, unconfirmed"),
        ("take=0", "take must not be less than 1"),
        ("take=251", "take must not be greater than 250"),
        ("skip=-1", "skip must not be less than 0"),
        ("afterStart=yesterday", "afterStart must be a valid ISO 8601 date string"),
        ("beforeUpdatedAt=2050-13-01", "beforeUpdatedAt must be a valid ISO 8601 date string"),
        ("sortStart=up", 'SortStart must be either "asc" or "desc".'),
        ("eventTypeIds=a", "each value in eventTypeIds must be a number"),
        ("eventTypeId=999999999", "do not exist"),
    ],
)
async def test_queries_that_are_refused(world: World, query: str, text: str) -> None:
    answer = await (await world.api(await world.user())).get(f"/v2/bookings?{query}")
    assert answer.status_code == 400, answer.text
    assert text in answer.json()["error"]["message"] + str(answer.json()["error"].get("details"))


@pytest.mark.parametrize(
    ("query", "count", "pagination"),
    [
        ("", 5, (5, 0, 5, 100, 1, 1, False, False)),
        ("take=2", 2, (5, 3, 2, 2, 1, 3, True, False)),
        ("take=2&skip=4", 1, (5, 0, 1, 2, 3, 3, False, True)),
        ("take=2&skip=9", 0, (5, 0, 0, 2, 3, 3, False, True)),
        ("take=5", 5, (5, 0, 5, 5, 1, 1, False, False)),
        ("attendeeName=Nobody", 0, (0, 0, 0, 100, 0, 0, False, False)),
    ],
)
async def test_pages(world: World, query: str, count: int, pagination: tuple[Any, ...]) -> None:
    me = await world.user()
    for day in range(5):
        await _row(world, str(day), f"02-{day + 1:02}T10:00", user_id=me.id)
    body = (await (await world.api(me)).get(f"/v2/bookings?{query}")).json()
    assert len(body["data"]) == count
    names = (
        "totalItems",
        "remainingItems",
        "returnedItems",
        "itemsPerPage",
        "currentPage",
        "totalPages",
        "hasNextPage",
        "hasPreviousPage",
    )
    assert body["pagination"] == dict(zip(names, pagination, strict=True))


async def test_programs_of_later_versions_turn_pages(world: World) -> None:
    house, me = await world.organization(), await world.user()
    await world.join(me, house, "OWNER")
    for day in range(5):
        await _row(world, str(day), f"02-{day + 1:02}T10:00", user_id=me.id)
    for path in ("/v2/bookings", f"/v2/organizations/{house.id}/bookings"):
        api = await world.api(me, **{"cal-api-version": "2026-05-01"})
        found, cursor, turns = [], "", 0
        while turns < 4:
            body = (await api.get(f"{path}?limit=2{cursor}")).json()
            found += [one["title"] for one in body["data"]]
            turns += 1
            assert body["pagination"]["totalItems"] == 5
            if not body["pagination"]["hasMore"]:
                break
            cursor = f"&cursor={body['pagination']['nextCursor']}"
        assert (found, turns, body["pagination"]["nextCursor"]) == (["0", "1", "2", "3", "4"], 3, None)
        for query in ("limit=0", "limit=251", "cursor=-1", "cursor=moon", "take=251"):
            assert (await api.get(f"{path}?{query}")).status_code == 400, query
        documented = await world.api(me, **{"cal-api-version": "2024-08-13"})
        shown = (await documented.get(f"{path}?limit=2&cursor=2")).json()
        assert (len(shown["data"]), "hasMore" in shown["pagination"]) == (5, False)


async def _statements(connection: AsyncConnection, api: Api) -> int:
    sent: list[str] = []

    def remember(_: Any, __: Any, statement: str, *___: Any) -> None:
        sent.append(statement)

    event.listen(connection.sync_connection, "before_cursor_execute", remember)
    try:
        await api.get("/v2/bookings")
    finally:
        event.remove(connection.sync_connection, "before_cursor_execute", remember)
    return sum(not statement.startswith(("SAVEPOINT", "RELEASE")) for statement in sent)


async def test_the_number_of_statements_does_not_grow(world: World, connection: AsyncConnection) -> None:
    me = await world.user()
    seated = await event_type(
        world, me, seats={"seatsPerTimeSlot": 2, "showAttendeeInfo": False, "showAvailabilityCount": True}
    )
    api = await world.api(me)
    await _row(world, "0", "02-01T09:00", user_id=me.id, event_type_id=seated.id)
    few = await _statements(connection, api)
    for day in range(20):
        await _row(world, str(day), f"02-{day + 1:02}T10:00", user_id=me.id, event_type_id=seated.id)
    assert await _statements(connection, api) == few <= 6


async def test_lists_are_found_by_index(world: World, session: AsyncSession) -> None:
    """With many bookings of others the plan touches neither table as a whole."""
    me, other = await world.user(), await world.user()
    await session.execute(
        text(
            "INSERT INTO bookings (uid, user_id, status, title, starts_at, ends_at, responses, metadata, ics_uid,"
            " ics_sequence, host_absent, created_at, updated_at) SELECT 'many' || n, :other, 'accepted', 't',"
            " timestamptz '2050-01-01Z' + n * interval '1 hour', timestamptz '2050-01-01Z' + (n+1) * interval '1 hour',"
            " '{}', '{}', 'x', 0, false, now(), now() FROM generate_series(1, 20000) n"
        ),
        {"other": other.id},
    )
    await session.execute(
        text(
            "INSERT INTO booking_attendees (booking_id, position, kind, email, name, time_zone, language, absent)"
            " SELECT id, 0, 'booker', 'b' || id || '@example.com', 'B', 'UTC', 'en', false FROM bookings"
        )
    )
    await session.execute(text("ANALYZE bookings"))
    await session.execute(text("ANALYZE booking_attendees"))
    scope = await scope_of(session, Principal(me.id, me.email, CredentialKind.API_KEY))
    assert scope.team_ids == ()
    statement = scope.shape.branches([Booking.starts_at > NOW]).params(scope.parameters)
    compiled = statement.compile(dialect=session.get_bind().dialect, compile_kwargs={"literal_binds": True})
    plan = "\n".join((await session.execute(text(f"EXPLAIN {str(compiled).replace('%%', '%')}"))).scalars())
    assert "Seq Scan" not in plan, plan


async def test_a_key_of_one_organization_lists_no_other(world: World) -> None:
    first, second = await world.organization(), await world.organization()
    admin = await world.member(first, "ADMIN")
    await world.join(admin, second, "ADMIN")
    team = await world.team(second)
    await world.join(admin, team, "ADMIN")
    for name, place in (("in the first", first), ("in the second", second)):
        member = await world.member(place)
        await _row(world, name, "01-05T10:00", user_id=member.id, organization_id=place.id)
    bound = Api(world.client, await world.key(admin, organization_id=first.id))
    assert await _of(bound) == ["in the first"]
    assert await _of(await world.api(admin)) == ["in the first", "in the second"]
