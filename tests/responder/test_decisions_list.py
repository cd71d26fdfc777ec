"""Everybody sees what was decided about his own mail, and nobody else does."""

import pytest

from locum.db.session import Database
from locum.kit import clock
from locum.responder.counting import count
from locum.responder.reasons import RULES, Reason
from locum.targets.models import MailTarget
from tests.factories.mailboxes import MailHouse
from tests.factories.world import World
from tests.responder.client import letter
from tests.responder.conftest import Arrive, come_in, reply_to

PATH = "/v2/me/ooo/replies"


async def test_the_owner_sees_each_message_with_its_reason(
    world: World, house: MailHouse, database: Database, arrive: Arrive
) -> None:
    first = await arrive()
    await arrive("noreply@guest.example")
    await come_in(database, "", house.anna.email, letter(9))
    waiting, machine, answered = (await (await world.api(house.anna)).get(PATH)).json()["data"]
    assert (waiting["sender"], waiting["reason"], waiting["decidedAt"], waiting["answered"]) == ("", None, None, False)
    assert (machine["reason"], machine["rule"], machine["reply"]) == ("machine_sender", "N6", None)
    assert (answered["id"], answered["answered"], answered["reason"]) == (first.id, True, "answered")
    assert answered["recipient"] == house.anna.email
    assert answered["reply"] == {"state": "waiting", "at": None, "error": None}
    assert list(answered) == [
        *("id", "sender", "recipient", "receivedAt", "decidedAt", "answered", "reason", "rule", "reply")
    ]


@pytest.mark.parametrize("state", ["sent", "failed"])
async def test_what_became_of_the_reply(world: World, house: MailHouse, arrive: Arrive, state: str) -> None:
    reply = await reply_to(world, await arrive())
    setattr(reply, f"{state}_at", clock.now())
    reply.last_error = None if state == "sent" else "550 no such mailbox"
    await world.session.commit()
    shown = (await (await world.api(house.anna)).get(PATH)).json()["data"][0]
    assert (shown["reply"]["state"], shown["reply"]["error"]) == (state, reply.last_error)
    assert shown["reply"]["at"]


async def test_a_reply_that_is_forgotten_leaves_the_decision(world: World, house: MailHouse, arrive: Arrive) -> None:
    message = await arrive()
    await world.session.delete(await reply_to(world, message))
    await world.session.commit()
    shown = (await (await world.api(house.anna)).get(PATH)).json()["data"][0]
    assert (shown["answered"], shown["reply"]) == (True, None)


async def test_nobody_else_sees_it(world: World, house: MailHouse, arrive: Arrive) -> None:
    await arrive()
    assert (await (await world.api(house.admin)).get(PATH)).json()["data"] == []
    assert (await (await world.api(None)).get(PATH)).status_code == 401


async def test_pages(world: World, house: MailHouse, arrive: Arrive) -> None:
    ids = [(await arrive(f"p{number}@guest.example")).id for number in range(3)]
    api = await world.api(house.anna)
    assert [one["id"] for one in (await api.get(f"{PATH}?take=2")).json()["data"]] == ids[:0:-1]
    assert [one["id"] for one in (await api.get(f"{PATH}?take=2&skip=2")).json()["data"]] == ids[:1]


async def test_who_is_answered_for_by_another_server_is_left_to_it(
    world: World, house: MailHouse, arrive: Arrive
) -> None:
    world.session.add(MailTarget(domain_id=house.domain.id, backend="gromox", settings={}))
    await world.session.commit()
    assert (await arrive()).reason == "other_backend"
    world.session.add(MailTarget(user_id=house.anna.id, backend="embedded", settings={}))
    await world.session.commit()
    assert (await arrive()).reason == "answered"


async def test_decisions_are_counted(world: World) -> None:
    def counted() -> float:
        (line,) = (line for line in body.splitlines() if line.startswith('locum_mail_decisions_total{reason="spam"'))
        return float(line.rpartition(" ")[2])

    count([Reason.SPAM])
    body = (await world.client.get("/metrics")).text
    before = counted()
    count([Reason.SPAM, Reason.ANSWERED])
    body = (await world.client.get("/metrics")).text
    assert counted() == before + 1
    assert 'reason="spam",rule="N10"' in body


def test_every_rule_of_the_sheet_has_a_word() -> None:
    assert set(RULES.values()) == {f"N{number}" for number in range(1, 16)}
