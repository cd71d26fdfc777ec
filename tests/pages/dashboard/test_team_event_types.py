"""Event types of teams in the dashboard: made, given hosts on terms, changed and removed by who leads the team."""

from collections.abc import Sequence
from typing import Any

import pytest
from sqlalchemy import select

from locum.event_types.models import EventType, EventTypeHost
from locum.organizations.models import Team
from locum.users.models import User
from tests.factories.event_types import event_type, host
from tests.factories.world import World
from tests.pages.browser import Reader, links_of, text_of
from tests.pages.dashboard.conftest import Sit

Crew = tuple[Team, Sequence[User], Reader]


@pytest.fixture
async def nurses(world: World, sit: Sit) -> Crew:
    """A team of three in an organization, and a browser of whoever leads it."""
    organization = await world.organization(name="Clinic")
    team = await world.team(organization, name="Nurses")
    people = [await world.member(organization, name=name) for name in ("Lea", "Max", "Nora")]
    for number, person in enumerate(people):
        await world.join(person, team, "MEMBER" if number else "ADMIN")
    return team, people, await sit(people[0])


def path(team: Team) -> str:
    """The team's event types."""
    return f"/dashboard/teams/{team.id}/event-types"


async def stored(world: World, team: Team) -> Sequence[EventType]:
    """The team's event types as they are stored."""
    found = select(EventType).where(EventType.team_id == team.id).order_by(EventType.id)
    return (await world.session.scalars(found.execution_options(populate_existing=True))).all()


async def terms(world: World, kind: EventType) -> list[tuple[Any, ...]]:
    """The hosts in their order, and how they take part."""
    row = EventTypeHost
    columns = (row.user_id, row.mandatory, row.priority, row.weight, row.group_key)
    found = select(*columns).where(row.event_type_id == kind.id).order_by(row.position)
    return [tuple(row) for row in await world.session.execute(found)]


async def test_one_for_everybody_is_made_and_listed(world: World, nurses: Crew) -> None:
    team, people, desk = nurses
    page = await desk.open(f"/dashboard/teams/{team.id}")
    assert path(team) in links_of(page.text)
    made = await desk.send(await desk.open(f"{path(team)}/new"), "/new", title="First visit")
    assert "can be booked now" in made.text
    assert "Everybody in the team" in made.text
    (kind,) = await stored(world, team)
    assert (kind.slug, kind.scheduling_type, kind.assign_all_team_members) == ("first-visit", "roundRobin", True)
    assert [one[0] for one in await terms(world, kind)] == [person.id for person in people]
    taken = await desk.send(await desk.open(f"{path(team)}/new"), "/new", title="First visit")
    assert taken.status_code == 422
    assert "The team has another event type with this name" in taken.text


async def test_hosts_are_chosen_on_terms(world: World, nurses: Crew) -> None:
    team, (lea, max_, nora), desk = nurses
    new = await desk.open(f"{path(team)}/new")
    chosen = await desk.send(new, "/new", title="Talk", everybody="")
    (kind,) = await stored(world, team)
    assert chosen.url.path == f"{path(team)}/{kind.id}/hosts"
    assert await terms(world, kind) == []
    wrong = await desk.send(chosen, "/hosts", host=[str(nora.id)], **{f"weight-{nora.id}": "0"})
    assert wrong.status_code == 422
    typed = {f"weight-{nora.id}": "300", f"priority-{nora.id}": "high", f"fixed-{lea.id}": "true"}
    typed |= {f"group-{nora.id}": "nights"}
    saved = await desk.send(wrong, "/hosts", host=[str(nora.id), str(lea.id)], **typed)
    assert "are changed" in text_of(saved.text)
    assert await terms(world, kind) == [(nora.id, False, "high", 300, "nights"), (lea.id, True, "medium", 100, None)]
    await desk.send(saved, "/hosts", host=[str(max_.id), str(nora.id)])
    assert [one[:4] for one in await terms(world, kind)] == [
        (nora.id, False, "high", 300),
        (max_.id, False, "medium", 100),
    ]


