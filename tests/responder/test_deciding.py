"""Who is answered, when, with what: on the database."""

from datetime import UTC, date, datetime, timedelta
from email import message_from_bytes, policy
from typing import Any

import pytest
from sqlalchemy import func, select

from locum.absences.models import Absence
from locum.bookings.models import Booking, BookingAttendee
from locum.db.session import Database
from locum.kit import clock
from locum.mail.models import MailMessage
from locum.mailboxes.models import MailboxAlias
from locum.replies.models import ReplySettings
from locum.replies.state import Text
from locum.responder import deciding, intake
from locum.responder.clerk import Clerk
from locum.responder.intake import NoMailbox
from locum.responder.models import AnsweredSender, IncomingMessage
from locum.responder.reasons import Reason
from locum.settings import Settings
from tests.factories.mailboxes import MailHouse, mail_domain
from tests.factories.world import World
from tests.responder.client import letter
from tests.responder.conftest import Arrive, away, come_in, reply_to

NOW = datetime(2027, 5, 10, 12, tzinfo=UTC)


async def test_a_person_who_writes_is_answered(world: World, house: MailHouse, arrive: Arrive) -> None:
    message = await arrive(content=letter("x" * 150))
    assert message.reason == "answered"
    assert message.facts is None
    reply = await reply_to(world, message)
    assert (reply.sender, reply.recipient, reply.kind) == ("", "max@guest.example", "reply")
    told = message_from_bytes(reply.content, policy=policy.default)
    assert told["From"] == "Anna Apt <anna@acme.example.org>"
    assert told["To"] == "max@guest.example"
    assert told["Subject"] == "Away"
    assert told["In-Reply-To"] == f"<{'x' * 150}@guest.example>"
    assert told["Auto-Submitted"] == "auto-replied"
    body = told.get_body(("plain",))
    assert body is not None
    assert body.get_content().strip() == "Outside"


async def test_nobody_is_answered_twice_in_a_period(world: World, house: MailHouse, arrive: Arrive) -> None:
    assert (await arrive()).reason == "answered"
    assert (await arrive()).reason == "already_answered"
    assert (await arrive("MAX@Guest.Example")).reason == "already_answered"
    assert (await arrive("prvs=2768a1b2c3=max@guest.example")).reason == "already_answered"
    assert (await arrive("mia@guest.example")).reason == "answered"
    await away(world, house.anna, internal=Text("New", "<p>New</p>"), external=Text("New", "<p>New</p>"))
    assert (await arrive()).reason == "already_answered", "other words are no other absence"
    await away(world, house.anna, mode="off")
    assert (await arrive()).reason == "not_away"
    await away(world, house.anna)
    assert (await arrive()).reason == "answered", "another absence is"


@pytest.mark.parametrize(("days", "after", "answered"), [(7, 6, False), (7, 8, True), (1, 2, True), (0, 300, False)])
async def test_after_some_days_one_is_told_again(
    world: World, house: MailHouse, arrive: Arrive, days: int, after: int, answered: bool
) -> None:
    settings = await world.session.get_one(ReplySettings, house.anna.id)
    settings.repeat_after_days = days
    await world.session.commit()
    now = clock.now()
    assert (await arrive()).reason == "answered"
    with clock.frozen(now + timedelta(days=after)):
        assert (await arrive()).reason == ("answered" if answered else "already_answered")


async def test_the_same_delivery_again_is_the_same_message(
    world: World, house: MailHouse, database: Database, arrive: Arrive
) -> None:
    await arrive(content=letter(7))
    await come_in(database, "max@guest.example", "anna@acme.example.org", letter(7))
    assert await world.session.scalar(select(func.count()).select_from(IncomingMessage)) == 1
    await come_in(database, "mia@guest.example", "anna@acme.example.org", letter(7))
    assert await world.session.scalar(select(func.count()).select_from(IncomingMessage)) == 2


async def test_colleagues_and_strangers_are_told_different_things(
    world: World, house: MailHouse, arrive: Arrive
) -> None:
    await mail_domain(world, house.organization, "sister.example.org")
    await mail_domain(world, await world.organization(), "other.example.org")
    expected = {
        "ben@acme.example.org": b"Inside",
        "eve@sister.example.org": b"Inside",
        "kim@other.example.org": b"Outside",
        "max@guest.example": b"Outside",
        "SRS0=a=b=acme.example.org=boss@forger.example": b"Outside",
    }
    for sender, text in expected.items():
        assert text in (await reply_to(world, await arrive(sender))).content, sender


async def _attend(world: World, house: MailHouse, address: str) -> None:
    times = {"starts_at": NOW, "ends_at": NOW + timedelta(hours=1)}
    booking = Booking(user_id=house.anna.id, status="accepted", title="Talk", ics_uid="x", **times)
    booking.attendees = [BookingAttendee(email=address, name="Mia", time_zone="UTC")]
    world.session.add(booking)
    await world.session.commit()


