"""The four forms of a query for slots, and what each refuses (slots sheet, sections 2 and 3)."""

from typing import Any

import pytest
from httpx import Response

from locum.kit import clock
from tests.factories.event_types import event_type, host
from tests.factories.slots import hours
from tests.factories.world import World
from tests.slots.asking import NOW, Asker, hourly, one_host, shown

DAY = {"start": "2027-02-01", "end": "2027-02-01"}


def starts(answer: Response) -> list[str]:
    assert answer.status_code == 200, answer.text
    return [shown(slot["start"]) for slots in answer.json()["data"].values() for slot in slots]


def refusal(answer: Response) -> tuple[int, str]:
    return answer.status_code, answer.json()["error"]["message"]


async def test_by_id_with_and_without_credentials_hidden_or_not(world: World) -> None:
    ada, talk = await one_host(world, hidden=True)
    query: dict[str, Any] = {"eventTypeId": f"{talk.id}abc", **DAY}
    assert starts(await Asker(world).response(**query)) == hourly("02-01")
    for headers in ({}, {"cal-api-version": "2024-08-13"}):
        with clock.frozen(NOW):
            answer = await (await world.api(ada, **headers)).get("/v2/slots/", params=query | {"start": "2027-01-29"})
        assert starts(answer)[-1] == "02-01 16:00"


async def test_a_persons(world: World) -> None:
    organization = await world.organization(slug="acme")
    ada, _ = await one_host(world, slug="talk")
    await world.join(ada, organization)
    asker = Asker(world)
    query = {"username": ada.username, "eventTypeSlug": "talk", **DAY}
    assert starts(await asker.response(**query)) == hourly("02-01")
    assert starts(await asker.response(**query, organizationSlug="acme")) == hourly("02-01")
    await world.organization(slug="other")
    told = [
        refusal(await asker.response(**(query | {"username": "nobody"}))),
        refusal(await asker.response(**query, organizationSlug="other")),
        refusal(await asker.response(**query, organizationSlug="nowhere")),
        refusal(await asker.response(**(query | {"eventTypeSlug": "walk"}))),
    ]
    assert told == [
        (404, "User with username nobody not found"),
        (404, f"User with username {ada.username} not found"),
        (404, "Organization with slug nowhere not found"),
        (404, "Event Type not found"),
    ]


async def test_a_teams(world: World) -> None:
    organization = await world.organization(slug="acme")
    alone, within = await world.team(slug="alone"), await world.team(organization, slug="within")
    for team in (alone, within):
        member = await world.member(team)
        await hours(world, member, "UTC")
        await host(world, await event_type(world, team, slug="talk", minimum_booking_notice=0), member)
    asker = Asker(world)
    query = {"eventTypeSlug": "talk", **DAY}
    assert starts(await asker.response(**query, teamSlug="alone")) == hourly("02-01")
    assert starts(await asker.response(**query, teamSlug="within", organizationSlug="acme")) == hourly("02-01")
    told = [
        refusal(await asker.response(**query, teamSlug="within")),
        refusal(await asker.response(**query, teamSlug="alone", organizationSlug="acme")),
        refusal(await asker.response(**query, teamSlug="alone", organizationSlug="nowhere")),
        refusal(await asker.response(**(query | {"eventTypeSlug": "walk"}), teamSlug="alone")),
    ]
    assert told == [
        (404, "Team with slug within not found"),
        (404, "Team with slug alone not found"),
        (404, "Organization with slug nowhere not found"),
        (404, "Event Type not found"),
    ]


async def test_several_persons_at_once(world: World) -> None:
    organization = await world.organization(slug="acme")
    for name, span in (("ada", "09:00-12:00"), ("bob", "11:00-17:00"), ("shy", "09:00-17:00")):
        member = await world.member(organization, username=name, allow_dynamic_booking=name != "shy")
        await hours(world, member, "UTC", span)
    asker = Asker(world)
    query = {"usernames": "Ada , bob", "organizationSlug": "acme", **DAY}
    assert starts(await asker.response(**query)) == ["02-01 11:00", "02-01 11:30"]
    assert starts(await asker.response(**query, duration=60)) == ["02-01 11:00"]
    both = {"usernames[]": ["ada", "bob"], "organizationSlug": "acme", **DAY}
    assert len(starts(await asker.response(**both))) == 2
    told = [
        refusal(await asker.response(**(query | {"usernames": "ada,zoe,bob"}))),
        refusal(await asker.response(**(query | {"usernames": "ada,shy"}))),
        refusal(await asker.response(**(query | {"organizationSlug": "nowhere"}))),
    ]
    assert told[0] == (404, "User with username zoe not found")
    assert told[1][0] == 401
    assert told[2] == (404, "Organization with slug nowhere not found")


