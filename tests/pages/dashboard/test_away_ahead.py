"""What an absence will do is shown before it is entered: meetings, replies, the calendar; nothing of it stays."""

from datetime import UTC, datetime

import pytest
from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from locum.absences.models import Absence
from locum.bookings.models import Booking
from locum.replies.models import ReplySettings
from locum.users.models import User
from locum.webhooks.models import Webhook, WebhookEvent
from tests.factories.mailboxes import mail_house
from tests.factories.slots import busy
from tests.factories.world import World
from tests.pages.browser import Reader, forms_of, links_of, text_of
from tests.pages.dashboard.conftest import Sit
from tests.pages.dashboard.test_absences import AWAY, absence, stored

pytestmark = pytest.mark.usefixtures("morning")

DAYS = {"from": "2027-02-09", "until": "2027-02-12"}


async def test_first_it_is_shown_and_then_entered(desk: Reader, person: User, session: AsyncSession) -> None:
    page = await desk.open(AWAY)
    assert "Save absence" not in page.text
    shown = await desk.send(page, AWAY, **DAYS, look="yes")
    assert "4 days are closed for booking." in shown.text
    assert "Nobody stands in." in shown.text
    assert "Save absence" in shown.text
    assert await stored(session, person) == []
    saved = await desk.send(shown, AWAY)
    assert "The absence is entered" in saved.text
    assert len(await stored(session, person)) == 1


async def test_what_was_changed_since_is_shown_again_first(desk: Reader, person: User, session: AsyncSession) -> None:
    shown = await desk.send(await desk.open(AWAY), AWAY, **DAYS, look="yes")
    again = await desk.send(shown, AWAY, until="2027-02-10")
    assert "2 days are closed for booking." in again.text
    assert await stored(session, person) == []
    await desk.send(again, AWAY)
    assert [row.last_day.day for row in await stored(session, person)] == [10]


async def test_what_will_be_refused_is_refused_before(world: World, desk: Reader, person: User) -> None:
    await absence(world, person, "2027-02-09", "2027-02-12")
    refused = await desk.send(await desk.open(AWAY), AWAY, **DAYS, look="yes")
    assert refused.status_code == 422
    assert "These days are entered already." in refused.text


async def test_meetings_can_be_moved_and_cancelled_from_there(world: World, desk: Reader, person: User) -> None:
    await busy(world, person, "2027-02-11T09:00")
    (uid,) = await world.session.scalars(select(Booking.uid))
    shown = await desk.send(await desk.open(AWAY), AWAY, **DAYS, look="yes")
    assert {f"/reschedule/{uid}", f"/booking/{uid}?cancel=true"} <= set(links_of(shown.text))


async def test_replies_are_shown_for_colleagues_and_others_without_the_reason(world: World, sit: Sit) -> None:
    house = await mail_house(world)
    ben = await world.member(house.organization, name="Ben Book")
    desk = await sit(house.anna)
    typed = {**DAYS, "substitute": str(ben.id), "reason": "sick", "notes": "In the clinic", "shows_note": "true"}
    shown = await desk.send(await desk.open(AWAY), AWAY, **typed, look="yes")
    told = text_of(shown.text)
    assert "Colleagues get" in told
    assert "Everybody else gets" in told
    inside, outside = shown.text.split('class="html"')[1:]
    for answer in (inside, outside.split("</section>")[0]):
        assert "Ben Book" in answer
        assert "Friday, February 12, 2027" in answer
        assert "Sick" not in answer
    assert "In the clinic" in inside
    assert "In the clinic" not in outside.split("</section>")[0]
    assert "Ben Book stands in and is told by mail." in told


async def test_silence_and_mail_of_elsewhere_are_said(world: World, sit: Sit, desk: Reader) -> None:
    elsewhere = await desk.send(await desk.open(AWAY), AWAY, **DAYS, look="yes")
    assert "does not come through this server" in elsewhere.text
    house = await mail_house(world)
    anna = await sit(house.anna)
    silent = await anna.send(await anna.open(AWAY), AWAY, **DAYS, replies="off", look="yes")
    assert "Mail is not answered during this absence." in silent.text
    form = next(form for form in forms_of(silent.text) if form.action == AWAY)
    assert form.fields["replies"] == ["off"]
    await anna.send(silent, AWAY)
    (row,) = (await world.session.scalars(select(Absence).where(Absence.user_id == house.anna.id))).all()
    assert row.replies == "off"


async def test_texts_of_the_mailbox_are_shown_harmless(world: World, sit: Sit) -> None:
    house = await mail_house(world)
    said = ReplySettings(user_id=house.anna.id, internal_html="<p onclick=x()>Back soon<script>y()</script></p>")
    said.external_html = ""
    world.session.add(said)
    await world.session.commit()
    desk = await sit(house.anna)
    shown = await desk.send(await desk.open(AWAY), AWAY, **DAYS, look="yes")
    assert "<p>Back soon</p>" in shown.text
    assert "onclick" not in shown.text
    assert "No reply." in shown.text


async def test_nothing_of_a_look_stays(world: World, desk: Reader, person: User) -> None:
    hook = Webhook(user_id=person.id, subscriber_url="https://h.example", active=True, triggers=["OOO_CREATED"])
    world.session.add(hook)
    await world.session.commit()
    await desk.send(await desk.open(AWAY), AWAY, **DAYS, look="yes")
    for table in (Absence, WebhookEvent):
        assert await world.session.scalar(select(func.count()).select_from(table)) == 0


async def test_hours_are_told_as_hours(world: World, desk: Reader, person: User) -> None:
    start, end = (datetime(2027, 2, 9, hour, tzinfo=UTC) for hour in (13, 17))
    hours = {"covers_days": False, "starts_at": start, "ends_at": end}
    row = await absence(world, person, "2027-02-09", "2027-02-09", **hours)
    for path in (AWAY, f"{AWAY}/{row.id}"):
        assert "Tuesday, February 9, 2027, 1:00 PM – 5:00 PM" in text_of((await desk.open(path)).text)
    page = (await desk.open(f"{AWAY}/{row.id}")).text
    assert "these hours are closed" in page
    assert "Away, Tuesday, February 9, 2027, 1:00 PM – 5:00 PM: Nobody stands in." in text_of(page)
