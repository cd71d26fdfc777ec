"""What becomes of absences when people go, and what they announce (out-of-office sheet, sections 8 and 9)."""

from collections.abc import Iterator
from datetime import date
from typing import Any

import pytest
from sqlalchemy import delete, select
from sqlalchemy.ext.asyncio import AsyncSession

from locum.absences.events import AbsenceCreated, AbsenceDeleted, AbsenceUpdated
from locum.absences.models import Absence
from locum.db import events
from locum.memberships.models import Membership
from locum.users.models import User
from tests.factories.absences import days, office
from tests.factories.world import World

MAY, JUNE = (date(2050, 5, 1), date(2050, 5, 10)), (date(2050, 6, 1), date(2050, 6, 10))
IN_MAY, IN_JUNE = ("2050-05-01", "2050-05-10"), ("2050-06-01", "2050-06-10")


@pytest.fixture
def heard(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[Any]]:
    """Everything that absences announce during the test, and nothing else listens."""
    kinds = (AbsenceCreated, AbsenceUpdated, AbsenceDeleted)
    told: list[Any] = []

    async def listen(session: AsyncSession, event: events.Event) -> None:
        told.append(event)

    for kind in kinds:
        monkeypatch.setitem(events._listeners, kind, [])
    events.listens_to(*kinds)(listen)
    yield told


@pytest.mark.parametrize("who", ["absent", "cover"])
async def test_an_absence_goes_with_its_people(world: World, who: str) -> None:
    place = await office(world)
    anna, ben = await place.person(), await place.person()
    entry = await place.enter(anna, *IN_MAY, ben)
    kept = await place.enter(place.admin, *IN_MAY)
    await world.session.execute(delete(User).where(User.id == (anna if who == "absent" else ben).id))
    await world.session.commit()
    left = (await world.session.scalars(select(Absence.id).where(Absence.id.in_([entry["id"], kept["id"]])))).all()
    assert left == [kept["id"]]


async def test_who_covers_goes_on_covering_after_leaving(world: World) -> None:
    place = await office(world)
    anna, ben = await place.person(), await place.person()
    entry = await place.enter(anna, *IN_MAY, ben)
    await world.session.execute(delete(Membership).where(Membership.user_id == ben.id))
    await world.session.commit()
    assert (await place.api.get(place.path(anna))).json()["data"] == [entry]
    # Untouched covers are not asked again.
    assert (await place.patch(anna, entry["id"], {"notes": "x", **days(*IN_JUNE)})).status_code == 200


async def test_each_act_is_announced_once(world: World, heard: list[Any]) -> None:
    place = await office(world)
    anna, ben = await place.person(), await place.person()
    entry = (await place.enter(anna, *IN_MAY, ben))["id"]
    assert heard == [AbsenceCreated(entry, anna.id, ben.id, *MAY)]
    heard.clear()
    for body, cover, now, previous_cover, before in [
        ({"notes": "x"}, ben.id, MAY, ben.id, MAY),
        (days(*IN_JUNE), ben.id, JUNE, ben.id, MAY),
        ({"toUserId": None, **days(*IN_MAY)}, None, MAY, ben.id, JUNE),
        ({"reason": "sick"}, None, MAY, None, MAY),
    ]:
        assert (await place.patch(anna, entry, body)).status_code == 200
        assert heard == [AbsenceUpdated(entry, anna.id, cover, *now, previous_cover, *before)]
        heard.clear()
    assert (await place.api.delete(place.path(anna, entry))).status_code == 200
    assert heard == [AbsenceDeleted(entry, anna.id, None, *MAY)]


async def test_what_changes_nothing_is_not_announced(world: World, heard: list[Any]) -> None:
    place = await office(world)
    entry = await place.enter(place.admin, *IN_MAY, notes="x")
    heard.clear()
    for body in ({}, entry, days(*IN_MAY), {"notes": "x"}, {"reason": None}, {"toUserId": None}):
        assert (await place.patch(place.admin, entry["id"], body)).status_code == 200
    assert heard == []


async def test_what_is_refused_is_not_announced(world: World, heard: list[Any]) -> None:
    place = await office(world)
    anna, ben, stranger = await place.person(), await place.person(), await world.user()
    entry = (await place.enter(anna, *IN_MAY, ben))["id"]
    await place.enter(anna, *IN_JUNE)
    heard.clear()
    refused = [
        await place.post(anna, *IN_MAY),
        await place.post(anna, "2050-05-02", "2050-05-01"),
        await place.post(ben, *IN_MAY),
        await place.post(ben, *IN_MAY, anna),
        await place.post(ben, *IN_JUNE, ben),
        await place.post(ben, *IN_JUNE, stranger),
        await place.post(ben, "tomorrow", "later"),
        await place.patch(anna, entry, days(*IN_JUNE)),
        await place.patch(anna, entry, {"toUserId": stranger.id}),
        await place.patch(anna, entry, {"toUserId": 0}),
        await place.patch(anna, entry, {"start": "2050-05-01T00:00:00Z"}),
        await place.patch(ben, entry, {"notes": "x"}),
        await place.api.delete(place.path(ben, entry)),
    ]
    assert [answer.status_code for answer in refused] == [
        409,
        400,
        400,
        400,
        400,
        400,
        400,
        409,
        400,
        400,
        400,
        403,
        403,
    ]
    assert heard == []
