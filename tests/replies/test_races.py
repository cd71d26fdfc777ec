"""The mailbox's side and scheduling's at the same moment: nobody is refused, and one truth comes of it (R32)."""

import asyncio
from collections.abc import AsyncIterator
from typing import Any

import pytest
from sqlalchemy import select

from locum.absences.models import Absence
from locum.replies.models import ReplySettings
from locum.settings import Settings
from tests.conftest import migrated_database
from tests.factories.live import live_world
from tests.factories.mailboxes import MailHouse, mail_house

BOTH_END = ({"state": 0}, {"state": 1, "externalAudience": 2}, {"state": 2, "externalAudience": 1})


@pytest.fixture
async def house(cluster_url: str, worker_name: str, settings: Settings) -> AsyncIterator[MailHouse]:
    url = migrated_database(cluster_url, f"reply_races_{worker_name}")
    async with live_world(url, settings.model_copy(update={"oof_timezone": "UTC"})) as world:
        yield await mail_house(world)


def _days(first: int, last: int) -> dict[str, str]:
    return {"start": f"2050-05-{first:02}T00:00:00.000Z", "end": f"2050-05-{last:02}T00:00:00.000Z"}


def _window(first: int, after: int) -> dict[str, Any]:
    return {"state": 2, "startTime": f"2050-05-{first:02} 00:00:00", "endTime": f"2050-05-{after:02} 00:00:00"}


@pytest.mark.parametrize("round_", range(4))
async def test_both_sides_at_once(house: MailHouse, round_: int) -> None:
    mail, api, oof = await house.sign_in(), await house.world.api(house.anna), house.oof()
    entered = (await api.post("/v2/me/ooo", _days(1, 3))).json()["data"]["id"]
    for number in range(6):
        told = await mail.put(oof, _window(10, 13))
        assert told.status_code == 200
        (by_mail,) = [entry["id"] for entry in (await api.get("/v2/me/ooo")).json()["data"] if entry["id"] != entered]
        answers = await asyncio.gather(
            mail.put(oof, {**BOTH_END[number % 3], "internalReply": f"<p>{number}</p>"}),
            api.patch(f"/v2/me/ooo/{by_mail}", _days(11, 14 + number)),
            mail.put(oof, _window(12, 15)),
            api.patch(f"/v2/me/ooo/{entered}", {"notes": f"{number}"}),
        )
        # Whoever comes after the mail side took its absence back is told that it is not there.
        assert [answer.status_code for answer in answers if answer.status_code not in {200, 403}] == []
        state = (await mail.get(oof)).json()
        assert state["internalReply"] == f"<p>{number}</p>"
        await _check_one_truth(house)


async def _check_one_truth(house: MailHouse) -> None:
    """There is an absence that the mail side told of exactly while its mailbox says so."""
    session = house.world.session
    await session.rollback()
    rows = [*(await session.scalars(select(Absence).where(Absence.origin == "mail")))]
    said = (await session.scalars(select(ReplySettings))).one()
    assert len(rows) == (said.state == "scheduled" and said.ends_at is not None)
    await session.rollback()


@pytest.mark.parametrize("round_", range(4))
async def test_an_entry_goes_while_the_mailbox_is_set(house: MailHouse, round_: int) -> None:
    mail, api, oof = await house.sign_in(), await house.world.api(house.anna), house.oof()
    for _ in range(6):
        await mail.put(oof, _window(10, 13))
        (entry,) = (await api.get("/v2/me/ooo")).json()["data"]
        answers = await asyncio.gather(
            api.delete(f"/v2/me/ooo/{entry['id']}"),
            mail.put(oof, _window(12, 15)),
            mail.put(oof, {"state": 0}),
        )
        assert [answer.status_code for answer in answers if answer.status_code not in {200, 403}] == []
        await _check_one_truth(house)
        await mail.put(oof, {"state": 0})
