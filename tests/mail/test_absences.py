"""From an absence entered over the API to the substitute's mailbox."""

from datetime import UTC, datetime
from typing import Any

import pytest
from sqlalchemy import select, text, update
from sqlalchemy.ext.asyncio import AsyncSession

from locum.absences.models import Absence
from locum.kit import clock
from locum.mail.absence_jobs import tell_substitute
from locum.mail.models import MailMessage
from locum.mail.reading import OpenedMessage, open_message
from locum.users.models import User
from tests.factories.absences import Office, days, office, to
from tests.factories.oauth import oauth_client
from tests.factories.world import World

MAY, JUNE = ("2050-05-02", "2050-05-06"), ("2050-06-01", "2050-06-01")
IN_MAY, IN_JUNE = "Mon, May 2 – Fri, May 6, 2050", "Wednesday, June 1, 2050"


pytestmark = pytest.mark.usefixtures("jobs_here")


async def run_jobs(session: AsyncSession) -> None:
    """Do what waits to be told to substitutes, twice over, as after a crash."""
    rows = await session.scalars(
        text("SELECT args FROM procrastinate_jobs WHERE task_name = 'mail.tell_substitute' ORDER BY id")
    )
    waiting: list[dict[str, Any]] = [*rows]
    for arguments in waiting * 2:
        await tell_substitute(**arguments)


async def told(session: AsyncSession) -> list[tuple[str, str, str]]:
    """Recipient, kind and subject of everything written, in order."""
    rows = await session.scalars(select(MailMessage).order_by(MailMessage.id))
    return [(row.recipient, row.kind, row.subject) for row in rows]


async def opened(session: AsyncSession) -> OpenedMessage:
    """The newest message."""
    row = (await session.scalars(select(MailMessage).order_by(MailMessage.id.desc()).limit(1))).one()
    return open_message(row.content)


async def people(place: Office) -> tuple[User, User, User]:
    """Anna who is away, Ben and Cem who may stand in."""
    return (
        await place.person(name="Anna", email="anna@house.example"),
        await place.person(name="Ben", email="ben@house.example"),
        await place.person(name="Cem", email="cem@house.example"),
    )


async def test_a_substitute_hears_of_everything_that_concerns_him(world: World, session: AsyncSession) -> None:
    place = await office(world)
    anna, ben, cem = await people(place)
    absence = await place.enter(anna, *MAY, ben)
    for body in (days(*JUNE), {"notes": "Sea"}, to(cem), {"toUserId": None}, to(ben)):
        assert (await place.patch(anna, absence["id"], body)).status_code == 200
    assert (await place.api.delete(place.path(anna, absence["id"]))).status_code == 200
    await run_jobs(session)
    assert await told(session) == [
        ("ben@house.example", "absence.added", f"You stand in for Anna: {IN_MAY}"),
        ("ben@house.example", "absence.changed", f"New dates: you stand in for Anna, {IN_JUNE}"),
        ("ben@house.example", "absence.cancelled", f"You no longer stand in for Anna: {IN_JUNE}"),
        ("cem@house.example", "absence.added", f"You stand in for Anna: {IN_JUNE}"),
        ("cem@house.example", "absence.cancelled", f"You no longer stand in for Anna: {IN_JUNE}"),
        ("ben@house.example", "absence.added", f"You stand in for Anna: {IN_JUNE}"),
        ("ben@house.example", "absence.cancelled", f"You no longer stand in for Anna: {IN_JUNE}"),
    ]


async def test_old_dates_are_told_beside_the_new(world: World, session: AsyncSession) -> None:
    place = await office(world)
    anna, ben, _ = await people(place)
    absence = await place.enter(anna, *MAY, ben)
    await place.patch(anna, absence["id"], days(*JUNE))
    await run_jobs(session)
    assert f"Dates: {IN_JUNE}\nBefore: {IN_MAY}\n" in (await opened(session)).text


async def test_without_a_substitute_nobody_is_written_to(world: World, session: AsyncSession) -> None:
    place = await office(world)
    anna, _, _ = await people(place)
    await place.enter(anna, *MAY)
    await run_jobs(session)
    assert await told(session) == []


