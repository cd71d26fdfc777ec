"""Joining a team by a link with a new account, whose address has to be confirmed first."""

from datetime import timedelta
from urllib.parse import parse_qs, urlsplit

import pytest
from sqlalchemy import select, text
from sqlalchemy.ext.asyncio import AsyncSession

from locum.db.jobs import Workshop
from locum.invitations.models import SignUp
from locum.kit import clock
from locum.mail.models import MailMessage
from locum.pages.sessions.cookies import SESSION
from locum.schedules.models import Schedule
from tests.factories.oauth import oauth_client
from tests.factories.world import World
from tests.mail.accounts import link_in, opened, run_jobs
from tests.pages.browser import Reader, text_of
from tests.pages.joining import (
    DIGEST,
    JANE,
    OTHER,
    PASSWORD,
    SENT,
    account,
    invited_to,
    memberships,
    sign_in,
    team_of_organization,
)


@pytest.fixture(autouse=True)
def _jobs_here(workshop: Workshop) -> None:
    """Jobs that a test runs itself work in the test's transaction."""


async def signed_up(
    world: World, reader: Reader, link: str, email: str = JANE, password: str = PASSWORD, name: str = ""
) -> str:
    """Fill in the form; what the page says."""
    form = await reader.open(link.replace("/teams", "/signup"))
    page = await reader.send(form, "/signup", email=email, password=password, name=name)
    assert page.status_code == 200, page.text
    return text_of(page.text)


async def newest(world: World) -> MailMessage:
    return (await run_jobs(world.session))[-1]


async def test_somebody_new_confirms_and_is_in_with_everything_pending(
    world: World, reader: Reader, session: AsyncSession
) -> None:
    team = await team_of_organization(world)
    assert SENT in await signed_up(world, reader, await invited_to(world, team), "Jane@ACME.com", name="Jane Doe")
    assert await account(session) is None
    (message,) = await run_jobs(session)
    assert (message.recipient, message.kind) == (JANE, "account.sign_up")
    assert message.subject == "Confirm your address to join Support"
    page = await reader.open(link_in(message))
    assert JANE in page.text
    home = await reader.send(page, "/signup/confirm", password=PASSWORD)
    assert home.url.path == "/dashboard"
    user = await account(session)
    assert user is not None
    assert (user.name, user.username, user.email_verified_at is not None) == ("Jane Doe", "jane-acme", True)
    assert team.organization_id is not None
    assert await memberships(session, user) == [(team.organization_id, "MEMBER", False), (team.id, "MEMBER", False)]
    assert user.organization_id is None
    schedule = await session.scalar(select(Schedule.id).where(Schedule.user_id == user.id))
    assert user.default_schedule_id == schedule is not None
    assert (await session.scalars(select(SignUp))).all() == []
    reader.client.cookies.clear()
    await sign_in(reader, user)
    assert (await reader.open("/dashboard")).url.path == "/dashboard"


async def test_nothing_is_granted_before_the_address_is_confirmed(world: World, reader: Reader) -> None:
    await signed_up(world, reader, await invited_to(world, await world.team()))
    assert SESSION not in reader.client.cookies
    page = await reader.send(await reader.open("/auth/login"), "/auth/login", email=JANE, password=PASSWORD)
    assert page.status_code == 401


async def test_whoever_does_not_know_the_password_opens_no_account_with_it(
    world: World, reader: Reader, session: AsyncSession
) -> None:
    """A stranger signs up with Jane's address; she follows the link of the mail in all innocence."""
    await signed_up(world, reader, await invited_to(world, await world.team()), password=OTHER)
    page = await reader.open(link_in(await newest(world)))
    for guess in (PASSWORD, ""):
        page = await reader.send(page, "/signup/confirm", password=guess)
        assert page.status_code == 422
    assert await account(session) is None