@pytest.mark.parametrize(
    ("audience", "sender", "reason"),
    [
        ("none", "max@guest.example", "not_in_audience"),
        ("none", "ben@acme.example.org", "answered"),
        ("known", "max@guest.example", "not_in_audience"),
        ("known", "Mia@guest.example", "answered"),
        ("known", "SRS0=a=b=guest.example=mia@forger.example", "not_in_audience"),
        ("all", "max@guest.example", "answered"),
    ],
)
async def test_the_audience(
    world: World, house: MailHouse, arrive: Arrive, audience: Any, sender: str, reason: str
) -> None:
    await _attend(world, house, "MIA@guest.example")
    await away(world, house.anna, audience=audience)
    assert (await arrive(sender)).reason == reason


async def test_known_is_also_whom_the_owner_names(world: World, house: MailHouse, arrive: Arrive) -> None:
    await away(world, house.anna, audience="known")
    api, path = await world.api(house.anna), "/v2/me/ooo/known-senders"
    assert (await api.get(path)).json()["data"] == {"senders": []}
    told = await api.call("PUT", path, json={"senders": ["@Firm.example", "Kim@guest.example", "kim@guest.example"]})
    assert told.json()["data"] == {"senders": ["@firm.example", "kim@guest.example"]}
    found = [
        (await arrive(sender)).reason
        for sender in ("kim@guest.example", "max@guest.example", "any@firm.example", "any@a.firm.example")
    ]
    assert found == ["answered", "not_in_audience", "answered", "not_in_audience"]
    for bad in (["kim"], ["@"], ["@ a"], [5], "kim@guest.example", ["a@b.example"] * 1001):
        assert (await api.call("PUT", path, json={"senders": bad})).status_code == 400
    # What is said of the mailbox otherwise leaves it alone, and nobody else has it.
    await away(world, house.anna, audience="known")
    assert len((await api.get(path)).json()["data"]["senders"]) == 2
    assert (await (await world.api(house.admin)).get(path)).json()["data"] == {"senders": []}
    await api.call("PUT", path, json={"senders": []})
    assert (await arrive("any2@firm.example")).reason == "not_in_audience"


async def test_a_deliberately_empty_text_is_no_reply(world: World, house: MailHouse, arrive: Arrive) -> None:
    await away(world, house.anna, external=Text(None, "<p> </p><script>alert(1)</script>"))
    assert (await arrive()).reason == "no_text"
    message = await arrive("mia@guest.example", replies_internal_for_all=True)
    assert b"Inside" in (await reply_to(world, message)).content
    await away(world, house.anna, internal=Text(None, ""))
    assert (await arrive("ben@acme.example.org")).reason == "no_text"


async def test_aliases_tags_and_copies_lead_to_the_mailbox(
    world: World, house: MailHouse, database: Database, arrive: Arrive
) -> None:
    world.session.add(MailboxAlias(user_id=house.anna.id, address="a.apt@acme.example.org"))
    await world.session.commit()
    message = await arrive("a@guest.example", "A.Apt@acme.example.org")
    assert message.recipient == "a.apt@acme.example.org"
    assert b"From: Anna Apt <a.apt@acme.example.org>" in (await reply_to(world, message)).content
    for number, recipient in enumerate(
        ["anna+trips@acme.example.org", "anna=acme.example.org@oof.internal", "anna+x=acme.example.org@oof.internal"]
    ):
        message = await arrive(f"b{number}@guest.example", recipient, letter(f"c{number}"))
        assert (message.recipient, message.reason) == ("anna@acme.example.org", "answered")
    for recipient, is_copy in {
        "nobody@acme.example.org": False,
        "nobody=acme.example.org@oof.internal": True,
        "anna=acme.example.org@acme.example.org": False,
        "max@guest.example": False,
        "": False,
    }.items():
        assert await intake.destination(database, recipient) == NoMailbox(is_copy), recipient


async def test_an_absence_answers_until_it_ends_and_when_it_is_not_muted(
    world: World, house: MailHouse, arrive: Arrive
) -> None:
    await away(world, house.anna, mode="off")
    absence = Absence(user_id=house.anna.id, first_day=date(2027, 5, 10), last_day=date(2027, 5, 11), reason="sick")
    world.session.add(absence)
    await world.session.commit()
    with clock.frozen(NOW):
        message = await arrive()
        assert message.reason == "answered"
        reply = await reply_to(world, message)
        assert b"sick" not in reply.content.lower()
        assert reply.expires_at == NOW + timedelta(days=1)
    with clock.frozen(NOW + timedelta(days=1, hours=9)):
        reply = await reply_to(world, await arrive("mia@guest.example"))
        assert reply.expires_at == datetime(2027, 5, 12, tzinfo=UTC), "nobody is told of an absence that is over"
    with clock.frozen(NOW + timedelta(days=2)):
        assert (await arrive("ben@guest.example")).reason == "not_away"
    absence.replies_muted = True
    await world.session.commit()
    with clock.frozen(NOW):
        assert (await arrive("kim@guest.example")).reason == "not_away"