@pytest.mark.parametrize("is_public", [True, False])
async def test_the_reason_stays_and_the_note_goes_only_if_public(
    world: World, session: AsyncSession, is_public: bool
) -> None:
    place = await office(world)
    anna, ben, _ = await people(place)
    absence = await place.enter(anna, *MAY, ben, notes="At the clinic", reason="sick")
    await session.execute(update(Absence).where(Absence.id == absence["id"]).values(show_note_publicly=is_public))
    await session.commit()
    await run_jobs(session)
    message = await opened(session)
    for words in (message.text, message.html, str(message.headers)):
        assert "sick" not in words.lower()
    assert ("At the clinic" in message.text) is is_public


async def test_a_substitute_reads_his_language(world: World, session: AsyncSession) -> None:
    place = await office(world)
    anna, _, _ = await people(place)
    dora = await place.person(email="dora@house.example", locale="ar", time_zone="Asia/Riyadh")
    await place.enter(anna, *MAY, dora)
    await run_jobs(session)
    message = await opened(session)
    assert 'lang="ar" dir="rtl"' in message.html
    assert dict(message.headers)["Content-Language"] == "ar"


async def test_messages_belong_to_the_absent_persons_organization(world: World, session: AsyncSession) -> None:
    place = await office(world)
    anna, ben, _ = await people(place)
    absence = await place.enter(anna, *MAY, ben)
    await run_jobs(session)
    row = (await session.scalars(select(MailMessage))).one()
    assert (row.organization_id, row.absence_id) == (place.organization.id, absence["id"])


async def test_who_has_left_is_not_written_to(world: World, session: AsyncSession) -> None:
    place = await office(world)
    anna, ben, _ = await people(place)
    await place.enter(anna, *MAY, ben)
    await session.delete(await session.get(User, ben.id))
    await session.commit()
    await run_jobs(session)
    assert await told(session) == []


async def test_nothing_is_told_of_what_was_refused(world: World, session: AsyncSession) -> None:
    place = await office(world)
    anna, ben, _ = await people(place)
    await place.enter(anna, *MAY, ben)
    assert (await place.post(anna, *MAY, ben)).status_code == 409
    await run_jobs(session)
    assert len(await told(session)) == 1


async def test_a_platform_writes_to_its_people_itself_unless_its_client_says_otherwise(
    world: World, session: AsyncSession
) -> None:
    place = await office(world)
    anna, ben, _ = await people(place)
    client = await oauth_client(world)
    anna.platform_client_id = ben.platform_client_id = client.id
    await session.commit()
    await place.enter(anna, *MAY, ben)
    await run_jobs(session)
    assert await told(session) == []
    client.are_emails_enabled = True
    await session.commit()
    await place.enter(anna, *JUNE, ben)
    await run_jobs(session)
    assert {recipient for recipient, _, _ in await told(session)} == {"ben@house.example"}


async def test_of_what_recurs_a_substitute_hears_once(world: World, session: AsyncSession) -> None:
    place = await office(world)
    anna, ben, cem = await people(place)
    body = {**days("2050-05-06", "2050-05-06"), "rule": "FREQ=WEEKLY;BYDAY=FR", **to(ben)}
    with clock.frozen(datetime(2050, 5, 1, tzinfo=UTC)):
        series = (await place.api.post(f"{place.path(anna)}/recurring", body)).json()["data"]
        path = f"{place.path(anna)}/recurring/{series['id']}"
        await place.api.patch(path, {"notes": "Gym"})
        await place.api.patch(path, to(cem))
    with clock.frozen(datetime(2050, 5, 6, 12, tzinfo=UTC)):
        assert (await place.api.delete(path)).status_code == 200
    await run_jobs(session)
    assert [(who, kind) for who, kind, _ in await told(session)] == [
        (ben.email, "absence.added"),
        (ben.email, "absence.cancelled"),
        (cem.email, "absence.added"),
        (cem.email, "absence.cancelled"),
    ]
    first = (await session.scalars(select(MailMessage).order_by(MailMessage.id).limit(1))).one()
    assert "Friday, May 6, 2050" in open_message(first.content).text
    assert "This recurs" in open_message(first.content).text
    assert "Gym" not in open_message(first.content).text
