"""From an invitation, a forgotten password or a new address to being signed in."""

from datetime import timedelta
from typing import NoReturn

import pytest
from httpx import AsyncClient
from psycopg import OperationalError
from sqlalchemy import select, text
from sqlalchemy.ext.asyncio import AsyncSession

from locum.db.jobs import Workshop
from locum.db.session import Database
from locum.kit import clock
from locum.kit.passwords import hash_password
from locum.memberships.models import Membership
from locum.pages.sessions.cookies import SESSION
from locum.pages.sessions.models import BrowserSession
from locum.settings import Settings
from locum.users.models import User
from locum.users.proving import ATTEMPTS_PER_ACCOUNT
from locum.users.tokens import Purpose, make_token
from tests.factories.world import World
from tests.mail.accounts import link_in, run_jobs
from tests.pages.browser import Reader

OLD, NEW = "correct horse battery", "another horse"
DIGEST = hash_password(OLD)


@pytest.fixture(autouse=True)
def _jobs_here(workshop: Workshop) -> None:
    """Jobs that a test runs itself work in the test's transaction."""


async def invited(world: World, **body: object) -> str:
    """Somebody gets an account over the API; returns the link of his mail."""
    organization = await world.organization(name="Engines")
    api = await world.api(await world.member(organization, "ADMIN", name="Ada"))
    body = {"email": "grace@house.example", **body}
    assert (await api.post(f"/v2/organizations/{organization.id}/users", body)).status_code == 201
    return link_in((await run_jobs(world.session))[-1])


async def grace(session: AsyncSession) -> User:
    """The invited, as she is now."""
    statement = select(User).where(User.email == "grace@house.example").execution_options(populate_existing=True)
    return (await session.scalars(statement)).one()


async def signs_in(reader: Reader, email: str, password: str) -> bool:
    """Whether an address and a password open the door, on a browser that knows nobody."""
    reader.client.cookies.clear()
    page = await reader.send(await reader.open("/auth/login"), "/auth/login", email=email, password=password)
    return page.url.path == "/dashboard"


async def test_the_invited_choose_a_password_and_are_in(world: World, reader: Reader, session: AsyncSession) -> None:
    page = await reader.open(await invited(world))
    assert page.status_code == 200
    assert "grace@house.example" in page.text
    home = await reader.send(page, "/auth/password", password=NEW)
    assert (home.status_code, home.url.path) == (200, "/dashboard")
    user = await grace(session)
    assert user.email_verified_at is not None
    assert await signs_in(reader, "grace@house.example", NEW)


async def test_a_pending_membership_stays_pending(world: World, reader: Reader, session: AsyncSession) -> None:
    page = await reader.open(await invited(world, autoAccept=False))
    await reader.send(page, "/auth/password", password=NEW)
    user = await grace(session)
    membership = (await session.scalars(select(Membership).where(Membership.user_id == user.id))).one()
    assert membership.accepted is False


async def test_a_link_works_once(world: World, reader: Reader) -> None:
    link = await invited(world)
    page = await reader.open(link)
    await reader.send(page, "/auth/password", password=NEW)
    reader.client.cookies.clear()
    again = await reader.open(link)
    assert again.status_code == 410
    assert "/auth/forgot" in again.text
    login = await reader.open("/auth/login")
    late = await reader.client.post(link, data={"token": _token_in(login.text), "password": "a third one"})
    assert late.status_code == 410
    assert await signs_in(reader, "grace@house.example", NEW)


def _token_in(html: str) -> str:
    return html.partition('name="token" value="')[2].partition('"')[0]


async def test_a_link_is_dead_after_its_time_also_for_a_form_that_was_open(world: World, reader: Reader) -> None:
    link = await invited(world)
    with clock.frozen(clock.now() + timedelta(days=7)):
        assert (await reader.open(link)).status_code == 410
    page = await reader.open(link)
    with clock.frozen(clock.now() + timedelta(days=7)):
        assert (await reader.send(page, "/auth/password", password=NEW)).status_code == 410


async def test_a_link_is_dead_once_the_address_is_another(world: World, reader: Reader, session: AsyncSession) -> None:
    link = await invited(world)
    await session.execute(text("UPDATE users SET email = 'else@house.example' WHERE email = 'grace@house.example'"))
    await session.commit()
    assert (await reader.open(link)).status_code == 410


