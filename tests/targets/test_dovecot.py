"""A real Dovecot answers what Locum told it: scripts over ManageSieve, mail by LMTP, replies in a sink."""

import asyncio
from collections.abc import AsyncIterator
from dataclasses import dataclass
from datetime import timedelta
from email import message_from_bytes, policy
from email.message import EmailMessage
from typing import Any

import pytest

from locum.db.jobs import Workshop
from locum.kit import clock
from locum.replies.setting import Told, say
from locum.replies.state import Text
from locum.targets.backends.port import Mailbox, TargetFailure
from locum.targets.backends.sieve import Sieve, SieveSettings
from locum.targets.holding import Holding
from locum.users.models import User
from tests.factories.targets import NOW, Post, post
from tests.factories.world import World
from tests.mail.server import Postbox, postbox
from tests.support.dovecot import MASTER, MASTER_PASSWORD, PASSWORD, TRUSTED, Dovecot, dovecot
from tests.support.waiting import eventually

ANNA = "anna@acme.example.org"
INSIDE, OUTSIDE = "ben@acme.example.org", "visitor@elsewhere.example"
INTERNAL = Text('Weg: "Kreta" \\o/', "<p>intern: Grüße</p>\n<p>.</p>\n<p>.dot</p>")
EXTERNAL = Text("Away", '<p>external <a href="https://a.example/x?y=1&amp;z=2">book</a></p>')


@dataclass(slots=True)
class Office:
    """The server, and what it answered."""

    server: Dovecot
    box: Postbox

    def backend(self, **settings: Any) -> Sieve:
        told = {"host": "localhost", "port": self.server.sieve, "certificate": TRUSTED, **settings}
        mailbox = Mailbox(1, ANNA, ("a.apt@acme.example.org",), ("acme.example.org",))
        password = MASTER_PASSWORD if told.get("master") else PASSWORD
        return Sieve(SieveSettings.model_validate(told), mailbox, password, allow_private=True)

    async def receive(self, sender: str, number: int = 1, to: str = ANNA) -> None:
        await self.server.deliver(
            sender, ANNA, f"From: {sender}\r\nTo: {to}\r\nSubject: Hello\r\nMessage-ID: <{number}@x>\r\n\r\nHi\r\n"
        )

    def replies(self) -> list[EmailMessage]:
        return [message_from_bytes(one, policy=policy.default) for one in self.box.contents]

    async def answered(self, count: int) -> list[EmailMessage]:
        """The replies, as soon as there are so many, and no more a moment later."""
        await eventually(lambda: len(self.box.taken) >= count)
        await asyncio.sleep(0.3)
        assert len(self.box.taken) == count, self.server.log
        return self.replies()


@pytest.fixture
async def office() -> AsyncIterator[Office]:
    async with postbox(enable_SMTPUTF8=True) as (box, address), dovecot(_sink(address), ANNA) as server:
        yield Office(server, box)


def _sink(address: str) -> str:
    return address.replace("localhost", "127.0.0.1")


def _on(**values: Any) -> Holding:
    return Holding(
        **{"mode": "on", "audience": "all", "internal": INTERNAL, "external": EXTERNAL, "key": "k", **values}
    )


async def test_dovecot_answers_inside_and_outside_each_with_its_text(office: Office) -> None:
    backend = office.backend()
    await backend.write(_on())
    found = await backend.read()
    assert found.held == _on(key=None)
    await office.receive(INSIDE, 1)
    await office.receive(OUTSIDE, 2)
    await office.receive(OUTSIDE, 3)
    await office.receive("third@elsewhere.example", 4, to="undisclosed@elsewhere.example")
    inner, outer = await office.answered(2)
    assert office.box.taken[0].mail_from == "<>"
    assert office.box.taken[0].rcpt_tos == [INSIDE]
    assert inner["Subject"] == INTERNAL.subject
    body = inner.get_body(("html",))
    assert body is not None
    assert body.get_content().replace("\r\n", "\n").strip() == INTERNAL.html
    plain = outer.get_body(("plain",))
    assert plain is not None
    assert plain.get_content().strip() == "external book (https://a.example/x?y=1&z=2)"
    assert "=?" not in str(inner["Subject"])


async def test_the_period_is_the_servers_business(office: Office) -> None:
    backend = office.backend()
    now = clock.now().replace(microsecond=0)
    hour = timedelta(hours=1)
    await backend.write(_on(mode="scheduled", start=now + hour, end=now + 2 * hour))
    await office.receive(OUTSIDE, 1)
    await backend.write(_on(mode="scheduled", start=now - 2 * hour, end=now - hour))
    await office.receive(OUTSIDE, 2)
    await office.answered(0)
    await backend.write(_on(mode="scheduled", start=now - hour, end=now + hour))
    await office.receive(OUTSIDE, 3)
    await office.answered(1)


async def test_nobody_outside_when_nobody_outside_is_to_be_answered(office: Office) -> None:
    await office.backend().write(_on(audience="none"))
    await office.receive(OUTSIDE, 1)
    await office.receive(INSIDE, 2)
    (only,) = await office.answered(1)
    assert only["Subject"] == INTERNAL.subject


async def test_new_words_answer_nobody_again_and_a_new_period_does(office: Office) -> None:
    backend = office.backend()
    await backend.write(_on())
    await office.receive(OUTSIDE, 1)
    await office.answered(1)
    await backend.write(_on(external=Text("Other", "<p>other</p>")))
    await office.receive(OUTSIDE, 2)
    await office.answered(1)
    await backend.write(_on(key="another"))
    await office.receive(OUTSIDE, 3)
    await office.answered(2)


