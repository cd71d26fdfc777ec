"""Ways in that others left open: what a client says about itself, where it says it comes from, a limit that gives way.

Ids of others are tried in `test_isolation`, signing up over somebody's address in tests/pages, redirects in
tests/unit/oauth2 and tests/pages, the forgotten password in tests/pages.
"""

import pytest
from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from locum.absences.models import Absence
from locum.http.limits import RateLimitCounter
from locum.users.models import User
from tests.factories.world import World

ELSEWHERE = {"Host": "evil.example", "X-Forwarded-Host": "evil.example", "Forwarded": "host=evil.example"}


async def test_nobody_becomes_somebody_else_by_saying_so(world: World) -> None:
    home, other = await world.organization(), await world.organization()
    anna, ben = await world.member(home), await world.member(other)
    api = await world.api(anna)
    claims = {"id": ben.id, "userId": ben.id, "isSystemAdmin": True, "organizationId": other.id, "role": "OWNER"}
    claims |= {"is_system_admin": True, "organization_id": other.id, "user_id": ben.id, "passwordHash": "x"}
    assert (await api.patch("/v2/me", {**claims, "name": "Anna B."})).json()["data"]["id"] == anna.id
    await world.session.refresh(anna)
    assert (anna.name, anna.is_system_admin, anna.organization_id, anna.password_hash) == (
        "Anna B.",
        False,
        home.id,
        None,
    )
    days = {"start": "2050-05-01T00:00:00Z", "end": "2050-05-02T00:00:00Z"}
    made = (await api.post("/v2/me/ooo", {**claims, **days})).json()["data"]
    assert (made["userId"], (await world.session.get_one(Absence, made["id"])).user_id) == (anna.id, anna.id)
    webhook = {"subscriberUrl": "https://hooks.example.com", "triggers": [], "active": True}
    assert (await api.post("/v2/webhooks", {**claims, **webhook})).json()["data"]["userId"] == anna.id


async def test_administrators_make_no_system_administrators(world: World) -> None:
    organization = await world.organization()
    api = await world.api(await world.member(organization, "OWNER"))
    path = f"/v2/organizations/{organization.id}/users"
    body = {"email": "new@example.com", "isSystemAdmin": True, "is_system_admin": True, "password_hash": "x"}
    made = (await api.post(path, body)).json()["data"]["id"]
    await api.patch(f"{path}/{made}", body)
    account = await world.session.get_one(User, made)
    assert (account.is_system_admin, account.password_hash) == (False, None)


async def test_links_lead_to_this_server_wherever_a_request_says_that_it_went(world: World) -> None:
    team = await world.team()
    api = await world.api(await world.member(team, "OWNER"))
    answer = await api.post(f"/v2/teams/{team.id}/invite", headers=ELSEWHERE)
    assert answer.json()["data"]["inviteLink"].startswith("http://locum.test/")
    page = await world.client.get("/dashboard", headers=ELSEWHERE)
    assert "evil.example" not in page.headers.get("location", "") + page.text


@pytest.mark.parametrize("path", ["/v2/timezones", "/v2/me"])
async def test_a_limit_that_cannot_be_counted_lets_nobody_through(
    world: World, session: AsyncSession, path: str
) -> None:
    api = await world.api(await world.user())
    assert (await api.get(path)).status_code == 200
    await session.execute(text(f"ALTER TABLE {RateLimitCounter.__tablename__} RENAME TO not_there"))
    await session.commit()
    assert (await api.get(path)).status_code >= 500