@pytest.mark.parametrize("change", ["?token=", "?token=nonsense", ""])
async def test_made_up_links_open_nothing(world: World, reader: Reader, change: str) -> None:
    for path in ("/auth/password", "/auth/confirm-email"):
        assert (await reader.open(path + change)).status_code == 410


async def test_a_changed_link_opens_nothing(world: World, reader: Reader) -> None:
    link = await invited(world)
    place = link.index("=") + 4
    changed = link[:place] + ("A" if link[place] != "A" else "B") + link[place + 1 :]
    assert (await reader.open(changed)).status_code == 410


async def test_a_link_for_one_thing_does_not_do_the_other(
    world: World, reader: Reader, session: AsyncSession, settings: Settings
) -> None:
    await invited(world)
    user = await grace(session)
    for path, purpose in (("password", Purpose.EMAIL), ("confirm-email", Purpose.PASSWORD)):
        token = make_token(settings.secret, purpose, user, clock.now(), "new@house.example")
        assert (await reader.open(f"/auth/{path}?token={token}")).status_code == 410


async def test_short_passwords_are_refused_beside_the_field(world: World, reader: Reader) -> None:
    page = await reader.open(await invited(world))
    again = await reader.send(page, "/auth/password", password="7 signs")
    assert again.status_code == 422
    assert 'href="#password"' in again.text
    assert "7 signs" not in again.text
    assert (await reader.send(again, "/auth/password", password="8 signs!")).url.path == "/dashboard"


async def test_forms_from_elsewhere_are_refused(world: World, reader: Reader) -> None:
    page = await reader.open(await invited(world))
    reader.headers = {"Sec-Fetch-Site": "cross-site"}
    assert (await reader.send(page, "/auth/password", password=NEW)).status_code == 403
    assert (await reader.send(await reader.open("/auth/forgot"), email="a@house.example")).status_code == 403


async def test_who_forgot_is_helped_and_signed_out_elsewhere(
    world: World, reader: Reader, session: AsyncSession, client: AsyncClient
) -> None:
    user = await world.user(email="ben@house.example", password_hash=DIGEST)
    other = await world.user(email="cem@house.example", password_hash=DIGEST)
    for email in (other.email, user.email):
        assert await signs_in(reader, email, OLD)
    before = client.cookies[SESSION]
    client.cookies.clear()
    login = await reader.open("/auth/login")
    assert "/auth/forgot" in login.text
    sent = await reader.send(await reader.open("/auth/forgot"), "/auth/forgot", email=" Ben@House.example ")
    assert sent.status_code == 200
    (message,) = await run_jobs(session)
    home = await reader.send(await reader.open(link_in(message)), "/auth/password", password=NEW)
    assert home.url.path == "/dashboard"
    rows = await session.scalars(select(BrowserSession.user_id).order_by(BrowserSession.user_id))
    assert rows.all() == [user.id, other.id]
    client.cookies.clear()
    client.cookies.set(SESSION, before)
    assert (await reader.open("/dashboard")).url.path == "/auth/login"
    assert not await signs_in(reader, user.email, OLD)
    assert await signs_in(reader, user.email, NEW)


async def test_nobody_learns_who_has_an_account(world: World, reader: Reader, session: AsyncSession) -> None:
    user = await world.user(email="ben@house.example", password_hash=DIGEST)
    page = await reader.open("/auth/forgot")
    known = await reader.send(page, "/auth/forgot", email=user.email)
    unknown = await reader.send(page, "/auth/forgot", email="nobody@house.example")
    assert known.status_code == unknown.status_code == 200
    assert known.text == unknown.text
    assert [message.recipient for message in await run_jobs(session)] == [user.email]


async def test_a_request_for_help_does_the_same_work_for_everybody(
    world: World, reader: Reader, session: AsyncSession
) -> None:
    """What differs happens later, in a job: time tells nothing either."""
    user = await world.user(email="ben@house.example", password_hash=DIGEST)
    page = await reader.open("/auth/forgot")
    for email in (user.email, "nobody@house.example"):
        await reader.send(page, "/auth/forgot", email=email)
    rows = await session.scalars(
        text("SELECT args->>'address' FROM procrastinate_jobs WHERE task_name = 'mail.remind'")
    )
    assert sorted(rows) == ["ben@house.example", "nobody@house.example"]


