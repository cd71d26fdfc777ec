"""What the component library asks first of an event type (client surface sheet, sections 1.2 and 1.3)."""

from typing import Any

import pytest

from locum.schedules.models import Schedule
from tests.factories.event_types import event_type, host
from tests.factories.world import World


async def read(world: World, slug: str, query: str, **headers: str) -> Any:
    answer = await (await world.api(None, **headers)).get(f"/v2/atoms/event-types/{slug}/public?{query}")
    assert answer.status_code == 200, answer.text
    return answer.json()["data"]


def by_name(data: Any) -> dict[str, Any]:
    return {field["name"]: field for field in data["bookingFields"]}


def values_of(data: Any) -> Any:
    """Every value in an answer, however deep."""
    if isinstance(data, dict | list):
        for inner in data.values() if isinstance(data, dict) else data:
            yield from values_of(inner)
    yield data


@pytest.mark.parametrize("headers", [{}, {"cal-api-version": "2024-06-14"}, {"cal-api-version": "2024-08-13"}])
async def test_of_a_person_for_anybody(world: World, headers: dict[str, str]) -> None:
    ada = await world.user(username="ada", name="Ada", week_start="Monday", brand_color="#112233")
    hours = await world._add(Schedule(user_id=ada.id, name="Hours", time_zone="Europe/Berlin"))
    made = await event_type(world, ada, slug="talk", title="Talk", description="Of this", schedule_id=hours.id)
    data = await read(world, "talk", "username=ada&isTeamEvent=false", **headers)
    assert (data["id"], data["slug"], data["title"], data["length"]) == (made.id, "talk", "Talk", 60)
    assert data["description"] == "Of this"
    assert (data["metadata"], data["locations"]) == ({}, [{"type": "integrations:daily"}])
    assert data["schedule"] == {"id": hours.id, "timeZone": "Europe/Berlin"}
    shown = {
        "id": ada.id,
        "name": "Ada",
        "username": "ada",
        "avatarUrl": None,
        "weekStart": "Monday",
        "bookerUrl": data["owner"]["bookerUrl"],
        "profile": {"username": "ada", "organization": None},
    }
    assert data["owner"] == shown
    assert (data["users"], data["subsetOfUsers"], data["subsetOfHosts"]) == ([shown], [shown], [{"user": shown}])
    assert (data["profile"]["name"], data["profile"]["brandColor"], data["profile"]["bookerLayouts"]) == (
        "Ada",
        "#112233",
        None,
    )
    assert data["entity"]["considerUnpublished"] is False
    assert (data["periodType"], data["recurringEvent"], data["isDynamic"], data["team"]) == (
        "UNLIMITED",
        None,
        False,
        None,
    )
    assert ada.email not in values_of(data)


async def test_the_form_has_every_field_of_the_library_and_says_nothing_by_null(world: World) -> None:
    ada = await world.user(username="ada")
    radio = {"type": "radio", "slug": "how", "label": "Fish & <b>", "required": True, "options": ["a"]}
    choice = {"type": "select", "slug": "size", "label": "Size", "required": True, "options": ["s", "m"]}
    await event_type(world, ada, slug="talk", booking_fields=[choice, radio], disable_guests=True)
    data = await read(world, "talk", "username=ada")
    fields = by_name(data)
    assert list(fields) == [
        "name",
        "email",
        "attendeePhoneNumber",
        "location",
        "size",
        "how",
        "title",
        "notes",
        "guests",
        "rescheduleReason",
    ]
    assert {name for name, field in fields.items() if field["hidden"]} == {"attendeePhoneNumber", "title", "guests"}
    assert {name for name, field in fields.items() if field["editable"] == "user"} == {"size", "how"}
    assert fields["how"]["labelAsSafeHtml"] == "Fish &amp; &lt;b&gt;"
    assert fields["size"]["options"] == [{"label": "s", "value": "s"}, {"label": "m", "value": "m"}]
    assert set(fields["location"]["optionsInputs"]) == {"attendeeInPerson", "somewhereElse", "phone"}
    assert fields["rescheduleReason"]["views"][0]["id"] == "reschedule"
    assert None not in values_of(data["bookingFields"])
    assert all({"defaultLabel", "label"} & set(field) and field["sources"] for field in fields.values())


async def test_two_names_and_a_phone(world: World) -> None:
    ada = await world.user(username="ada")
    names = {"type": "splitName", "slug": "splitName", "lastNameLabel": "Family", "lastNameRequired": True}
    phone = {"type": "phone", "slug": "attendeePhoneNumber", "label": "Phone", "required": True}
    await event_type(world, ada, slug="talk", booking_fields=[names, phone])
    fields = by_name(await read(world, "talk", "username=ada"))
    assert "splitName" not in fields
    assert fields["name"]["variant"] == "firstAndLastName"
    [first, last] = fields["name"]["variantsConfig"]["variants"]["firstAndLastName"]["fields"]
    assert (first["name"], first["required"]) == ("firstName", True)
    assert (last["name"], last["required"], last["label"]) == ("lastName", True, "Family")
    assert (fields["attendeePhoneNumber"]["required"], fields["attendeePhoneNumber"]["hidden"]) == (True, False)


