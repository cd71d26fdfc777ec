"""What can be booked with somebody, in the dashboard."""

from typing import Any

import pytest
from sqlalchemy import select

from locum.event_types.models import EventType
from locum.users.models import User
from tests.factories.event_types import event_type
from tests.factories.world import World
from tests.pages.browser import Reader, forms_of, links_of, text_of
from tests.pages.dashboard.conftest import Sit

KINDS = "/dashboard/event-types"
pytestmark = pytest.mark.usefixtures("morning")


async def stored(world: World, user: User) -> list[EventType]:
    statement = select(EventType).where(EventType.user_id == user.id).order_by(EventType.id)
    return list(await world.session.scalars(statement.execution_options(populate_existing=True)))


async def test_the_first_one_is_made_and_can_be_booked_at_once(world: World, desk: Reader, person: User) -> None:
    assert f"{KINDS}/new" in links_of((await desk.open("/dashboard")).text)
    assert "Nothing can be booked with you yet." in (await desk.open(KINDS)).text
    typed = {"title": "First visit & talk", "minutes": "45", "place": "address", "where": "Quay 7"}
    made = await desk.send(await desk.open(f"{KINDS}/new"), f"{KINDS}/new", **typed)
    assert "can be booked now" in made.text
    (kind,) = await stored(world, person)
    assert (kind.slug, kind.length_in_minutes, kind.hidden) == ("first-visit-talk", 45, False)
    assert f"/{person.username}/first-visit-talk" in links_of(made.text)
    page = await desk.open(f"/{person.username}/first-visit-talk")
    assert "Quay 7" in text_of(page.text)


@pytest.mark.parametrize(
    ("typed", "told"),
    [
        ({"title": " "}, "Please fill this in."),
        ({"title": "x" * 201}, "This is too long."),
        ({"title": "!!!"}, "Please enter letters or digits."),
        ({"minutes": "0"}, "Please enter minutes, from 1 to 1440."),
        ({"minutes": "\u0665"}, "Please enter minutes, from 1 to 1440."),
        ({"place": "link", "where": "javascript:x()"}, "Please enter a web address"),
        ({"place": "address", "where": ""}, "Please fill this in."),
        ({"slug": "Taken"}, "You have another event type with this name in its link."),
    ],
)
async def test_what_is_wrong_is_said_and_what_was_typed_stays(
    world: World, desk: Reader, person: User, typed: dict[str, str], told: str
) -> None:
    await event_type(world, person, slug="taken")
    usual = {"title": "Talk", "about": "Of this and that"}
    refused = await desk.send(await desk.open(f"{KINDS}/new"), f"{KINDS}/new", **{**usual, **typed})
    assert refused.status_code == 422
    assert told in refused.text
    assert "Of this and that" in refused.text
    assert len(await stored(world, person)) == 1


async def test_it_is_changed_hidden_and_removed(world: World, desk: Reader, person: User) -> None:
    places: list[Any] = [{"type": "attendeePhone"}, {"type": "attendeeAddress"}]
    kind = await event_type(world, person, slug="talk", title="Talk", locations=places)
    one = f"{KINDS}/{kind.id}"
    page = await desk.open(one)
    fields = next(form for form in forms_of(page.text) if form.action == one).fields
    assert fields["place"] == ["kept"]
    changed = await desk.send(page, one, title="Long talk", minutes="90", is_hidden="true")
    assert "is changed" in changed.text
    (kind,) = await stored(world, person)
    assert (kind.title, kind.slug, kind.length_in_minutes, kind.hidden) == ("Long talk", "talk", 90, True)
    assert kind.locations == places
    await desk.send(await desk.open(one), one, place="video")
    assert (await stored(world, person))[0].locations != places
    question = await desk.open(f"{one}/delete")
    assert "Bookings stay." in question.text
    assert "is removed" in (await desk.send(question, f"{one}/delete")).text
    assert await stored(world, person) == []


async def test_nobody_reaches_those_of_others_or_of_teams(world: World, sit: Sit, person: User) -> None:
    parent = await event_type(world, await world.user(), slug="parent")
    mine = await event_type(world, person, slug="child", parent_id=parent.id)
    desk = await sit(person)
    assert "managed by a team" in (await desk.open(KINDS)).text
    for kind in (parent, mine):
        for path in (f"{KINDS}/{kind.id}", f"{KINDS}/{kind.id}/delete"):
            assert (await desk.open(path)).status_code == 404
            token = (await desk.open(f"{KINDS}/new")).text.split('name="token" value="')[1].split('"')[0]
            sent = await desk.client.post(path, data={"token": token, "title": "Mine"}, headers=desk.headers)
            assert sent.status_code == 404
