"""Private links over the API, in each of their places (event types sheet, section 11)."""

from typing import Any

import pytest
from sqlalchemy import select

from locum.kit.errors import Gone, NotFound
from locum.private_links import service
from locum.private_links.models import PrivateLink
from tests.factories.event_types import event_type
from tests.factories.world import Api, World


async def of_person(world: World) -> tuple[Api, str, str]:
    owner = await world.user()
    row = await event_type(world, owner, slug="private-talk")
    return await world.api(owner), f"/v2/event-types/{row.id}/private-links", "private-talk"


async def of_team(world: World) -> tuple[Api, str, str]:
    team = await world.team()
    row = await event_type(world, team, slug="team-talk")
    path = f"/v2/teams/{team.id}/event-types/{row.id}/private-links"
    return await world.api(await world.member(team, "ADMIN")), path, "team-talk"


async def of_organization(world: World) -> tuple[Api, str, str]:
    organization = await world.organization()
    team = await world.team(organization)
    row = await event_type(world, team, slug="org-talk")
    path = f"/v2/organizations/{organization.id}/teams/{team.id}/event-types/{row.id}/private-links"
    return await world.api(await world.member(organization, "ADMIN")), path, "org-talk"


async def made(api: Api, path: str, **body: Any) -> dict[str, Any]:
    answer = await api.post(path, body)
    assert answer.status_code == 201, answer.text
    data: dict[str, Any] = answer.json()["data"]
    return data


@pytest.mark.parametrize("place", [of_person, of_team, of_organization])
async def test_the_life_of_links(world: World, place: Any) -> None:
    api, path, slug = await place(world)
    once, often = await made(api, path), await made(api, path, maxUsageCount=3)
    until = await made(api, path, expiresAt="2090-05-01T10:00:00+02:00")
    name = once["linkId"]
    assert once == {
        "linkId": name,
        "eventTypeId": int(path.split("/")[-2]),
        "isExpired": False,
        "bookingUrl": f"http://locum.test/d/{name}/{slug}",
        "maxUsageCount": 1,
        "usageCount": 0,
    }
    assert (often["maxUsageCount"], until["expiresAt"]) == (3, "2090-05-01T08:00:00.000Z")
    assert "maxUsageCount" not in until
    assert (await api.get(path)).json()["data"] == [once, often, until]
    turned = (await api.patch(f"{path}/{until['linkId']}", {"maxUsageCount": 2})).json()["data"]
    assert (turned["maxUsageCount"], "expiresAt" in turned) == (2, False)
    back = (await api.patch(f"{path}/{until['linkId']}", {"expiresAt": "2020-01-01T00:00:00Z"})).json()["data"]
    assert (back["isExpired"], "maxUsageCount" in back) == (True, False)
    assert (await api.patch(f"{path}/{name}", {})).json()["data"] == once
    removed = await api.delete(f"{path}/{name}")
    told = {"linkId": name, "message": "Private link deleted successfully"}
    assert removed.json() == {"status": "success", "data": told}
    assert (await api.delete(f"{path}/{name}")).status_code == 404
    assert (await api.patch(f"{path}/{name}", {"maxUsageCount": 2})).status_code == 404
    assert [row["linkId"] for row in (await api.get(path)).json()["data"]] == [often["linkId"], until["linkId"]]


@pytest.mark.parametrize(
    "body",
    [
        {"expiresAt": "2090-05-01T10:00:00Z", "maxUsageCount": 1},
        {"expiresAt": "tomorrow"},
        {"maxUsageCount": 0},
        {"maxUsageCount": "3"},
        {"maxUsageCount": 1.5},
    ],
)
async def test_bad_bodies(world: World, body: dict[str, Any]) -> None:
    api, path, _ = await of_person(world)
    assert (await api.post(path, body)).status_code == 400
    link = await made(api, path)
    assert (await api.patch(f"{path}/{link['linkId']}", body)).status_code == 400


async def test_others_do_not_know_of_them(world: World) -> None:
    api, path, _ = await of_person(world)
    link = await made(api, path)
    stranger, (other, its_path, _) = await world.api(await world.user()), await of_person(world)
    for caller, at in ((stranger, path), (other, path)):
        assert (await caller.get(at)).status_code == 404
        assert (await caller.post(at, {})).status_code == 404
        assert (await caller.delete(f"{at}/{link['linkId']}")).status_code == 404
    assert (await other.delete(f"{its_path}/{link['linkId']}")).status_code == 404
    assert (await (await world.api(None)).get(path)).status_code == 401


async def test_members_and_foreign_teams(world: World) -> None:
    api, path, _ = await of_organization(world)
    link = await made(api, path)
    _, _, _, organization, _, team, _, row, _ = path.split("/")
    _, other_path, _ = await of_organization(world)
    foreign = other_path.split("/")
    swapped = f"/v2/organizations/{organization}/teams/{team}/event-types/{foreign[7]}/private-links"
    assert (await api.get(swapped)).status_code == 404
    elsewhere = f"/v2/organizations/{organization}/teams/{foreign[5]}/event-types/{row}/private-links"
    assert (await api.get(elsewhere)).status_code == 404
    outsider = await world.api(await world.user())
    assert (await outsider.delete(f"{path}/{link['linkId']}")).status_code == 403


async def test_names_are_kept_sealed(world: World) -> None:
    api, path, _ = await of_person(world)
    link = await made(api, path)
    row = (await world.session.scalars(select(PrivateLink))).one()
    assert link["linkId"] not in (row.digest, row.sealed_name)


async def test_bookings_through_a_link_are_counted(world: World) -> None:
    api, path, _ = await of_person(world)
    row_id = int(path.split("/")[-2])
    twice, until = await made(api, path, maxUsageCount=2), await made(api, path, expiresAt="2090-01-01T00:00:00Z")
    for _ in range(2):
        await service.use(world.session, row_id, twice["linkId"])
        await service.use(world.session, row_id, until["linkId"])
    with pytest.raises(Gone):
        await service.use(world.session, row_id, twice["linkId"])
    with pytest.raises(Gone):
        await service.follow(world.session, twice["linkId"])
    with pytest.raises(NotFound):
        await service.use(world.session, row_id + 1, until["linkId"])
    with pytest.raises(NotFound):
        await service.use(world.session, row_id, "unknown")
    assert (await service.follow(world.session, until["linkId"])).id == row_id
    shown = {row["linkId"]: row for row in (await api.get(path)).json()["data"]}
    assert (shown[twice["linkId"]]["usageCount"], shown[twice["linkId"]]["isExpired"]) == (2, True)
    await api.patch(f"{path}/{twice['linkId']}", {"maxUsageCount": 3})
    await service.use(world.session, row_id, twice["linkId"])


async def test_there_are_only_so_many(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    api, path, _ = await of_person(world)
    monkeypatch.setattr(service, "MOST", 2)
    for _ in range(2):
        await made(api, path)
    assert (await api.post(path, {})).status_code == 400
