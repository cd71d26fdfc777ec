"""Organizations that a platform makes and manages."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import select

from locum.api_keys.models import ApiKey
from locum.kit import clock
from locum.memberships.models import Membership, Profile
from locum.organizations.models import Team
from locum.users.models import User
from tests.factories.oauth import oauth_client
from tests.factories.world import Api, World

NOW = datetime(2050, 3, 14, 12, 0, tzinfo=UTC)


async def _platform(world: World, **values: Any) -> tuple[Team, User, Api, str]:
    manager = await world.organization(**{"is_platform": True, **values})
    owner = await world.member(manager, "ADMIN")
    return manager, owner, await world.api(owner), f"/v2/organizations/{manager.id}/organizations"


async def test_a_new_one_comes_with_an_owner_and_a_key_of_its_own(world: World) -> None:
    manager, owner, api, path = await _platform(world)
    with clock.frozen(NOW):
        answer = await api.post(path, {"name": "Clinic North", "metadata": {"plan": "b"}})
    assert answer.status_code == 201, answer.text
    made = answer.json()["data"]
    key = made.pop("apiKey")
    assert made == {"id": made["id"], "name": "Clinic North", "slug": "clinic-north", "metadata": {"plan": "b"}}
    own = Api(world.client, key)
    members = (await own.get(f"/v2/organizations/{made['id']}/memberships")).json()["data"]
    assert [(row["userId"], row["role"], row["accepted"]) for row in members] == [(owner.id, "OWNER", True)]
    assert (await own.get("/v2/me")).json()["data"]["organizationId"] == manager.id
    expiry = select(ApiKey.expires_at).where(ApiKey.organization_id == made["id"])
    assert await world.session.scalar(expiry) == NOW + timedelta(days=30)
    assert (await api.get(f"{path}/{made['id']}")).json()["data"] == made


async def test_slugs_are_unique_below_one_manager(world: World) -> None:
    _, _, api, path = await _platform(world)
    _, _, other, other_path = await _platform(world)
    await world.organization(slug="north")
    assert (await api.post(path, {"name": "x", "slug": "north"})).status_code == 201
    assert (await other.post(other_path, {"name": "x", "slug": "north"})).status_code == 201
    again = await api.post(path, {"name": "North"})
    assert again.status_code == 409
    assert "Organization with slug 'north' already exists" in again.json()["error"]["message"]


async def test_both_options_are_refused_before_anything_is_made(world: World) -> None:
    _, _, api, path = await _platform(world)
    answer = await api.post(path, {"name": "x", "apiKeyDaysValid": 3, "apiKeyNeverExpires": True})
    assert answer.status_code == 400
    assert "Cannot set both apiKeyDaysValid and apiKeyNeverExpires" in answer.json()["error"]["message"]
    assert (await api.get(path)).json()["data"] == []
    for body in ({}, {"name": ""}, {"name": "x", "apiKeyDaysValid": 0}, {"name": "x", "metadata": [1]}):
        assert (await api.post(path, body)).status_code == 400


async def test_the_manager_reads_in_its_log_what_becomes_of_them(world: World) -> None:
    manager, _, api, path = await _platform(world)
    made = (await api.post(path, {"name": "Clinic North"})).json()["data"]["id"]
    await api.patch(f"{path}/{made}", {"name": "Clinic South"})
    await api.delete(f"{path}/{made}")
    owner = await world.api(await world.member(manager, "OWNER"))
    log = (await owner.get(f"/v2/organizations/{manager.id}/audit-log?subject=teams&subjectId={made}")).json()["data"]
    assert [(row["action"], row["actor"]["email"]) for row in reversed(log)] == [
        (action, log[0]["actor"]["email"]) for action in ("created", "changed", "removed")
    ]
    assert (log[1]["before"]["name"], log[1]["after"]["name"]) == ("Clinic North", "Clinic South")


async def test_only_platform_organizations_make_others(world: World) -> None:
    _, _, api, path = await _platform(world, is_platform=False)
    answer = await api.post(path, {})
    assert answer.status_code == 403
    assert answer.json()["error"]["message"].startswith("Manager organization must be a platform organization.")


async def test_lists_count_and_filter(world: World) -> None:
    manager, _, api, path = await _platform(world)
    for number in range(3):
        properties = {"region": "eu", "size": number}
        await world.organization(slug=f"m{number}", manager_organization_id=manager.id, properties=properties)
    await world.organization(slug="m3", manager_organization_id=manager.id, properties={"region": "us"})
    page = (await api.get(path, params={"take": 2, "skip": 1})).json()
    assert [row["slug"] for row in page["data"]] == ["m1", "m2"]
    assert page["pagination"] == {
        "totalItems": 4,
        "remainingItems": 1,
        "returnedItems": 2,
        "itemsPerPage": 2,
        "currentPage": 1,
        "totalPages": 2,
        "hasNextPage": True,
        "hasPreviousPage": True,
    }

    async def slugs(**params: str) -> list[str]:
        return [row["slug"] for row in (await api.get(path, params=params)).json()["data"]]

    assert await slugs(slug="m2") == ["m2"]
    assert await slugs(metadataKey="region", metadataValue="us") == ["m3"]
    assert await slugs(metadataKey="size", metadataValue="1") == []
    assert await slugs(metadataKey="region") == ["m0", "m1", "m2", "m3"]
    empty = (await api.get(path, params={"slug": "none"})).json()["pagination"]
    assert (empty["currentPage"], empty["totalPages"]) == (0, 0)


async def test_name_and_metadata_change_and_the_slug_does_not(world: World) -> None:
    manager, _, api, path = await _platform(world)
    managed = await world.organization(slug="m", manager_organization_id=manager.id, properties={"a": 1})
    body = {"name": "New", "slug": "other", "metadata": {"b": True}}
    data = (await api.patch(f"{path}/{managed.id}", body)).json()["data"]
    assert data == {"id": managed.id, "name": "New", "slug": "m", "metadata": {"b": True}}
    assert (await api.patch(f"{path}/{managed.id}", {"metadata": None})).json()["data"]["metadata"] is None


async def test_removing_one_keeps_its_people(world: World) -> None:
    manager, _, api, path = await _platform(world)
    managed = await world.organization(manager_organization_id=manager.id)
    anna = await world.member(managed)
    team = await world.team(managed)
    await world.join(anna, team)
    assert (await api.delete(f"{path}/{managed.id}")).status_code == 200
    await world.session.refresh(anna)
    assert anna.organization_id is None
    for table in (Membership, Profile):
        assert await world.session.scalar(select(table.id).where(table.user_id == anna.id)) is None
    again = await api.delete(f"{path}/{managed.id}")
    assert again.status_code == 403


async def test_what_one_manages_itself_goes_too_and_its_people_stay(world: World) -> None:
    manager, _, api, path = await _platform(world)
    managed = await world.organization(manager_organization_id=manager.id, is_platform=True)
    below = await world.organization(manager_organization_id=managed.id, is_platform=True)
    client = await oauth_client(world, below)
    anna = await world.member(below, username="anna", platform_client_id=client.id)
    await world.user(username="anna")
    assert (await api.delete(f"{path}/{managed.id}")).status_code == 200
    await world.session.refresh(anna)
    assert (anna.organization_id, anna.username, anna.platform_client_id) == (None, f"anna-{anna.id}", None)
    assert list(await world.session.scalars(select(Team.id))) == [manager.id]


@pytest.mark.parametrize("method", ["GET", "PATCH", "DELETE"])
async def test_organizations_of_others_are_out_of_reach(world: World, method: str) -> None:
    manager, _, api, path = await _platform(world)
    other, _, _, _ = await _platform(world)
    theirs = await world.organization(manager_organization_id=other.id)
    answer = await api.call(method, f"{path}/{theirs.id}", json={"name": ""})
    assert answer.status_code == 403
    assert answer.json()["error"]["message"] == (
        f"IsManagedOrgInManagerOrg - Managed organization with id={theirs.id} is not owned by "
        f"manager organization with id={manager.id}."
    )
