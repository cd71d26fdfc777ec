"""Older programs and event types of teams: days off, routed hosts, slots that are kept (slots sheet, section 12)."""

from typing import Any

import pytest
from httpx import AsyncClient

from locum.event_types.models import EventType
from locum.kit import clock
from tests.factories.event_types import event_type
from tests.factories.slots import busy, utc
from tests.factories.world import World
from tests.slots.asking import NOW, Asker, away, hourly, on, one_host
from tests.slots.test_hosts import hosted

DAYS = "startTime=2027-02-01T00:00:00Z&endTime=2027-02-02T23:59:59Z"
SLOT = {"slotUtcStartDate": "2027-02-01T10:00:00Z", "slotUtcEndDate": "2027-02-01T11:00:00Z"}


async def older(world: World, of: EventType, more: str = "") -> dict[str, list[dict[str, Any]]]:
    with clock.frozen(NOW):
        answer = await world.client.get(f"/v2/slots/available?eventTypeId={of.id}&{DAYS}{more}")
    assert answer.status_code == 200, answer.text
    slots: dict[str, list[dict[str, Any]]] = answer.json()["data"]["slots"]
    return slots


def times(slots: list[dict[str, Any]], **has: Any) -> str:
    return " ".join(slot["time"][11:16] for slot in slots if has.items() <= slot.items())


async def test_who_is_away_of_a_team_that_meets_together(world: World) -> None:
    talk, (first, second) = await hosted(world, "09:00-12:00", "10:00-14:00", scheduling_type="collective")
    ben = await world.user(name="Ben")
    await away(world, second, "02-02", substitute_id=ben.id, reason="travel")
    await busy(world, first, "2027-02-02T11:00")
    found = await older(world, talk)
    assert times(found["2027-02-01"]) == "10:00 11:00"
    assert found["2027-02-02"] == [
        {
            "time": "2027-02-02T10:00:00.000Z",
            "away": True,
            "fromUser": {"id": second.id, "displayName": second.name},
            "toUser": {"id": ben.id, "username": ben.username, "displayName": "Ben"},
            "reason": "ooo_reasons_travel",
            "emoji": "🛫",
        }
    ]


async def test_who_is_away_of_a_team_that_takes_turns(world: World) -> None:
    talk, (first, second) = await hosted(world, "09:00-11:00", "10:00-12:00")
    await away(world, first, "02-02")
    found = await older(world, talk)
    assert times(found["2027-02-02"]) == "09:00 10:00 11:00"
    assert times(found["2027-02-02"], away=True) == "09:00"
    await away(world, second, "02-02")
    everybody = (await older(world, talk))["2027-02-02"]
    assert [(slot["time"][11:13], slot["fromUser"]["id"]) for slot in everybody] == [
        ("09", first.id),
        ("10", first.id),
        ("11", second.id),
    ]
    assert "2027-02-02" not in await older(world, talk, "&timeZone=UTC")


async def test_routed_hosts_and_the_one_whom_the_booker_belongs_to(world: World) -> None:
    talk, (fixed, morning, noon) = await hosted(world, "09:00-17:00", "09:00-11:00", "11:00-13:00", fixed=1)
    assert times((await older(world, talk))["2027-02-01"]) == "09:00 10:00 11:00 12:00"
    routed = f"&routedTeamMemberIds[]={noon.id}"
    assert times((await older(world, talk, routed))["2027-02-01"]) == "11:00 12:00"
    for nobody in (f"&routedTeamMemberIds={fixed.id}", "&routedTeamMemberIds=999999999"):
        assert times((await older(world, talk, nobody))["2027-02-01"]) == "09:00 10:00 11:00 12:00"
    owner = f"&teamMemberEmail={morning.email}"
    assert times((await older(world, talk, owner))["2027-02-01"]) == "09:00 10:00"
    await away(world, morning, "02-01", "02-02")
    assert times((await older(world, talk, owner))["2027-02-01"], away=True) == "09:00 10:00"
    assert times((await older(world, talk, f"{owner}&timeZone=UTC"))["2027-02-01"]) == "11:00 12:00"
    refused = await world.client.get(f"/v2/slots/available?eventTypeId={talk.id}&{DAYS}&routedTeamMemberIds=x")
    assert refused.status_code == 400


