"""Whoever has an account is told when he is asked to belong somewhere, and decides there."""

from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy.ext.asyncio import AsyncSession

from locum.kit import clock
from locum.mail.models import MailMessage
from tests.factories.oauth import oauth_client
from tests.factories.world import World
from tests.mail.accounts import link_in, opened, run_jobs

NOW = datetime(2050, 5, 2, 6, 0, tzinfo=UTC)

pytestmark = pytest.mark.usefixtures("jobs_here")


async def test_somebody_elsewhere_is_told_who_asks_for_what_and_where_he_answers(
    world: World, session: AsyncSession
) -> None:
    engines, elsewhere = await world.organization(name="Engines"), await world.organization()
    admin = await world.api(await world.member(engines, "ADMIN", name="Ada"))
    grace = await world.member(elsewhere, email="grace@house.example", locale="de")
    path = f"/v2/organizations/{engines.id}/memberships"
    # He names her accepted, but only she may accept.
    asked = await admin.post(path, {"userId": grace.id, "accepted": True})
    assert asked.json()["data"]["accepted"] is False
    (message,) = await run_jobs(session)
    assert (message.recipient, message.kind) == ("grace@house.example", "account.offered")
    assert message.subject == "Ada lädt Sie zu Engines ein"
    assert "Sie haben hier schon ein Konto." in opened(message).text
    assert link_in(message) == "/dashboard"


async def test_who_asks_again_and_again_fills_nobodys_mailbox(world: World, session: AsyncSession) -> None:
    team = await world.team(name="Choir")
    owner, bea = await world.member(team, "OWNER"), await world.user()
    api = await world.api(owner)
    path = f"/v2/teams/{team.id}/memberships"
    written: list[MailMessage] = []
    for at in (NOW, NOW + timedelta(hours=1), NOW + timedelta(days=1)):
        with clock.frozen(at):
            made = await api.post(path, {"userId": bea.id, "role": "MEMBER"})
            written = await run_jobs(session)
            await api.delete(f"{path}/{made.json()['data']['id']}")
    assert [message.recipient for message in written] == [bea.email] * 2


async def test_nobody_is_told_who_was_not_asked(world: World, session: AsyncSession) -> None:
    organization = await world.organization(name="Engines", is_platform=True)
    admin = await world.api(await world.member(organization, "ADMIN"))
    team = await world.team(organization)
    member = await world.member(organization)
    there = f"/v2/organizations/{organization.id}/teams/{team.id}/memberships"
    # Brought in at once; invited with a new account, which has a mail of its own; gone before the job runs.
    await admin.post(there, {"userId": member.id, "role": "MEMBER", "accepted": True})
    body = {"email": "new@house.example", "autoAccept": False}
    await admin.post(f"/v2/organizations/{organization.id}/users", body)
    other = await world.member(organization)
    made = await admin.post(there, {"userId": other.id, "role": "MEMBER"})
    await admin.delete(f"{there}/{made.json()['data']['id']}")
    assert [message.kind for message in await run_jobs(session)] == ["account.invited"]


async def test_people_of_clients_do_not_sign_in_and_get_no_mail(world: World, session: AsyncSession) -> None:
    organization = await world.organization(is_platform=True)
    client = await oauth_client(world, organization)
    admin = await world.api(await world.member(organization, "ADMIN"))
    jane = await world.member(organization, platform_client_id=client.id)
    team = await world.team(organization, platform_client_id=client.id)
    path = f"/v2/organizations/{organization.id}/teams/{team.id}/memberships"
    assert (await admin.post(path, {"userId": jane.id, "role": "MEMBER"})).status_code == 201
    assert await run_jobs(session) == []