async def test_an_owners_script_runs_on_and_comes_back(office: Office) -> None:
    backend = office.backend()
    async with backend._connected() as client:
        await client.put("mine", 'require "fileinto"; require "mailbox"; fileinto :create "Sorted";\r\n')
        await client.activate("mine")
    await backend.write(_on())
    await office.receive(OUTSIDE, 1)
    await office.answered(1)
    sorted_mail = office.server.home(ANNA) / "mail" / ".Sorted" / "new"
    assert len(list(sorted_mail.iterdir())) == 1
    # Saved anew, it takes the place of ours; the next look puts that right without a word about replies.
    async with backend._connected() as client:
        await client.activate("mine")
    assert (await backend.read()).held == _on(key=None)
    async with backend._connected() as client:
        assert (await client.scripts())[1] == "locum-oof"
    await backend.write(Holding())
    async with backend._connected() as client:
        assert await client.scripts() == (frozenset({"mine"}), "mine")


async def test_an_owners_script_that_answers_itself_is_not_touched(office: Office) -> None:
    backend = office.backend()
    theirs = '# vacation\r\nrequire "vacation";\r\nvacation "I am away";\r\n'
    async with backend._connected() as client:
        await client.put("mine", theirs)
        await client.activate("mine")
    with pytest.raises(TargetFailure, match="'mine' answers mail itself"):
        await backend.write(_on())
    async with backend._connected() as client:
        assert await client.scripts() == (frozenset({"mine"}), "mine")
        assert await client.script("mine") == theirs


async def test_a_script_changed_by_hand_is_left_alone(office: Office) -> None:
    backend = office.backend()
    await backend.write(_on())
    async with backend._connected() as client:
        await client.put("locum-oof", (await client.script("locum-oof")).replace(":days 7", ":days 3"))
    with pytest.raises(TargetFailure, match="somebody changed the script"):
        await backend.read()
    with pytest.raises(TargetFailure, match="somebody changed the script"):
        await backend.write(_on(key="new"))


async def test_a_master_user_signs_in_for_others(office: Office) -> None:
    backend = office.backend(master=MASTER)
    await backend.write(_on())
    assert (await office.backend().read()).held.mode == "on"


@pytest.mark.parametrize(
    ("settings", "reason"),
    [
        ({"username": "nobody@acme.example.org"}, "the server refuses: Authentication failed"),
        ({"certificate": None}, "the server refuses: .*certificate verify failed"),
        ({"port": 1}, "the server does not answer"),
        ({"tls": "tls"}, "the server refuses|does not answer"),
    ],
)
async def test_what_goes_wrong_is_said(office: Office, settings: dict[str, Any], reason: str) -> None:
    with pytest.raises(TargetFailure, match=reason):
        await office.backend(**settings).read()


async def test_from_an_absence_to_the_reply_and_back(world: World, tools: Workshop, office: Office) -> None:
    here: Post = await post(world, tools)
    await here.target(
        "sieve",
        here.house.domain,
        MASTER_PASSWORD,
        host="localhost",
        port=office.server.sieve,
        certificate=TRUSTED,
        master=MASTER,
    )
    api = await world.api(here.anna)
    today = clock.now().date()
    body = {"start": f"{today - timedelta(days=1)}T00:00:00Z", "end": f"{today + timedelta(days=1)}T00:00:00Z"}
    entry = (await api.post("/v2/me/ooo", body)).json()["data"]
    await here.run()
    assert (await here.sync()).state == "in_step", (await here.sync()).problem
    await office.receive(OUTSIDE, 1)
    (reply,) = await office.answered(1)
    assert reply["Subject"] == "Out of office: Anna Apt"
    # Switched off with a mail program: that is heard, and nothing is deleted.
    async with office.backend()._connected() as client:
        await client.activate("")
    await here.look()
    assert not (await here.state(clock.now())).state.is_answering(clock.now())
    assert (await api.get("/v2/me/ooo")).json()["data"][0]["id"] == entry["id"]
    user = await world.session.get_one(User, here.anna.id)
    await say(world.session, user, Told(mode="on", audience="all", external=Text(None, "<p>e</p>")))
    await world.session.commit()
    await here.run()
    await office.receive(OUTSIDE, 2)
    await office.answered(2)


async def test_without_dates_locum_switches_at_the_right_moment(world: World, tools: Workshop) -> None:
    async with (
        postbox(enable_SMTPUTF8=True) as (box, address),
        dovecot(_sink(address), ANNA, extensions="-date -relational") as server,
    ):
        here, office = await post(world, tools), Office(server, box)
        settings: dict[str, Any] = {"host": "localhost", "port": server.sieve, "certificate": TRUSTED}
        start, end = NOW + timedelta(hours=12), NOW + timedelta(hours=36)
        with clock.frozen(NOW):
            await here.target("sieve", secret=PASSWORD, **settings)
            api = await world.api(here.anna)
            await api.post("/v2/me/ooo", {"start": "2027-05-02T00:00:00Z", "end": "2027-05-02T00:00:00Z"})
            await here.run()
            sync = await here.sync()
            assert (sync.state, sync.lost) == ("in_step", {"parts": ["period"]}), sync.problem
        await office.receive(OUTSIDE, 1)
        await office.answered(0)
        for at, mode in ((start - timedelta(minutes=5), "off"), (start, "on"), (end, "off")):
            with clock.frozen(at):
                sync = await here.look()
                assert (await office.backend().read()).held.mode == mode
                assert sync.due_at == start or at >= start
            if mode == "on":
                await office.receive(OUTSIDE, 2)
                await office.answered(1)
        assert (await here.state(end)).said.mode is None
