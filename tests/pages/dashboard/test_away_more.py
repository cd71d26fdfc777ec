"""What an absence has beyond its days: hours, and texts of its own."""

from datetime import UTC, date, datetime

import pytest
from sqlalchemy.ext.asyncio import AsyncSession

from locum.absences.models import AbsenceReply
from locum.users.models import User
from tests.factories.mailboxes import MailHouse, mail_house
from tests.factories.world import World
from tests.pages.browser import Reader, forms_of, text_of
from tests.pages.dashboard.conftest import Sit
from tests.pages.dashboard.test_absences import AWAY, absence, stored

pytestmark = pytest.mark.usefixtures("morning")

AFTERNOON = {"from": "2027-02-09", "opens": "13:00", "closes": "17:30"}


async def test_hours_are_entered_and_changed(desk: Reader, person: User, session: AsyncSession) -> None:
    shown = await desk.send(await desk.open(AWAY), AWAY, **AFTERNOON, look="yes")
    assert "these hours are closed for booking" in text_of(shown.text)
    await desk.send(shown, AWAY)
    (made,) = await stored(session, person)
    assert (made.covers_days, made.first_day) == (False, date(2027, 2, 9))
    assert (made.starts_at, made.ends_at) == tuple(datetime(2027, 2, 9, *at, tzinfo=UTC) for at in ((13, 0), (17, 30)))
    one = f"{AWAY}/{made.id}"
    fields = min(forms_of((await desk.open(one)).text), key=lambda form: form.action != one).fields
    assert (fields["opens"], fields["closes"]) == (["13:00"], ["17:30"])
    await desk.send(await desk.open(one), one, opens="", closes="")
    (made,) = await stored(session, person)
    assert (made.covers_days, made.starts_at) == (True, None)


async def test_what_is_not_touched_stays_to_the_second(world: World, desk: Reader, person: User) -> None:
    bounds = {"starts_at": datetime(2027, 2, 9, 13, 0, 7, tzinfo=UTC), "ends_at": datetime(2027, 2, 9, 14, tzinfo=UTC)}
    row = await absence(world, person, "2027-02-09", "2027-02-09", covers_days=False, **bounds)
    one = f"{AWAY}/{row.id}"
    await desk.send(await desk.open(one), one, notes="Dentist")
    (made,) = await stored(world.session, person)
    assert (made.notes, made.starts_at) == ("Dentist", bounds["starts_at"])


@pytest.mark.parametrize(
    ("typed", "told"),
    [
        ({"closes": "12:00"}, "The end lies before the beginning."),
        ({"opens": "1 pm"}, "Please enter a time, such as 13:30."),
        ({"from": "0001-01-01", "until": "0001-01-02"}, "Please enter a date."),
        ({"internal_subject": "Away"}, "Please write the text that belongs to this subject."),
        ({"external_text": "x" * 60_000}, "This is too long."),
    ],
)
async def test_what_is_wrong_is_said_and_what_was_typed_stays(desk: Reader, typed: dict[str, str], told: str) -> None:
    refused = await desk.send(await desk.open(AWAY), AWAY, **{**AFTERNOON, **typed}, look="yes")
    assert refused.status_code == 422
    assert told in refused.text
    assert 'value="17:30"' in refused.text or typed.get("closes")


async def own_texts(session: AsyncSession, absence_id: int) -> AbsenceReply | None:
    return await session.get(AbsenceReply, absence_id, populate_existing=True)


@pytest.fixture
async def house(world: World) -> MailHouse:
    return await mail_house(world)


async def test_texts_of_its_own_are_previewed_kept_and_taken_back(world: World, sit: Sit, house: MailHouse) -> None:
    desk = await sit(house.anna)
    texts = {"internal_subject": "At sea", "internal_text": "Ask Ben & Bo.\r\nBack {return_day}.\r\n\r\nA"}
    typed = {"from": "2027-02-09", "until": "2027-02-10", "replies": "on", "external_silent": "true", **texts}
    shown = await desk.send(await desk.open(AWAY), AWAY, **typed, look="yes")
    assert "<p>Ask Ben &amp; Bo.<br>Back Thursday, February 11, 2027.</p><p>A</p>" in shown.text
    assert "Everybody else gets No reply." in text_of(shown.text)
    await desk.send(shown, AWAY)
    (made,) = await stored(world.session, house.anna)
    kept = await own_texts(world.session, made.id)
    assert kept is not None
    assert (kept.internal_subject, kept.external_html) == ("At sea", "")
    one = f"{AWAY}/{made.id}"
    fields = min(forms_of((await desk.open(one)).text), key=lambda form: form.action != one).fields
    assert fields["internal_text"] == ["Ask Ben & Bo.\nBack {return_day}.\n\nA"]
    usual = {"internal_subject": "", "internal_text": "", "external_silent": ""}
    await desk.send(await desk.open(one), one, **usual)
    assert await own_texts(world.session, made.id) is None


async def test_what_is_more_than_plain_text_stays_until_it_is_rewritten(
    world: World, sit: Sit, house: MailHouse
) -> None:
    row = await absence(world, house.anna, "2027-02-09", "2027-02-10")
    world.session.add(AbsenceReply(absence_id=row.id, internal_html="<p>Read <a href='https://a.example'>this</a></p>"))
    await world.session.commit()
    desk, one = await sit(house.anna), f"{AWAY}/{row.id}"
    await desk.send(await desk.open(one), one, notes="Sea")
    kept = await own_texts(world.session, row.id)
    assert kept is not None
    assert "<a href" in (kept.internal_html or "")
    await desk.send(await desk.open(one), one, internal_text="Read nothing")
    kept = await own_texts(world.session, row.id)
    assert kept is not None
    assert kept.internal_html == "<p>Read nothing</p>"