async def test_of_several_who_sign_up_the_one_who_reads_the_mail_decides(
    world: World, reader: Reader, session: AsyncSession
) -> None:
    link = await invited_to(world, await world.team())
    await signed_up(world, reader, link, password=OTHER)
    await signed_up(world, reader, link)
    stranger, mine = [link_in(message) for message in await run_jobs(session)]
    await reader.send(await reader.open(mine), "/signup/confirm", password=PASSWORD)
    assert await account(session) is not None
    reader.client.cookies.clear()
    assert (await reader.open(stranger)).status_code == 410


async def test_an_address_with_an_account_gets_the_same_answer_and_its_owner_is_told(
    world: World, reader: Reader, session: AsyncSession
) -> None:
    owner = await world.user(email=JANE, password_hash=DIGEST, locale="de")
    team = await world.team(name="Support")
    link = await invited_to(world, team)
    known = await signed_up(world, reader, link, email=JANE, password=OTHER)
    unknown = await signed_up(world, reader, link, email="june@acme.com", password=OTHER)
    assert known.replace(JANE, "") == unknown.replace("june@acme.com", "")
    told, confirm = await run_jobs(session)
    assert (told.recipient, told.kind, told.subject) == (JANE, "account.sign_up_known", "Sie haben schon ein Konto")
    assert link_in(told) == "/auth/login"
    assert "token" not in opened(told).text
    assert confirm.kind == "account.sign_up"
    await session.refresh(owner)
    assert owner.password_hash == DIGEST
    assert await memberships(session, owner) == []


async def test_looking_nobody_up_the_form_takes_the_same_statements(
    world: World, reader: Reader, session: AsyncSession
) -> None:
    await world.user(email=JANE)
    link = await invited_to(world, await world.team())
    for email in (JANE, "june@acme.com"):
        await signed_up(world, reader, link, email=email)
    tasks = await session.execute(
        text("SELECT task_name FROM procrastinate_jobs WHERE task_name = 'mail.answer_sign_up'")
    )
    assert len(tasks.all()) == 2
    assert len((await session.scalars(select(SignUp))).all()) == 2


async def test_an_account_that_came_meanwhile_is_not_taken_over(
    world: World, reader: Reader, session: AsyncSession
) -> None:
    await signed_up(world, reader, await invited_to(world, await world.team()), password=OTHER)
    page = await reader.open(link_in(await newest(world)))
    owner = await world.user(email=JANE, password_hash=DIGEST)
    assert (await reader.send(page, "/signup/confirm", password=OTHER)).status_code == 410
    await session.refresh(owner)
    assert owner.password_hash == DIGEST
    assert SESSION not in reader.client.cookies


async def test_accounts_of_oauth_clients_are_not_written_to(world: World, reader: Reader) -> None:
    await world.user(email=JANE, platform_client_id=(await oauth_client(world)).id)
    await signed_up(world, reader, await invited_to(world, await world.team()))
    assert await run_jobs(world.session) == []


async def test_a_confirmation_works_once_and_for_a_day(world: World, reader: Reader) -> None:
    await signed_up(world, reader, await invited_to(world, await world.team()))
    link = link_in(await newest(world))
    page = await reader.open(link)
    with clock.frozen(clock.now() + timedelta(days=1)):
        assert (await reader.open(link)).status_code == 410
        assert (await reader.send(page, "/signup/confirm", password=PASSWORD)).status_code == 410
    await reader.send(page, "/signup/confirm", password=PASSWORD)
    reader.client.cookies.clear()
    assert (await reader.open(link)).status_code == 410


@pytest.mark.parametrize("token", ["", "x", "MQ.signature", "9" * 300])
async def test_made_up_confirmations(reader: Reader, token: str) -> None:
    assert (await reader.open(f"/signup/confirm?token={token}")).status_code == 410


async def test_whoever_is_signed_in_only_joins(world: World, reader: Reader) -> None:
    await sign_in(reader, await world.user(password_hash=DIGEST))
    link = await invited_to(world, await team_of_organization(world))
    page = await reader.open(link)
    assert page.url.path == "/teams"
    assert parse_qs(urlsplit(str(page.url)).query)["token"] == parse_qs(urlsplit(link).query)["token"]


