"""From what happens to an account to its owner's mailbox."""

from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from locum.kit import clock
from locum.mail.account_jobs import defer_reminder
from locum.mail.models import MailMessage
from locum.settings import Settings
from locum.users.models import User
from locum.users.tokens import PASSWORD_PURPOSES, Purpose, fits, read_token
from tests.factories.oauth import oauth_client
from tests.factories.world import Api, World
from tests.mail.accounts import link_in, opened, run_jobs

NOW = datetime(2050, 5, 2, 6, 0, tzinfo=UTC)

pytestmark = pytest.mark.usefixtures("jobs_here")


async def invited(world: World, inviter: str = "Ada", **body: str) -> None:
    """Somebody gets an account over the API."""
    organization = await world.organization(name="Engines")
    admin = await world.member(organization, "ADMIN", name=inviter)
    api = await world.api(admin)
    body = {"email": "grace@house.example", "timeZone": "Europe/Berlin", **body}
    made = await api.post(f"/v2/organizations/{organization.id}/users", body)
    assert made.status_code == 201


async def changing(world: World) -> tuple[User, Api]:
    """Ben wants another address."""
    ben = await world.user(email="ben@house.example", name="Ben")
    api = await world.api(ben)
    assert (await api.patch("/v2/me", {"email": "New.Ben@house.example"})).status_code == 200
    return ben, api


def token_of(message: MailMessage) -> str:
    return link_in(message).partition("?token=")[2]


async def test_an_invitation_names_who_invites_and_until_when(world: World, session: AsyncSession) -> None:
    with clock.frozen(NOW):
        await invited(world)
        (message,) = await run_jobs(session)
    assert (message.recipient, message.kind) == ("grace@house.example", "account.invited")
    assert message.subject == "Ada invites you to Engines"
    words = opened(message).text
    assert "Ada has made an account for you." in words
    assert "Organization: Engines\nAddress: grace@house.example\n" in words
    assert "Link works until: Monday, May 9, 2050, 8:00 AM (Central European Summer Time)\n" in words
    assert link_in(message).startswith("/auth/password?token=")


@pytest.mark.parametrize(
    ("locale", "subject"),
    [("de", "Ada lädt Sie zu Engines ein"), ("ar", "دعوة من \u2068Ada\u2069 للانضمام إلى \u2068Engines\u2069")],
)
async def test_an_invitation_is_in_the_language_of_the_invited(
    world: World, session: AsyncSession, locale: str, subject: str
) -> None:
    await invited(world, locale=locale)
    (message,) = await run_jobs(session)
    assert message.subject == subject
    assert dict(opened(message).headers)["Content-Language"] == locale


async def test_names_that_others_chose_stay_words(world: World, session: AsyncSession) -> None:
    await invited(world, inviter="Eve\r\nBcc: all@house.example <b>{secret}</b>")
    (message,) = await run_jobs(session)
    read = opened(message)
    assert message.subject == "Eve Bcc: all@house.example <b>{secret}</b> invites you to Engines"
    assert "Bcc" not in dict(read.headers)
    assert "<b>{secret}" not in read.html


async def test_a_change_is_confirmed_from_the_new_address(
    world: World, session: AsyncSession, settings: Settings
) -> None:
    ben, _ = await changing(world)
    (message,) = await run_jobs(session)
    assert (message.recipient, message.kind) == ("new.ben@house.example", "account.email_change")
    claim = read_token(settings.secret, [Purpose.EMAIL], token_of(message), clock.now())
    assert claim is not None
    assert (claim.user_id, claim.address) == (ben.id, "new.ben@house.example")


async def test_who_forgot_gets_a_link_for_an_hour(world: World, session: AsyncSession, settings: Settings) -> None:
    user = await world.user(email="ben@house.example", password_hash="digest")
    with clock.frozen(NOW):
        await defer_reminder(session, "ben@house.example")
        (message,) = await run_jobs(session)
    late = NOW + timedelta(hours=1)
    claim = read_token(settings.secret, PASSWORD_PURPOSES, token_of(message), late - timedelta(seconds=1))
    assert claim is not None
    assert fits(settings.secret, claim, user)
    assert read_token(settings.secret, PASSWORD_PURPOSES, token_of(message), late) is None


async def test_nobody_can_fill_a_mailbox_with_reminders(world: World, session: AsyncSession) -> None:
    await world.user(email="ben@house.example")
    for minutes in (0, 1, 4, 5):
        with clock.frozen(NOW + timedelta(minutes=minutes)):
            await defer_reminder(session, "ben@house.example")
    assert len(await run_jobs(session)) == 2


async def test_unknown_and_managed_accounts_are_not_written_to(world: World, session: AsyncSession) -> None:
    await world.user(email="ben@house.example", platform_client_id=(await oauth_client(world)).id)
    for address in ("ben@house.example", "nobody@house.example"):
        await defer_reminder(session, address)
    assert await run_jobs(session) == []


async def test_who_is_gone_is_not_written_to(world: World, session: AsyncSession) -> None:
    ben, _ = await changing(world)
    await invited(world)
    await session.execute(text("DELETE FROM users WHERE id = :id OR email = 'grace@house.example'"), {"id": ben.id})
    await session.commit()
    assert await run_jobs(session) == []


async def test_links_belong_to_no_organization(world: World, session: AsyncSession) -> None:
    """Its administrators see its messages; a link is for its reader."""
    await invited(world)
    (message,) = await run_jobs(session)
    assert message.organization_id is None


async def test_messages_are_sent_like_all_others(world: World, session: AsyncSession) -> None:
    await invited(world)
    (message,) = await run_jobs(session)
    rows = await session.scalars(text("SELECT args FROM procrastinate_jobs WHERE task_name = 'mail.send'"))
    assert [row["message_id"] for row in rows] == [message.id]
