"""Invitation links over the API (members sheet, section 5.2)."""

from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import select, text

from locum.http.credentials import digest
from locum.invitations import service
from locum.invitations.jobs import forget
from locum.invitations.models import SignUp, TeamInvitation
from locum.kit import clock
from locum.organizations.models import Team
from tests.factories.world import World

NOW = datetime(2050, 3, 14, 12, 0, tzinfo=UTC)


async def paths(world: World) -> dict[str, tuple[str, Team]]:
    """The two addresses, and the team behind each."""
    alone, organization = await world.team(), await world.organization()
    within = await world.team(organization)
    return {
        "alone": (f"/v2/teams/{alone.id}/invite", alone),
        "by its own address": (f"/v2/teams/{within.id}/invite", within),
        "within": (f"/v2/organizations/{organization.id}/teams/{within.id}/invite", within),
    }


@pytest.mark.parametrize("kind", ["alone", "by its own address", "within"])
async def test_a_link_is_made_for_a_team(world: World, kind: str) -> None:
    path, team = (await paths(world))[kind]
    admin = await world.user()
    if team.organization_id is not None:
        await world.join(admin, await world.session.get_one(Team, team.organization_id))
    await world.join(admin, team, "ADMIN")
    with clock.frozen(NOW):
        answer = await (await world.api(admin)).post(path)
    assert answer.status_code == 200
    data = answer.json()["data"]
    assert set(data) == {"token", "inviteLink"}
    assert len(bytes.fromhex(data["token"])) == 32
    expected = f"/teams?token={data['token']}"
    if kind != "alone":
        expected = f"/signup?token={data['token']}&callbackUrl=/getting-started"
    assert data["inviteLink"] == f"http://locum.test{expected}"
    (kept,) = await world.session.scalars(select(TeamInvitation))
    assert (kept.team_id, kept.digest, kept.expires_at) == (team.id, digest(data["token"]), NOW + timedelta(days=7))


async def test_every_call_makes_another_and_those_before_stay_good(world: World) -> None:
    team = await world.team()
    api = await world.api(await world.member(team, "OWNER"))
    with clock.frozen(NOW):
        first = (await api.post(f"/v2/teams/{team.id}/invite")).json()["data"]["token"]
    with clock.frozen(NOW + timedelta(days=6, hours=23)):
        second = (await api.post(f"/v2/teams/{team.id}/invite")).json()["data"]["token"]
        assert first != second
        for token in (first, second):
            followed = await service.followed(world.session, token)
            assert followed is not None
            assert followed.team.id == team.id
    with clock.frozen(NOW + timedelta(days=7)):
        assert await service.followed(world.session, first) is None
        assert await service.followed(world.session, second) is not None


async def test_the_token_is_kept_nowhere(world: World) -> None:
    team = await world.team()
    api = await world.api(await world.member(team, "OWNER"))
    token = (await api.post(f"/v2/teams/{team.id}/invite")).json()["data"]["token"]
    for table in ("team_invitations", "audit_entries", "procrastinate_jobs"):
        rows = await world.session.execute(text(f"SELECT to_jsonb(t)::text FROM {table} t"))
        assert not any(token in row[0] for row in rows)
    assert await service.followed(world.session, digest(token)) is None


@pytest.mark.parametrize("kind", ["alone", "by its own address", "within"])
async def test_who_may(world: World, kind: str) -> None:
    path, team = (await paths(world))[kind]
    member = await world.user()
    if team.organization_id is not None:
        await world.join(member, await world.session.get_one(Team, team.organization_id))
    await world.join(member, team)
    invited = await world.user()
    await world.join(invited, team, "OWNER", accepted=False)
    foreign = await world.member(await world.organization(), "OWNER")
    for caller in (member, invited, foreign, await world.user()):
        assert (await (await world.api(caller)).post(path)).status_code == 403
    assert (await (await world.api(None)).post(path)).status_code == 401
    assert (await world.session.scalars(select(TeamInvitation))).all() == []


async def test_a_team_of_another_organization_is_not_found(world: World) -> None:
    organization, other = await world.organization(), await world.organization()
    foreign = await world.team(other)
    api = await world.api(await world.member(organization, "OWNER"))
    answer = await api.post(f"/v2/organizations/{organization.id}/teams/{foreign.id}/invite")
    assert (answer.status_code, answer.json()["error"]["message"]) == (
        404,
        f"IsTeamInOrg - Team ({foreign.id}) not found.",
    )


async def test_what_is_over_is_forgotten_but_not_what_somebody_may_still_confirm(world: World) -> None:
    team = await world.team()
    with clock.frozen(NOW):
        await service.invite(world.session, team.id)
        (invitation,) = await world.session.scalars(select(TeamInvitation))
    late = NOW + timedelta(days=6, hours=23)
    values = {"password_hash": "x", "locale": "en", "onward": "/", "invitation_id": invitation.id}
    world.session.add(SignUp(email="jane@acme.com", expires_at=late + timedelta(days=1), **values))
    await world.session.flush()
    for at, left in ((7 * 24, (1, 1)), (7 * 24 + 22, (1, 1)), (7 * 24 + 23, (1, 0)), (8 * 24, (0, 0))):
        with clock.frozen(NOW + timedelta(hours=at)):
            await forget(world.session)
        found = [len((await world.session.scalars(select(table.id))).all()) for table in (TeamInvitation, SignUp)]
        assert tuple(found) == left, at
