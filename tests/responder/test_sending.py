"""Replies on their way to the relay: the null sender, a day of attempts, and the word about what became of them."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from locum.db.jobs import Workshop
from locum.db.session import Database
from locum.kit import clock
from locum.mail.models import MailMessage
from locum.mail.sending import deliver
from locum.mail.transport import NotNow
from locum.responder import queries
from locum.settings import Settings
from locum.users.models import User
from tests.factories.mailboxes import MailHouse
from tests.factories.world import World
from tests.mail.conftest import with_server
from tests.mail.server import postbox
from tests.responder.conftest import Arrive, reply_to

_ANNA = select(User.id).where(User.email == "anna@acme.example.org")


def _tools(database: Database, settings: Settings, address: str) -> Workshop:
    named = settings.model_copy(update={"mail_from": "Locum <locum@relay.example>"})
    return Workshop(database, with_server(named, address))


async def _told(world: World, house: MailHouse) -> tuple[bool, bool, str | None]:
    """Whether the reply is sent, whether it is given up, and the last word of the server."""
    world.session.expire_all()
    (decision,) = await queries.decisions(world.session, (await world.session.scalars(_ANNA)).one(), take=2)
    return decision.sent_at is not None, decision.failed_at is not None, decision.error


async def test_a_reply_has_no_sender(
    world: World, house: MailHouse, arrive: Arrive, database: Database, settings: Settings
) -> None:
    reply = await reply_to(world, await arrive())
    async with postbox() as (box, address):
        await deliver(_tools(database, settings, address), reply.id)
    (taken,) = box.taken
    assert (taken.mail_from, taken.rcpt_tos) == ("<>", ["max@guest.example"])
    assert box.sessions[0].host_name == "relay.example"
    assert await _told(world, house) == (True, False, None)


async def test_a_final_no_is_told_and_the_sender_stays_answered(
    world: World, house: MailHouse, arrive: Arrive, database: Database, settings: Settings
) -> None:
    reply = await reply_to(world, await arrive())
    async with postbox(at_recipient=("550 5.1.1 no such mailbox",)) as (_, address):
        await deliver(_tools(database, settings, address), reply.id)
    sent, failed, error = await _told(world, house)
    assert (sent, failed) == (False, True)
    assert error is not None
    assert "no such mailbox" in error
    assert (await arrive()).reason == "already_answered"


async def test_a_busy_relay_is_asked_for_a_day(
    world: World, house: MailHouse, arrive: Arrive, database: Database, settings: Settings
) -> None:
    reply_id = (await reply_to(world, await arrive())).id
    async with postbox("451 busy", "451 busy") as (box, address):
        tools = _tools(database, settings, address)
        with pytest.raises(NotNow):
            await deliver(tools, reply_id)
        assert (await _told(world, house))[:2] == (False, False)
        with clock.frozen(clock.now() + timedelta(hours=23)), pytest.raises(NotNow):
            await deliver(tools, reply_id)
        with clock.frozen(clock.now() + timedelta(hours=25)):
            await deliver(tools, reply_id)
        sent, failed, error = await _told(world, house)
        assert (sent, failed, box.taken) == (False, True, [])
        assert error is not None
        assert "busy" in error


async def test_a_relay_that_knows_ascii_only_gets_ascii_only(
    world: World, house: MailHouse, arrive: Arrive, database: Database, settings: Settings
) -> None:
    reply = await reply_to(world, await arrive("mäx@gäst.example"))
    async with postbox() as (box, address):
        await deliver(_tools(database, settings, address), reply.id)
    assert (await _told(world, house))[1]
    other = await reply_to(world, await arrive("max@gäst.example"))
    async with postbox(enable_SMTPUTF8=True) as (box, address):
        tools = _tools(database, settings, address)
        await deliver(tools, other.id)
    assert [message.rcpt_tos for message in box.taken] == [["max@xn--gst-qla.example"]]
    kept = await world.session.get_one(MailMessage, other.id)
    assert kept.content.isascii()