async def test_settings_in_the_words_of_the_library(world: World) -> None:
    ada = await world.user(username="ada")
    await event_type(
        world,
        ada,
        slug="talk",
        length_in_minutes_options=[30, 60],
        locations=[
            {"type": "address", "address": "Open Street 1", "public": True},
            {"type": "link", "link": "https://secret.example", "public": False},
            {"type": "phone", "phone": "+4930123456", "public": False},
            {"type": "attendeePhone"},
        ],
        recurrence={"interval": 2, "occurrences": 5, "frequency": "weekly"},
        booking_window={"type": "businessDays", "value": 10, "rolling": True},
        booker_layouts={"defaultLayout": "week", "enabledLayouts": ["week", "month"]},
        confirmation_policy={"type": "always", "blockUnconfirmedBookingsInBooker": False},
    )
    data = await read(world, "talk", "username=ada")
    assert data["metadata"] == {"multipleDuration": [30, 60]}
    assert data["locations"] == [
        {"type": "inPerson", "address": "Open Street 1", "displayLocationPublicly": True},
        {"type": "link", "displayLocationPublicly": False},
        {"type": "userPhone", "displayLocationPublicly": False},
        {"type": "phone"},
    ]
    assert data["recurringEvent"] == {"freq": 2, "count": 5, "interval": 2}
    assert (data["periodType"], data["periodDays"], data["periodCountCalendarDays"]) == ("ROLLING_WINDOW", 10, False)
    assert data["profile"]["bookerLayouts"] == {
        "defaultLayout": "week_view",
        "enabledLayouts": ["week_view", "month_view"],
    }
    assert data["requiresConfirmation"] is True


@pytest.mark.parametrize(
    ("window", "said"),
    [
        ({"type": "calendarDays", "value": 7}, ("ROLLING", 7, None, True)),
        ({"type": "range", "value": ["2050-01-01", "2050-01-31"]}, ("RANGE", None, "2050-01-01", None)),
    ],
)
async def test_how_far_ahead(world: World, window: dict[str, Any], said: tuple[Any, ...]) -> None:
    ada = await world.user(username="ada")
    await event_type(world, ada, slug="talk", booking_window=window)
    data = await read(world, "talk", "username=ada")
    names = ("periodType", "periodDays", "periodStartDate", "periodCountCalendarDays")
    assert tuple(data[name] for name in names) == said


async def test_names_are_looked_up_in_the_organization_first(world: World) -> None:
    acme, other = await world.organization(slug="acme"), await world.organization()
    within = await world.member(acme, username="ada")
    alone = await world.user(username="ada")
    away = await world.member(other, username="bo")
    for owner in (alone, within, away):
        await event_type(world, owner, slug="talk")
    assert (await read(world, "talk", f"username=ada&orgId={acme.id}"))["owner"]["id"] == within.id
    assert (await read(world, "talk", "username=ada"))["owner"]["id"] == alone.id
    found = await read(world, "talk", f"username=bo&orgId={acme.id}")
    assert found["owner"]["id"] == away.id
    assert found["owner"]["profile"]["organization"] == {"id": other.id, "slug": other.slug, "name": other.name}


async def test_of_a_team(world: World) -> None:
    acme = await world.organization(slug="acme", brand_color="#445566")
    team = await world.team(acme, slug="care", name="Care", logo_url="https://example.com/logo.png")
    ada, bo = await world.member(acme, name="Ada"), await world.member(acme, name="Bo")
    made = await event_type(world, team, slug="talk", scheduling_type="roundRobin", hidden=True)
    await host(world, made, bo, position=0)
    await host(world, made, ada, position=1)
    query = f"isTeamEvent=true&teamId={team.id}&username=&orgId={acme.id}"
    data = await read(world, "talk", query)
    assert (data["id"], data["schedulingType"], data["hidden"]) == (made.id, "ROUND_ROBIN", True)
    assert [user["name"] for user in data["users"]] == ["Bo", "Ada"]
    assert (data["owner"], data["team"]["id"], data["profile"]["name"]) == (None, team.id, "Care")
    assert (data["profile"]["brandColor"], data["profile"]["image"]) == ("#445566", "https://example.com/logo.png")
    assert (data["entity"]["orgSlug"], data["entity"]["teamSlug"]) == ("acme", "care")
    team.is_private = True
    await world.session.commit()
    assert (await read(world, "talk", query))["users"] == []


async def test_of_several_persons(world: World) -> None:
    ada, bo = await world.user(username="ada"), await world.user(username="bo")
    for names in ("ada%2Bbo", "ada+bo"):
        data = await read(world, "dynamic", f"username={names}")
        assert (data["id"], data["isDynamic"], data["schedulingType"]) == (0, True, "COLLECTIVE")
        assert [user["id"] for user in data["users"]] == [ada.id, bo.id]
        assert data["metadata"] == {"multipleDuration": [15, 30, 45, 60, 90]}


async def test_what_is_not_there(world: World) -> None:
    ada, team = await world.user(username="ada"), await world.team()
    await world.user(username="bo", allow_dynamic_booking=False)
    await event_type(world, ada, slug="talk")
    await event_type(world, team, slug="managed", scheduling_type="managed")
    api = await world.api(None)
    for slug, query, status in (
        ("moon", "username=ada", 404),
        ("talk", "username=nobody", 404),
        ("talk", "", 404),
        ("talk", f"isTeamEvent=true&teamId={team.id}", 404),
        ("talk", "isTeamEvent=true", 404),
        ("managed", f"isTeamEvent=true&teamId={team.id}", 404),
        ("dynamic", "username=ada%2Bbo", 404),
        ("talk", "isTeamEvent=true&teamId=moon", 400),
        ("talk", "username=ada&orgId=moon", 400),
    ):
        answer = await api.get(f"/v2/atoms/event-types/{slug}/public?{query}")
        assert (answer.status_code, answer.json()["status"]) == (status, "error"), (slug, query)
