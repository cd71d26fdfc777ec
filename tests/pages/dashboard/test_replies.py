"""Replies to mail in the dashboard: what holds now, how far a mail server was told, what became of messages."""

from datetime import timedelta
from typing import Any

import pytest

from locum.kit import clock
from locum.mail.models import MailMessage
from locum.pages.words import languages, words_in
from locum.responder.models import IncomingMessage
from locum.responder.reasons import Reason
from locum.targets.models import ForeignEdit, MailboxSync, MailTarget
from locum.users.models import User
from tests.factories.mailboxes import mail_house
from tests.factories.world import World
from tests.pages.browser import Reader, links_of, text_of
from tests.pages.dashboard.conftest import Sit
from tests.pages.dashboard.test_absences import absence

REPLIES = "/dashboard/away/replies"


async def message(world: World, user: User, **values: Any) -> IncomingMessage:
    """One that came in and was decided."""
    now = clock.now()
    usual: dict[str, Any] = {"sender": "ben@example.net", "recipient": user.email, "received_at": now}
    row = IncomingMessage(**{**usual, "digest": str(values).encode(), "decided_at": now, **values}, user_id=user.id)
    world.session.add(row)
    await world.session.commit()
    return row


async def test_a_mailbox_of_elsewhere_says_so(desk: Reader) -> None:
    page = await desk.open(REPLIES)
    assert "does not come through this server" in page.text
    assert REPLIES in links_of((await desk.open("/dashboard/away")).text)


async def test_what_holds_now_follows_from_the_absence(world: World, sit: Sit) -> None:
    house = await mail_house(world, time_zone="UTC")
    desk = await sit(house.anna)
    assert "Mail is not answered" in (await desk.open(REPLIES)).text
    today = clock.now().date()
    await absence(world, house.anna, f"{today - timedelta(days=1)}", f"{today + timedelta(days=1)}")
    page = text_of((await desk.open(REPLIES)).text)
    assert "Mail is answered" in page
    assert "Answered by Locum itself" in page


@pytest.mark.parametrize(
    ("state", "problem", "told"),
    [
        ("in_step", None, "knows the present state"),
        ("waiting", None, "is being told"),
        ("failing", "the password is wrong", "could not be told"),
    ],
)
async def test_the_mail_server_and_its_trouble(
    world: World, sit: Sit, state: str, problem: str | None, told: str
) -> None:
    house = await mail_house(world)
    target = MailTarget(domain_id=house.domain.id, backend="sieve", settings={})
    world.session.add(target)
    await world.session.flush()
    sync = MailboxSync(user_id=house.anna.id, target_id=target.id, address=house.anna.email, state=state)
    sync.due_at, sync.problem, sync.lost = clock.now(), problem, {"parts": ["external"]}
    edit = ForeignEdit(user_id=house.anna.id, backend="sieve", noticed_at=clock.now(), found={})
    world.session.add_all([sync, edit])
    await world.session.commit()
    page = text_of((await (await sit(house.anna)).open(REPLIES)).text)
    assert "the mail server (Sieve)" in page
    assert told in page
    assert (problem or "Problem") in page or problem is None
    assert "Somebody changed the replies at the mail server itself" in page


async def test_messages_tell_why_and_what_became_of_the_reply(world: World, sit: Sit) -> None:
    house = await mail_house(world)
    replies = [
        MailMessage(
            idempotency_key=f"reply{number}",
            kind="reply",
            sender="",
            recipient="ben@example.net",
            subject="Away",
            content=b"",
            created_at=clock.now(),
            sent_at=sent,
            failed_at=failed,
        )
        for number, (sent, failed) in enumerate([(clock.now(), None), (None, None), (None, clock.now())])
    ]
    world.session.add_all(replies)
    await world.session.flush()
    for reply in replies:
        await message(world, house.anna, reason="answered", reply_id=reply.id)
    await message(world, house.anna, sender="", reason="null_sender")
    await message(world, house.anna, decided_at=None, reason=None)
    page = text_of((await (await sit(house.anna)).open(REPLIES)).text)
    for told in ("reply sent", "reply is on its way", "the reply could not be sent", "it has no sender", "no sender"):
        assert told in page, told
    assert "not decided yet" in page


async def test_nobody_else_sees_them(world: World, sit: Sit) -> None:
    house = await mail_house(world)
    await message(world, house.anna, reason="not_away")
    admin = await sit(house.admin)
    assert "ben@example.net" not in (await admin.open(REPLIES)).text
    assert (await admin.open(f"/dashboard/people/{house.anna.id}/away/replies")).status_code in {400, 404}


async def test_messages_come_in_pages(world: World, sit: Sit) -> None:
    house = await mail_house(world)
    for number in range(51):
        await message(world, house.anna, sender=f"writer{number}@example.net", reason="not_away")
    desk = await sit(house.anna)
    assert (await desk.open(REPLIES)).text.count("writer") == 50
    assert (await desk.open(f"{REPLIES}?page=2")).text.count("writer0@") == 1


def test_every_reason_has_words_in_every_language() -> None:
    for language in languages():
        words = words_in(language)
        assert words is not None
        assert {f"replies.why.{reason}" for reason in Reason} <= set(words.entries)
