"""Who left only a phone number is told there, where there is a gateway (e-mails sheet, section 3)."""

from collections.abc import Callable, Sequence
from typing import Any
from urllib.parse import parse_qs

import pytest
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from locum.bookings.events import BookingCancelled, BookingCreated
from locum.db import jobs
from locum.db.jobs import Workshop
from locum.sms import outbox
from locum.sms.models import OutgoingSms
from locum.sms.port import NotSent
from tests.factories.world import World
from tests.mail.bookings import BOB, desk, said
from tests.mail.told import happen
from tests.support.receiver import Reply, receiver

BY_PHONE = {"email": "4930123456@sms.cal.com", "phone": "+4930123456"}


@pytest.fixture
def gateway(workshop: Workshop, monkeypatch: pytest.MonkeyPatch) -> Callable[[str], Workshop]:
    """A workshop whose messages go to an address."""

    def at(url: str) -> Workshop:
        settings = workshop.settings.model_copy(update={"sms_url": url, "sms_body": "To={to}&Body={text}"})
        tools = Workshop(workshop.database, settings)
        monkeypatch.setattr(jobs, "_workshop", [tools])
        return tools

    return at


async def written(session: AsyncSession) -> Sequence[OutgoingSms]:
    rows = await session.scalars(select(OutgoingSms).order_by(OutgoingSms.id))
    return rows.all()


async def test_who_gave_a_number_only_is_told_at_it(
    world: World, session: AsyncSession, gateway: Callable[[str], Workshop]
) -> None:
    booking = await (await desk(world)).book(BY_PHONE)
    async with receiver(Reply(200), Reply(200)) as phone:
        tools = gateway(phone.url)
        await happen(session, BookingCreated(**said(booking)))
        (message,) = await written(session)
        await outbox.deliver(tools, message.id)
        await outbox.deliver(tools, message.id)
    (heard,) = phone.heard
    fields = parse_qs(heard.body.decode())
    assert fields["To"] == ["+4930123456"]
    assert fields["Body"][0].split("\n") == [
        "Your meeting with Ada is confirmed.",
        "Intro between Ada and Bob",
        "Monday, September 5, 2050, 3:00 AM (Eastern Daylight Time)",
        "http://locum.test/booking/u1",
    ]
    await session.refresh(message)
    assert message.sent_at is not None and message.failed_at is None


@pytest.mark.parametrize(
    ("person", "values"),
    [
        ({"phone": "+4930123456"}, {}),
        (BY_PHONE, {"email_settings": {"disableEmailsToAttendees": True}}),
        ({**BY_PHONE, "phone": "12"}, {}),
    ],
    ids=["has an address", "switched off", "no number"],
)
async def test_nobody_else_is(
    world: World,
    session: AsyncSession,
    gateway: Callable[[str], Workshop],
    person: dict[str, Any],
    values: dict[str, Any],
) -> None:
    gateway("http://127.0.0.1:1")
    booking = await (await desk(world, **values)).book(person)
    await happen(session, BookingCreated(**said(booking)))
    assert await written(session) == []


@pytest.mark.usefixtures("workshop")
async def test_without_a_gateway_there_is_nothing_to_send(world: World, session: AsyncSession) -> None:
    booking = await (await desk(world)).book(BY_PHONE)
    await happen(session, BookingCreated(**said(booking)))
    assert await written(session) == []


async def test_what_is_not_taken_is_tried_again_and_given_up(
    world: World, session: AsyncSession, gateway: Callable[[str], Workshop], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(outbox, "MOST_ATTEMPTS", 2)
    booking = await (await desk(world)).book(BY_PHONE)
    async with receiver(Reply(500), Reply(503), Reply(200)) as phone:
        tools = gateway(phone.url)
        await happen(session, BookingCancelled(**said(booking)))
        (message,) = await written(session)
        with pytest.raises(NotSent):
            await outbox.deliver(tools, message.id)
        await outbox.deliver(tools, message.id)
        await outbox.deliver(tools, message.id)
    assert len(phone.heard) == 2
    await session.refresh(message)
    assert message.failed_at is not None and message.sent_at is None
    assert message.last_error == "the gateway answered 503"


async def test_a_number_gets_only_so_many_in_a_day(
    world: World, session: AsyncSession, gateway: Callable[[str], Workshop], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(outbox, "MOST_A_DAY", 1)
    gateway("http://127.0.0.1:1")
    at = await desk(world)
    for uid in ("u1", "u2"):
        booking = await at.book({**BOB, **BY_PHONE}, uid=uid)
        await happen(session, BookingCreated(**said(booking)))
    assert len(await written(session)) == 1