async def test_overlapping_absences_are_one_and_holidays_are_none(
    world: World, house: MailHouse, arrive: Arrive
) -> None:
    await away(world, house.anna, mode="off")
    for first, last, reason in ((10, 14, "vacation"), (13, 20, "travel"), (25, 25, "public_holiday")):
        days = {"first_day": date(2027, 5, first), "last_day": date(2027, 5, last)}
        world.session.add(Absence(user_id=house.anna.id, reason=reason, **days))
    await world.session.commit()
    for day, reason in {10: "answered", 13: "already_answered", 16: "already_answered", 25: "not_away"}.items():
        with clock.frozen(datetime(2027, 5, day, 12, tzinfo=UTC)):
            assert (await arrive()).reason == reason, day


async def test_another_window_is_another_period(world: World, house: MailHouse, arrive: Arrive) -> None:
    await away(world, house.anna, mode="off")
    absence = Absence(user_id=house.anna.id, first_day=date(2027, 5, 9), last_day=date(2027, 5, 12), reason="vacation")
    world.session.add(absence)
    await world.session.commit()
    with clock.frozen(NOW):
        assert (await arrive()).reason == "answered"
        absence.notes = "By the sea"
        await world.session.commit()
        assert (await arrive()).reason == "already_answered"
        absence.last_day = date(2027, 5, 13)
        await world.session.commit()
        assert (await arrive()).reason == "answered"


async def test_r6_what_holds_is_what_held_when_the_message_came(
    world: World, house: MailHouse, database: Database, settings: Settings
) -> None:
    await away(world, house.anna, mode="off")
    day = date(2027, 5, 10)
    world.session.add(Absence(user_id=house.anna.id, first_day=day, last_day=day, reason="vacation"))
    await world.session.commit()
    for minutes, sender in {-1: "before@guest.example", 1: "within@guest.example"}.items():
        with clock.frozen(datetime(2027, 5, 10, tzinfo=UTC) + timedelta(minutes=minutes)):
            await come_in(database, sender, house.anna.email, letter(minutes))
    with clock.frozen(datetime(2027, 5, 10, 23, tzinfo=UTC)):
        async with database.work() as session:
            assert len(await deciding.decide_some(session, settings)) == 2
    rows = await world.session.execute(select(IncomingMessage.sender, IncomingMessage.reason))
    assert {row[0]: row[1] for row in rows} == {
        "before@guest.example": "not_away",
        "within@guest.example": "answered",
    }


async def test_a_day_later_nobody_waits_for_an_answer(
    world: World, house: MailHouse, database: Database, settings: Settings
) -> None:
    await come_in(database, "max@guest.example", house.anna.email, letter())
    with clock.frozen(clock.now() + timedelta(hours=25)):
        async with database.work() as session:
            await deciding.decide_some(session, settings)
    assert (await world.session.scalars(select(IncomingMessage.reason))).one() == "too_late"


async def test_floods_end(world: World, house: MailHouse, arrive: Arrive) -> None:
    limits = {"replies_per_day": 4, "replies_per_domain": 2}
    reasons = [(await arrive(f"p{number}@a.example", **limits)).reason for number in range(3)]
    reasons += [(await arrive(f"p{number}@b{number}.example", **limits)).reason for number in range(3)]
    assert reasons == ["answered", "answered", "domain_limit", "answered", "answered", "mailbox_limit"]
    assert await world.session.scalar(select(func.count()).select_from(AnsweredSender)) == 4
    with clock.frozen(clock.now() + timedelta(hours=25)):
        assert (await arrive("p2@a.example", **limits)).reason == "answered", "who met a limit was not answered yet"


async def test_limits_hold_within_one_handful(
    world: World, house: MailHouse, database: Database, settings: Settings
) -> None:
    for number in range(6):
        await come_in(database, f"p{number % 3}@x{number % 3}.example", house.anna.email, letter(number))
    async with database.work() as session:
        await deciding.decide_some(session, settings.model_copy(update={"replies_per_day": 2}))
    reasons = (await world.session.scalars(select(IncomingMessage.reason).order_by(IncomingMessage.id))).all()
    assert reasons == ["answered", "answered", "mailbox_limit", "already_answered", "already_answered", "mailbox_limit"]


async def test_a_message_that_cannot_be_decided_keeps_no_other_waiting(
    world: World, house: MailHouse, database: Database, settings: Settings
) -> None:
    for number in range(3):
        await come_in(database, f"p{number}@guest.example", house.anna.email, letter(number))
    middle = (await world.session.scalars(select(IncomingMessage).where(IncomingMessage.sender.like("p1%")))).one()
    middle.facts = {"headers": "broken"}
    await world.session.commit()
    await Clerk(database, settings)._work_off()
    reasons = (await world.session.scalars(select(IncomingMessage.reason).order_by(IncomingMessage.id))).all()
    assert reasons == [Reason.ANSWERED, Reason.FAILED, Reason.ANSWERED]
    assert await world.session.scalar(select(func.count()).select_from(MailMessage)) == 2


async def test_a_person_who_is_gone_takes_everything_along(world: World, house: MailHouse, arrive: Arrive) -> None:
    await arrive()
    await world.session.delete(house.anna)
    await world.session.commit()
    for table in (IncomingMessage, AnsweredSender):
        assert await world.session.scalar(select(func.count()).select_from(table)) == 0