async def test_who_is_not_shown_stays(world: World, nurses: Crew, monkeypatch: pytest.MonkeyPatch) -> None:
    team, people, desk = nurses
    kind = await event_type(world, team, scheduling_type="roundRobin")
    for number, person in enumerate(people):
        await host(world, kind, person, position=number, weight=100 + number)
    monkeypatch.setattr("locum.pages.dashboard.team_event_type_hosts.AT_ONCE", 2)
    second = await desk.open(f"{path(team)}/{kind.id}/hosts?page=2")
    assert second.text.count('name="shown"') == 1
    gone = next(person.id for person in people if f'name="shown" value="{person.id}"' in second.text)
    await desk.send(second, "/hosts", host=[])
    left = [(person.id, 100 + number) for number, person in enumerate(people) if person.id != gone]
    assert [(one[0], one[3]) for one in await terms(world, kind)] == left


async def test_settings_change_and_hosts_come_together_in_another_way(world: World, nurses: Crew) -> None:
    team, people, desk = nurses
    kind = await event_type(world, team, title="Talk", slug="talk", scheduling_type="roundRobin")
    await host(world, kind, people[1], weight=200)
    one = f"{path(team)}/{kind.id}"
    changed = await desk.send(await desk.open(one), one, title="Round", minutes="45", together="collective")
    assert "is changed" in changed.text
    (kind,) = await stored(world, team)
    assert (kind.title, kind.length_in_minutes, kind.scheduling_type) == ("Round", 45, "collective")
    assert [row[0] for row in await terms(world, kind)] == [people[1].id]
    await desk.send(await desk.open(one), one, everybody="true")
    assert len(await terms(world, kind)) == 3
    assert "Everybody in the team takes part." in (await desk.open(f"{one}/hosts")).text


async def test_members_have_their_own_of_a_managed_one(world: World, nurses: Crew) -> None:
    team, people, desk = nurses
    new = await desk.open(f"{path(team)}/new")
    hosts = await desk.send(new, "/new", title="Visit", together="managed", everybody="")
    await desk.send(hosts, "/hosts", host=[str(people[1].id), str(people[2].id)])
    (kind,) = await stored(world, team)
    children = select(EventType.user_id).where(EventType.parent_id == kind.id).order_by(EventType.user_id)
    assert list(await world.session.scalars(children)) == [people[1].id, people[2].id]
    one = f"{path(team)}/{kind.id}"
    await desk.send(await desk.open(one), one, title="Long visit")
    titles = select(EventType.title).where(EventType.parent_id == kind.id)
    assert set(await world.session.scalars(titles)) == {"Long visit"}
    question = await desk.open(f"{one}/delete")
    assert "what each member has of it" in question.text
    await desk.send(question, f"{one}/delete")
    assert list(await world.session.scalars(children)) == []


async def test_members_look_and_others_do_not_even_that(world: World, nurses: Crew, sit: Sit) -> None:
    team, people, _ = nurses
    kind = await event_type(world, team, title="Talk", scheduling_type="roundRobin")
    member, stranger = await sit(people[1]), await sit(await world.user())
    foreign = await world.team(await world.organization())
    leads_elsewhere = await sit(await world.member(foreign, "OWNER"))
    token = (await member.open("/dashboard/event-types/new")).text.split('name="token" value="')[1].split('"')[0]
    for below in ("/new", f"/{kind.id}", f"/{kind.id}/hosts", f"/{kind.id}/delete"):
        assert (await member.open(path(team) + below)).status_code == 403
        assert (await stranger.open(path(team) + below)).status_code == 404
        data = {"token": token, "title": "Mine"}
        sent = await member.client.post(path(team) + below, data=data, headers=member.headers)
        assert sent.status_code == 403
        if below != "/new":
            assert (await leads_elsewhere.open(path(foreign) + below)).status_code == 404
    assert [one.title for one in await stored(world, team)] == ["Talk"]
