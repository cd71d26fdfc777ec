"""Of many who remove one thing at once, one has removed it. Real commits on a database of its own."""

import asyncio

import pytest

from tests.factories.world import World

AT_ONCE = 6


@pytest.mark.parametrize("round_", range(3))
async def test_an_organization_is_removed_once(live: World, round_: int) -> None:
    manager = await live.organization(is_platform=True)
    api = await live.api(await live.member(manager, "OWNER"))
    path = f"/v2/organizations/{manager.id}/organizations"
    made = (await api.post(path, {"name": "Clinic North"})).json()["data"]["id"]
    answers = await asyncio.gather(*(api.delete(f"{path}/{made}") for _ in range(AT_ONCE)))
    statuses = sorted(answer.status_code for answer in answers)
    assert statuses[0] == 200
    assert set(statuses[1:]) <= {403, 404}, statuses


@pytest.mark.parametrize("round_", range(3))
async def test_a_webhook_is_removed_once(live: World, round_: int) -> None:
    api = await live.api(await live.user())
    body = {"subscriberUrl": "https://93.184.216.34/hook", "triggers": [], "active": True}
    made = (await api.post("/v2/webhooks", body)).json()["data"]["id"]
    answers = await asyncio.gather(*(api.delete(f"/v2/webhooks/{made}") for _ in range(AT_ONCE)))
    assert sorted(answer.status_code for answer in answers) == [200] + [404] * (AT_ONCE - 1)