async def test_several_persons_by_name(world: World) -> None:
    ada, _ = await one_host(world, spans=("09:00-12:00",))
    bob, _ = await one_host(world, spans=("10:00-14:00",))
    names = f"eventTypeSlug=dynamic&usernameList[]={ada.username}&usernameList[]={bob.username}"
    with clock.frozen(NOW):
        answer = await world.client.get(f"/v2/slots/available?{names}&{DAYS}&duration=60")
    assert times(answer.json()["data"]["slots"]["2027-02-01"]) == "10:00 11:00"


async def _reserve(client: AsyncClient, of: EventType, **more: Any) -> Any:
    with clock.frozen(NOW):
        return await client.post("/v2/slots/reserve", json={"eventTypeId": of.id, **SLOT, **more})


async def test_a_kept_slot_is_hidden_from_others_only(world: World) -> None:
    _, talk = await one_host(world)
    kept = await _reserve(world.client, talk)
    uid = kept.json()["data"]
    assert (kept.status_code, world.client.cookies["uid"]) == (201, uid)
    assert len((await older(world, talk))["2027-02-01"]) == 8
    again = await _reserve(
        world.client, talk, slotUtcStartDate="2027-02-01T12:00:00Z", slotUtcEndDate="2027-02-01T13:00:00Z"
    )
    assert again.json()["data"] == uid
    world.client.cookies.clear()
    assert times((await older(world, talk))["2027-02-01"]) == "09:00 10:00 11:00 13:00 14:00 15:00 16:00"
    assert await Asker(world).starts(talk, "02-01") == [*hourly("02-01", 9, 11), *hourly("02-01", 13)]
    assert await Asker(world, utc("2027-01-04T00:05")).starts(talk, "02-01") == hourly("02-01")
    for address in (f"?uid={uid}", f"?uid={uid}", "?uid=x", ""):
        gone = await world.client.delete(f"/v2/slots/selected-slot{address}")
        assert (gone.status_code, gone.json()) == (200, {"status": "success"})
    assert await Asker(world).starts(talk, "02-01") == hourly("02-01")


async def test_in_a_round_one_free_host_is_kept(world: World) -> None:
    talk, (first, _) = await hosted(world, "10:00-11:00", "10:00-11:00")
    await busy(world, first, "2027-02-01T10:00")
    kept = await _reserve(world.client, talk)
    assert kept.status_code == 201, kept.text
    world.client.cookies.clear()
    assert await Asker(world).starts(talk, "02-01", "02-02") == on("02-02", "10:00")


async def test_a_dry_run_keeps_nothing(world: World) -> None:
    _, talk = await one_host(world)
    assert (await _reserve(world.client, talk, _isDryRun=True)).status_code == 201
    assert await Asker(world).starts(talk, "02-01") == hourly("02-01")


@pytest.mark.parametrize(
    ("more", "status"),
    [
        ({"eventTypeId": 999999999}, 404),
        ({"slotUtcStartDate": "today"}, 400),
        ({"slotUtcEndDate": "2027-02-01T10:00:00Z"}, 400),
        ({"slotUtcEndDate": "2027-02-01T12:00:00Z"}, 400),
    ],
)
async def test_what_cannot_be_kept(world: World, more: dict[str, Any], status: int) -> None:
    _, talk = await one_host(world)
    assert (await _reserve(world.client, talk, **more)).status_code == status


async def test_a_team_without_hosts_keeps_nothing(world: World) -> None:
    assert (await _reserve(world.client, await event_type(world, await world.team()))).status_code == 400
