"""Invitation links on the pages of teams: made and shown once, replaced, ended; only by those who may invite."""

import re
from typing import Any

from sqlalchemy import select

from locum.invitations.models import TeamInvitation
from locum.organizations.models import Team
from tests.factories.world import World
from tests.pages.browser import Reader, forms_of, links_of
from tests.pages.dashboard.conftest import Sit


def path_of(team: Team) -> str:
    return f"/dashboard/teams/{team.id}/invitations"


def link_on(page: Any) -> str:
    found = re.search(r'id="link" dir="ltr">([^<]+)<', page.text)
    assert found is not None
    return found[1].replace("&amp;", "&")


async def invitations(world: World) -> list[int]:
    return list(await world.session.scalars(select(TeamInvitation.id).order_by(TeamInvitation.id)))


async def leading(world: World, sit: Sit) -> tuple[Team, Reader]:
    organization = await world.organization()
    team = await world.team(organization)
    return team, await sit(await world.member(organization, "ADMIN"))


async def test_a_link_is_made_and_shown_once_and_leads_into_the_team(world: World, sit: Sit, reader: Reader) -> None:
    team, desk = await leading(world, sit)
    assert path_of(team) in links_of((await desk.open(f"/dashboard/teams/{team.id}")).text)
    page = await desk.open(path_of(team))
    assert "There is no link at present." in page.text
    made = await desk.send(page, "/invitations")
    link = link_on(made)
    assert made.headers["cache-control"] == "no-store"
    listed = await desk.open(path_of(team))
    assert link not in listed.text
    assert "There is no link at present." not in listed.text
    followed = await reader.open(link)
    assert followed.status_code == 200
    assert team.name in followed.text


async def test_a_link_is_replaced_and_ended(world: World, sit: Sit, reader: Reader) -> None:
    team, desk = await leading(world, sit)
    first = link_on(await desk.send(await desk.open(path_of(team)), "/invitations"))
    second = link_on(await desk.send(await desk.open(path_of(team)), "/renew"))
    assert (await reader.open(first)).status_code == 410
    assert (await reader.open(second)).status_code == 200
    ended = await desk.send(await desk.open(path_of(team)), "/revoke")
    assert "The link leads nowhere any more." in ended.text
    assert (await reader.open(second)).status_code == 410
    assert not await invitations(world)


async def test_members_and_leaders_of_other_teams_make_and_end_none(world: World, sit: Sit) -> None:
    team, desk = await leading(world, sit)
    await desk.send(await desk.open(path_of(team)), "/invitations")
    (mine,) = await invitations(world)
    user = await world.member(await world.session.get_one(Team, team.organization_id))
    await world.join(user, team)
    member = await sit(user)
    assert (await member.open(path_of(team))).status_code == 403
    other_team, other = await leading(world, sit)
    token = forms_of((await other.open(path_of(other_team))).text)[0].fields["token"]
    for address in (path_of(team), f"{path_of(team)}/{mine}/revoke", f"{path_of(other_team)}/{mine}/revoke"):
        answer = await other.client.post(address, data={"token": token}, headers=other.headers)
        assert answer.status_code == 404
    assert await invitations(world) == [mine]
