"""When sessions end, beside by signing out: another person on the same browser, another password."""

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from locum.kit.passwords import hash_password
from locum.pages.sessions.models import BrowserSession
from locum.pages.sessions.service import sign_in
from locum.users.models import User
from locum.users.service import set_password
from tests.factories.mailboxes import mail_house
from tests.factories.world import World
from tests.pages.browser import Reader

PASSWORD = "correct horse"
DIGEST = hash_password(PASSWORD)


async def _signed_in(session: AsyncSession) -> list[int]:
    return list(await session.scalars(select(BrowserSession.user_id).order_by(BrowserSession.id)))


async def _enter(reader: Reader, user: User) -> None:
    page = await reader.open("/auth/login")
    assert (await reader.send(page, "/auth/login", email=user.email, password=PASSWORD)).status_code == 200


async def test_signing_in_ends_the_session_that_the_browser_had(
    world: World, reader: Reader, session: AsyncSession
) -> None:
    anna, ben = await world.user(password_hash=DIGEST), await world.user(password_hash=DIGEST)
    elsewhere = await sign_in(session, anna.id)
    await session.commit()
    assert elsewhere
    await _enter(reader, anna)
    await _enter(reader, ben)
    assert await _signed_in(session) == [anna.id, ben.id], "the session on the other browser stays"


async def test_another_password_ends_every_session_whoever_sets_it(world: World, session: AsyncSession) -> None:
    house = await mail_house(world)
    for user in (house.anna, house.admin):
        await sign_in(session, user.id)
    await session.commit()
    client = await house.sign_in()
    path = f"/domains/{house.domain.id}/users/{house.anna.id}/password"
    assert (await client.put(path, {"new": "another one"})).status_code == 200
    assert await _signed_in(session) == [house.admin.id]
    assert (await client.put("/passwd", {"old": PASSWORD, "new": "another one"})).status_code == 200
    assert await _signed_in(session) == []


async def test_setting_a_password_is_told_wherever_it_is_set(world: World, session: AsyncSession) -> None:
    user = await world.user(password_hash=DIGEST)
    await sign_in(session, user.id)
    await set_password(session, user, hash_password("another one"))
    assert await _signed_in(session) == []
