"""Webhooks of event types in the dashboard: a person's own ones, and those of teams for those who lead them."""

from uuid import UUID

from locum.organizations.models import Team
from locum.users.models import User
from tests.factories.event_types import event_type
from tests.factories.world import World
from tests.pages.browser import Reader, links_of, text_of
from tests.pages.dashboard.conftest import Sit
from tests.pages.dashboard.test_webhooks import HOOKS, URL, delivery_to, hook_of, hooks, reaches, token_on


async def test_one_is_registered_for_ones_own_event_type(world: World, desk: Reader, person: User) -> None:
    mine = await event_type(world, person, title="Tea")
    form = await desk.open(f"{HOOKS}/new?of=event_type_id-{mine.id}")
    assert f'<option value="event_type_id-{mine.id}" selected>Event type: Tea</option>' in form.text
    made = await desk.send(form, "/new", address=URL, triggers=["BOOKING_CREATED"])
    (hook,) = await hooks(world)
    assert (hook.event_type_id, hook.user_id) == (mine.id, None)
    assert made.url.path == f"{HOOKS}/{hook.id}"
    assert "Belongs to Event type: Tea" in text_of(made.text)
    listed = await desk.open(HOOKS)
    assert f"{HOOKS}/{hook.id}" in links_of(listed.text)
    changed = await desk.send(await desk.open(f"{HOOKS}/{hook.id}/edit"), "/edit", address=f"{URL}/2")
    assert "The webhook is changed." in changed.text


async def _team(world: World) -> tuple[Team, Team]:
    organization = await world.organization()
    return organization, await world.team(organization, name="Engines")


async def test_leaders_of_a_team_look_after_those_of_its_event_types(world: World, sit: Sit) -> None:
    organization, team = await _team(world)
    theirs = await event_type(world, team, title="Consultation")
    hook = await hook_of(world, event_type_id=theirs.id)
    row = await delivery_to(world, hook)
    leader = await world.member(organization)
    await world.join(leader, team, "ADMIN")
    for user in (leader, await world.member(organization, "ADMIN")):
        desk = await sit(user)
        assert "Event type of Engines: Consultation" in text_of((await desk.open(HOOKS)).text)
        assert (await desk.open(f"{HOOKS}/{hook.id}/deliveries/{row.id}")).status_code == 200
        assert f"event_type_id-{theirs.id}" in (await desk.open(f"{HOOKS}/new")).text


async def _shut_out(world: World, desk: Reader, hook_id: UUID, delivery_id: UUID, event_type_id: int) -> None:
    assert str(hook_id) not in (await desk.open(HOOKS)).text
    assert await reaches(desk, hook_id, delivery_id) == {404}
    form = await desk.open(f"{HOOKS}/new?of=event_type_id-{event_type_id}")
    assert f'value="event_type_id-{event_type_id}"' not in form.text
    typed = {"owner": f"event_type_id-{event_type_id}", "address": f"{URL}/2", "triggers": "OOO_CREATED"}
    sent = {"token": token_on(form.text), "active": "true", **typed}
    assert (await desk.client.post(f"{HOOKS}/new", data=sent, headers=desk.headers)).status_code == 404
    assert len(await hooks(world)) == 1


async def test_those_of_a_team_are_not_there_for_others(world: World, sit: Sit) -> None:
    organization, team = await _team(world)
    theirs = await event_type(world, team)
    hook = await hook_of(world, event_type_id=theirs.id)
    row = await delivery_to(world, hook)
    member = await world.member(organization)
    await world.join(member, team)
    strangers = [member, await world.member(await world.organization(), "OWNER"), await world.user()]
    for user in strangers:
        await _shut_out(world, await sit(user), hook.id, row.id, theirs.id)


async def test_those_of_a_persons_event_type_are_that_persons_alone(world: World, sit: Sit) -> None:
    organization = await world.organization()
    mine = await event_type(world, await world.member(organization))
    hook = await hook_of(world, event_type_id=mine.id)
    row = await delivery_to(world, hook)
    await _shut_out(world, await sit(await world.member(organization, "OWNER")), hook.id, row.id, mine.id)
