"""Who sees what: ids of others, roles, providers that fail, pages of lists."""

import asyncio
from collections.abc import AsyncIterator

import pytest
from httpx import ASGITransport, AsyncClient
from sqlalchemy.ext.asyncio import AsyncEngine

from locum.app import create_app
from locum.db.session import Database
from locum.settings import Settings
from locum.verified_resources.models import VerifiedResource
from tests.conftest import migrated_database
from tests.factories.world import Api, World
from tests.http.test_statements import counted
from tests.support.receiver import Reply, receiver
from tests.support.waiting import eventually
from tests.verified_resources.conftest import MakePlace

PLACES = ["me", "team", "organization team"]
NOT_SENT = "Could not send verification code to this phone number."


@pytest.mark.parametrize("kind", PLACES)
@pytest.mark.parametrize("channel", ["emails", "phones"])
async def test_ids_of_others_are_not_found(place: MakePlace, kind: str, channel: str) -> None:
    here = await place(kind)
    address = "jane@acme.com" if channel == "emails" else "+4915112345678"
    theirs = [(await (await place(other)).verify(channel, address))["id"] for other in PLACES]
    for unknown in (*theirs, 999_999_999):
        answer = await here.api.get(f"{here.base}/{channel}/{unknown}")
        assert answer.status_code == 404
        assert address not in answer.text
    assert await here.all(channel) == []
    for nonsense in ("abc", "-1", "1.5"):
        assert (await here.api.get(f"{here.base}/{channel}/{nonsense}")).status_code == 400


@pytest.mark.parametrize("method", ["GET", "POST"])
async def test_teams_take_an_administrator(place: MakePlace, world: World, method: str) -> None:
    here = await place("organization team")
    path = "/emails" if method == "GET" else "/emails/verification-code/request"
    body = {} if method == "GET" else {"json": {"email": "jane@acme.com"}}
    organization, stranger = await world.organization(), await world.user()
    for caller in (stranger, await world.member(organization, "OWNER")):
        assert (await (await world.api(caller)).call(method, here.base + path, **body)).status_code == 403
    foreign = here.base.replace("/organizations/", "/organizations/9")
    assert (await here.api.call(method, foreign + path, **body)).status_code == 403
    assert (await (await world.api(None)).call(method, here.base + path, **body)).status_code == 401


@pytest.mark.parametrize("kind", PLACES)
async def test_lists_have_pages_and_take_no_more_statements_for_more_rows(
    place: MakePlace, world: World, engine: AsyncEngine, kind: str
) -> None:
    here = await place(kind)
    numbers = []
    for rows in (3, 30):
        for number in range(rows):
            row = VerifiedResource(channel="email", address=f"a{rows}.{number}@acme.com", verified_by_id=here.user_id)
            row.user_id, row.team_id = (None, here.team_id) if here.team_id else (here.user_id, None)
            world.session.add(row)
        await world.session.commit()
        with counted(engine) as statements:
            ids = [kept["id"] for kept in await here.all("emails")]
        assert ids == sorted(ids)
        numbers.append(len(statements))
    assert numbers[0] == numbers[1]
    part = await here.api.get(f"{here.base}/emails?take=2&skip=1")
    assert [kept["id"] for kept in part.json()["data"]] == ids[1:3]
    assert (await here.api.get(f"{here.base}/emails?take=251")).status_code == 400


async def _ask(client: AsyncClient, key: str) -> tuple[int, str]:
    body = {"phone": "+4915112345678"}
    answer = await Api(client, key).post("/v2/verified-resources/phones/verification-code/request", body)
    return answer.status_code, "" if answer.is_success else answer.json()["error"]["message"]


@pytest.mark.parametrize("reply", [None, Reply(500), Reply(401)])
async def test_who_asks_hears_that_a_message_could_not_be_sent(
    world: World, settings: Settings, database: Database, reply: Reply | None
) -> None:
    key = await world.key(await world.user())
    async with receiver(reply or Reply()) as phone:
        settings = settings.model_copy(update={"sms_url": phone.url if reply else None})
        transport = ASGITransport(create_app(settings, database))
        async with AsyncClient(transport=transport, base_url="http://locum.test") as client:
            assert await _ask(client, key) == (400, NOT_SENT)


@pytest.fixture
async def alone(cluster_url: str, worker_name: str) -> AsyncIterator[Database]:
    """A database of its own, with real transactions."""
    url = migrated_database(cluster_url, f"verified_{worker_name}")
    database = Database(url)
    await database.open()
    yield database
    await database.close()


async def test_nobody_waits_for_a_connection_while_a_gateway_thinks(alone: Database, settings: Settings) -> None:
    is_counted = asyncio.Event()
    async with receiver(otherwise=Reply(after=is_counted)) as phone:
        app = create_app(settings.model_copy(update={"sms_url": phone.url}), alone)
        async with (
            AsyncClient(transport=ASGITransport(app), base_url="http://locum.test") as client,
            alone.sessions() as session,
        ):
            world = World(session, client)
            keys = [await world.key(await world.user()) for _ in range(3)]
            asking = [asyncio.create_task(_ask(client, key)) for key in keys]
            await eventually(lambda: len(phone.heard) == 3)
            await session.rollback()
            assert alone.engine.pool.checkedout() == 0  # type: ignore[attr-defined]
            is_counted.set()
            assert await asyncio.gather(*asking) == [(200, "")] * 3