async def test_an_event_type_without_hosts_has_no_slots(world: World) -> None:
    team = await world.team()
    asker = Asker(world)
    for kind in ("collective", "roundRobin", "managed"):
        talk = await event_type(world, team, scheduling_type=kind)
        assert (await asker.response(eventTypeId=talk.id, **DAY)).json() == {"status": "success", "data": {}}
    assert refusal(await asker.response(eventTypeId=10**9, **DAY)) == (404, "Event Type not found")


NOT_A_DATE = "{0} property is wrong,{0} must be a valid ISO 8601 date string"
NO_NUMBER = "{0} property is wrong,{0} must be a number conforming to the specified constraints"
UNKNOWN = "{0} property is wrong,property {0} should not exist"
TOO_FEW = "usernames property is wrong,The array must contain at least 2 elements."
NO_ORGANIZATION = "organizationSlug property is wrong,organizationSlug must be a string"


@pytest.mark.parametrize(
    ("changes", "text"),
    [
        ({"start": "2050-9-5"}, NOT_A_DATE.format("start")),
        ({"start": None}, NOT_A_DATE.format("start")),
        ({"end": ""}, NOT_A_DATE.format("end")),
        ({"end": "2027-02-30"}, NOT_A_DATE.format("end")),
        ({"eventTypeId": "x"}, NO_NUMBER.format("eventTypeId")),
        ({"duration": "long"}, NO_NUMBER.format("duration")),
        ({"duration": "-5"}, "duration property is wrong,duration must not be less than 1"),
        ({"timeZone": "Mars/Olympus"}, "timeZone property is wrong,timeZone must be a valid IANA time-zone"),
        ({"format": "long"}, "format property is wrong,slotFormat must be either 'range' or 'time'"),
        ({"username": "ada"}, UNKNOWN.format("username")),
        ({"organizationSlug": "acme"}, UNKNOWN.format("organizationSlug")),
        ({"slotFormat": "range"}, UNKNOWN.format("slotFormat")),
        ({"eventTypeId": None}, f"{TOO_FEW}, {NO_ORGANIZATION}"),
        ({"eventTypeId": None, "usernames": "ada, ,", "organizationSlug": "acme"}, TOO_FEW),
        ({"eventTypeId": None, "usernames": "ada,bob"}, NO_ORGANIZATION),
        (
            {"eventTypeId": None, "eventTypeSlug": "talk"},
            f"{UNKNOWN.format('eventTypeSlug')}, {TOO_FEW}, {NO_ORGANIZATION}",
        ),
        (
            {"eventTypeId": None, "eventTypeSlug": "talk", "username": "ada", "teamSlug": "core"},
            UNKNOWN.format("teamSlug"),
        ),
        ({"start": "x", "end": "y"}, f"{NOT_A_DATE.format('start')}, {NOT_A_DATE.format('end')}"),
        ({"end": "2029-02-02"}, "end property is wrong,end must not be more than 731 days after start"),
    ],
)
async def test_refusals(world: World, changes: dict[str, str | None], text: str) -> None:
    query = {"eventTypeId": "1", **DAY, **changes}
    answer = await Asker(world).response(**{name: value for name, value in query.items() if value is not None})
    assert refusal(answer) == (400, text)


async def test_what_is_asked_generously(world: World) -> None:
    _, talk = await one_host(world)
    asker = Asker(world)
    query: dict[str, Any] = {"eventTypeId": talk.id, **DAY}
    assert starts(await asker.response(**query, duration=0, bookingUidToReschedule="")) == hourly("02-01")
    assert starts(await asker.response(**query, timeZone="europe/rome"))[0] == "02-01 09:00"
    midnights = {"start": "2027-02-01T00:00:00Z", "end": "2027-02-01T00:00:00+00:00"}
    assert starts(await asker.response(**(query | midnights))) == hourly("02-01")
    assert starts(await asker.response(**(query | {"start": "2020-01-01"})))[-1] == "02-01 16:00"
    assert starts(await asker.response(**(query | {"end": "2027-01-31"}))) == []


async def test_range_tells_ends(world: World) -> None:
    _, talk = await one_host(world, length_in_minutes=240)
    asker = Asker(world)
    query: dict[str, Any] = {"eventTypeId": talk.id, **DAY, "timeZone": "Asia/Kolkata"}
    answer = await asker.response(**query, format="RANGE")
    assert answer.json()["data"] == {
        "2027-02-01": [
            {"start": "2027-02-01T14:30:00.000+05:30", "end": "2027-02-01T18:30:00.000+05:30"},
            {"start": "2027-02-01T18:30:00.000+05:30", "end": "2027-02-01T22:30:00.000+05:30"},
        ]
    }
    asked = await asker.response(**query, format="range", duration=480)
    assert asked.json()["data"]["2027-02-01"][0]["end"] == "2027-02-01T22:30:00.000+05:30"
    plain = await asker.response(**query, format="time")
    assert plain.json()["data"]["2027-02-01"][0] == {"start": "2027-02-01T14:30:00.000+05:30"}
    assert plain.headers["content-type"] == "application/json"