async def test_what_is_no_address_is_said(world: World, reader: Reader) -> None:
    page = await reader.open("/auth/forgot")
    for wrong in ("", "ben", "ben@house.example, all@house.example", "x" * 400 + "@house.example"):
        assert (await reader.send(page, "/auth/forgot", email=wrong)).status_code == 422


async def test_asking_is_slowed_down_and_leaves_signing_in_alone(world: World, reader: Reader) -> None:
    user = await world.user(email="ben@house.example", password_hash=DIGEST)
    page = await reader.open("/auth/forgot")
    for _ in range(ATTEMPTS_PER_ACCOUNT):
        assert (await reader.send(page, "/auth/forgot", email=user.email)).status_code == 200
    blocked = await reader.send(page, "/auth/forgot", email=user.email)
    assert blocked.status_code == 429
    assert int(blocked.headers["retry-after"]) > 0
    assert await signs_in(reader, user.email, OLD)


async def test_what_cannot_be_counted_is_not_allowed(
    world: World, reader: Reader, session: AsyncSession, database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    user = await world.user(email="ben@house.example")
    page = await reader.open("/auth/forgot")

    def refuse(*_: object, **__: object) -> NoReturn:
        raise OperationalError("no connection")

    monkeypatch.setattr(database.quick, "connection", refuse)
    assert (await reader.send(page, "/auth/forgot", email=user.email)).status_code >= 500
    assert await run_jobs(session) == []


async def changing(world: World) -> tuple[User, str]:
    """Ben asks for another address; the link of the mail to it."""
    user = await world.user(email="ben@house.example", password_hash=DIGEST)
    api = await world.api(user)
    assert (await api.patch("/v2/me", {"email": "new@house.example"})).status_code == 200
    return user, link_in((await run_jobs(world.session))[-1])


async def test_a_new_address_counts_once_its_owner_says_so(world: World, reader: Reader, session: AsyncSession) -> None:
    user, link = await changing(world)
    page = await reader.open(link)
    await session.refresh(user)
    assert (page.status_code, user.email) == (200, "ben@house.example")
    done = await reader.send(page, "/auth/confirm-email")
    assert done.status_code == 200
    assert "new@house.example" in done.text
    assert (await reader.open(link)).status_code == 410
    assert await signs_in(reader, "new@house.example", OLD)


async def test_a_confirmation_is_dead_after_a_day_another_wish_or_another_password(
    world: World, reader: Reader, session: AsyncSession
) -> None:
    user, link = await changing(world)
    with clock.frozen(clock.now() + timedelta(days=1)):
        assert (await reader.open(link)).status_code == 410
    page = await reader.open(link)
    api = await world.api(user)
    assert (await api.patch("/v2/me", {"email": "third@house.example"})).status_code == 200
    assert (await reader.open(link)).status_code == 410
    assert (await reader.send(page, "/auth/confirm-email")).status_code == 410
    third = link_in((await run_jobs(session))[-1])
    assert (await reader.open(third)).status_code == 200
    await session.execute(text("UPDATE users SET password_hash = 'x' WHERE id = :id"), {"id": user.id})
    await session.commit()
    assert (await reader.open(third)).status_code == 410


async def test_of_two_who_want_an_address_the_second_is_told(
    world: World, reader: Reader, session: AsyncSession
) -> None:
    user, link = await changing(world)
    page = await reader.open(link)
    await world.user(email="new@house.example")
    assert (await reader.send(page, "/auth/confirm-email")).status_code == 409
    await session.refresh(user)
    assert user.email == "ben@house.example"


@pytest.mark.parametrize(("locale", "title"), [("de", "Passwort wählen"), ("ar", "اختيار كلمة مرور")])
async def test_the_page_speaks_like_the_mail(world: World, reader: Reader, locale: str, title: str) -> None:
    page = await reader.open(await invited(world, locale=locale))
    assert f"<h1>{title}</h1>" in page.text