@pytest.mark.parametrize(
    ("wanted", "reached"),
    [
        ("/getting-started", "/dashboard"),
        ("/auth/login", "/auth/login"),
        ("https://evil.example/", "/dashboard"),
        ("//evil.example", "/dashboard"),
        ("/\\evil.example", "/dashboard"),
        ("/x\r\nLocation: https://evil.example", "/dashboard"),
        ("javascript:alert(1)", "/dashboard"),
        ("", "/dashboard"),
    ],
)
async def test_one_goes_on_within_this_server_only(world: World, reader: Reader, wanted: str, reached: str) -> None:
    link = (await invited_to(world, await world.team())).replace("/teams", "/signup")
    page = await reader.client.get(link, params={"token": link.partition("=")[2], "callbackUrl": wanted})
    await reader.send(page, "/signup", email=JANE, password=PASSWORD)
    home = await reader.send(await reader.open(link_in(await newest(world))), "/signup/confirm", password=PASSWORD)
    assert home.url.host == "locum.test"
    assert home.url.path == reached


@pytest.mark.parametrize(
    ("typed", "field"),
    [
        ({"email": "nobody", "password": PASSWORD}, "email"),
        ({"email": "", "password": PASSWORD}, "email"),
        ({"email": "a" * 400 + "@acme.com", "password": PASSWORD}, "email"),
        ({"email": JANE, "password": "short"}, "password"),
        ({"email": JANE, "password": "x" * 1001}, "password"),
    ],
)
async def test_what_was_typed_survives_what_is_wrong(
    world: World, reader: Reader, typed: dict[str, str], field: str
) -> None:
    link = (await invited_to(world, await world.team())).replace("/teams", "/signup")
    page = await reader.send(await reader.open(link), "/signup", name="<Jane>", **typed)
    assert page.status_code == 422
    assert f'href="#{field}"' in page.text
    assert "&lt;Jane&gt;" in page.text
    assert typed["password"] not in page.text
    again = await reader.send(page, "/signup", email=JANE, password=PASSWORD)
    assert SENT in again.text


async def test_signing_up_is_limited_like_signing_in(world: World, reader: Reader) -> None:
    link = (await invited_to(world, await world.team())).replace("/teams", "/signup")
    page = await reader.open(link)
    with clock.frozen(clock.now()):
        answers = [await reader.send(page, "/signup", email=JANE, password=PASSWORD) for _ in range(6)]
        assert [answer.status_code for answer in answers] == [200] * 5 + [429]
        others = [await reader.send(page, "/signup", email=f"{n}@acme.com", password=PASSWORD) for n in range(16)]
        assert {answer.status_code for answer in others[:14]} == {200}
        assert others[-1].status_code == 429


async def test_confirming_is_limited_too(world: World, reader: Reader) -> None:
    await signed_up(world, reader, await invited_to(world, await world.team()))
    page = await reader.open(link_in(await newest(world)))
    with clock.frozen(clock.now()):
        answers = [await reader.send(page, "/signup/confirm", password=f"guess {n}") for n in range(9)]
    assert [answer.status_code for answer in answers] == [422] * 8 + [429]


@pytest.mark.parametrize(("language", "words"), [("de", "Support beitreten"), ("ar", "الانضمام إلى")])
async def test_pages_and_mails_are_in_the_visitor_s_language(
    world: World, reader: Reader, language: str, words: str
) -> None:
    link = await invited_to(world, await world.team(name="Support"))
    page = await reader.open(link, **{"Accept-Language": language})
    assert words in page.text
    form = await reader.open(f"{link.replace('/teams', '/signup')}&lang={language}")
    await reader.send(form, "/signup", email=JANE, password=PASSWORD)
    message = await newest(world)
    assert dict(opened(message).headers)["Content-Language"] == language
    assert f'lang="{language}"' in (await reader.open(link_in(message))).text
