"""Many absences at once: all or nothing, and the same again changes nothing."""

from typing import Any

import pytest
from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncEngine

from locum.absences.announcing import tell_of_all
from locum.absences.bulk.rows import read_entries
from locum.absences.bulk.service import enter_all
from locum.absences.models import Absence
from locum.db.session import Database
from locum.webhooks.models import WebhookEvent
from tests.factories.absences import Office, office, refusal
from tests.factories.webhooks import webhook
from tests.factories.world import World
from tests.http.test_statements import counted


def _path(here: Office) -> str:
    return f"/v2/organizations/{here.organization.id}/ooo/bulk"


async def _send(here: Office, *entries: dict[str, Any], dry: bool = False) -> dict[str, Any]:
    answer = await here.api.post(_path(here), {"entries": list(entries), "dryRun": dry})
    assert answer.status_code == 200, answer.text
    data: dict[str, Any] = answer.json()["data"]
    return data


async def _refused(here: Office, *entries: dict[str, Any]) -> list[str]:
    answer = await here.api.post(_path(here), {"entries": list(entries)})
    assert answer.status_code == 400, answer.text
    assert answer.json()["error"]["message"].startswith("Nothing was entered. line ")
    return [text for one in answer.json()["error"]["details"]["errors"] for text in one["constraints"].values()]


async def _stored(world: World) -> int:
    return await world.session.scalar(select(func.count()).select_from(Absence)) or 0


def entry(email: str, first: int = 1, last: int = 3, **more: Any) -> dict[str, Any]:
    """Days of May 2050."""
    return {"email": email, "start": f"2050-05-{first:02}", "end": f"2050-05-{last:02}", **more}


def _numbers(data: dict[str, Any]) -> tuple[int, int, int, int]:
    return data["created"], data["updated"], data["unchanged"], data["kept"]


async def test_again_and_again(world: World) -> None:
    here = await office(world)
    anna, ben = await here.person(time_zone="Europe/Berlin"), await here.person()
    hook = [await webhook(world, "OOO_CREATED", team_id=here.organization.id)]
    assert hook
    rows = [entry(anna.email, reason="vacation", substitute=ben.email), entry(anna.email, 9, 9, startTime="13:00")]
    dry = await _send(here, *rows, dry=True)
    assert (_numbers(dry), dry["dryRun"], await _stored(world)) == ((2, 0, 0, 0), True, 0)
    first = await _send(here, *rows)
    assert _numbers(first) == (2, 0, 0, 0)
    again = await _send(here, *rows)
    assert (_numbers(again), await _stored(world)) == ((0, 0, 2, 0), 2)
    assert [one["oooId"] for one in again["entries"]] == [one["oooId"] for one in first["entries"]]
    changed = await _send(here, {**rows[0], "notes": "Crete"}, rows[1])
    assert _numbers(changed) == (0, 1, 1, 0)
    listed = (await here.api.get(f"{here.path(anna)}?includePartial=true")).json()["data"]
    assert [(one["notes"], one["toUserId"], one["reason"]) for one in listed] == [
        ("Crete", ben.id, "vacation"),
        (None, None, "unspecified"),
    ]
    assert listed[1]["exactStart"] == "2050-05-09T11:00:00.000Z"


async def _told(world: World) -> list[str]:
    return [*await world.session.scalars(select(WebhookEvent.trigger).order_by(WebhookEvent.id))]


async def test_whoever_listens_is_told_afterwards_and_once(world: World, database: Database) -> None:
    here = await office(world)
    anna, ben = await here.person(), await here.person()
    await webhook(world, "OOO_CREATED", "OOO_UPDATED", "OOO_DELETED", team_id=here.organization.id)
    rows = [entry(anna.email), entry(ben.email)]
    entered = [one["oooId"] for one in (await _send(here, *rows))["entries"]]
    assert await _told(world) == []
    # What becomes of one of them meanwhile is told after it, and not before.
    assert (await here.api.delete(here.path(ben, entered[1]))).status_code == 200
    assert await _told(world) == ["OOO_CREATED", "OOO_DELETED"]
    for _ in range(2):
        await tell_of_all(database, entered)
    assert await _told(world) == ["OOO_CREATED", "OOO_DELETED", "OOO_CREATED"]
    await _send(here, {**rows[0], "notes": "Crete"})
    await tell_of_all(database, entered)
    assert await _told(world) == ["OOO_CREATED", "OOO_DELETED", "OOO_CREATED", "OOO_CREATED", "OOO_UPDATED"]


async def test_what_somebody_entered_himself_stands(world: World) -> None:
    here = await office(world)
    anna = await here.person()
    own = await here.enter(anna, "2050-05-01", "2050-05-03", notes="Mine")
    data = await _send(here, entry(anna.email, notes="Theirs"))
    assert data["entries"] == [{"line": 1, "action": "kept", "oooId": own["id"]}]
    assert (await here.api.get(here.path(anna))).json()["data"][0]["notes"] == "Mine"


async def test_one_fault_and_nothing_is_entered(world: World) -> None:
    here = await office(world)
    anna, ben = await here.person(), await here.person()
    stranger = await world.member(await world.organization())
    told = await _refused(
        here,
        entry(anna.email),
        entry(stranger.email),
        entry(anna.email, 5, 4),
        entry(anna.email, 6, 6, substitute=stranger.email),
        entry(anna.email, 7, 7, substitute=anna.email),
        entry(ben.email, 8, 8, startTime="13:00", endTime="12:00"),
        entry(anna.email),
        entry(ben.email, 8, 8, reason="ill"),
    )
    assert told == [
        "line 2: email must be the address of somebody in this organization",
        "line 3: end must not be before start",
        "line 4: substitute must be the address of somebody in this organization",
        "line 5: substitute must be somebody else",
        "line 6: end_time must be after start_time",
        "line 7: start and end say the same time as line 1; leave one of them out",
        "line 8: reason must be one of unspecified, vacation, travel, sick, public_holiday, or empty",
    ]
    assert await _stored(world) == 0


async def test_substitutes_do_not_go_round(world: World) -> None:
    here = await office(world)
    anna, ben, carl = await here.person(), await here.person(), await here.person()
    await here.enter(carl, "2050-05-02", "2050-05-02", anna)
    chain = [entry(anna.email, substitute=ben.email), entry(ben.email, substitute=carl.email)]
    told = await _refused(here, *chain)
    assert [text.split(" must ")[0] for text in told] == ["line 1: substitute", "line 2: substitute"]
    (alone,) = await _refused(here, entry(anna.email))
    assert alone == "line 1: substitute must be named, for the person stands in for somebody on these days"
    assert _numbers(await _send(here, *(row | {"start": "2050-05-03"} for row in chain))) == (2, 0, 0, 0)


async def test_invited_people_do_not_stand_in(world: World) -> None:
    here = await office(world)
    anna, guest = await here.person(), await world.user()
    await world.join(guest, here.organization, accepted=False)
    (told,) = await _refused(here, entry(anna.email, substitute=guest.email))
    assert "must have accepted" in told


CSV = "email,start,end,notes\n{email},2050-05-01,2050-05-03,Crete\n"


async def test_files(world: World) -> None:
    here = await office(world)
    anna = await here.person()
    content = CSV.format(email=anna.email)
    path = f"{_path(here)}/csv"
    dry = await here.api.post(f"{path}?dryRun=true", content=content, headers={"content-type": "text/csv"})
    assert _numbers(dry.json()["data"]) == (1, 0, 0, 0)
    sent = await here.api.post(path, files={"file": ("absences.csv", content.encode(), "text/csv")})
    assert _numbers(sent.json()["data"]) == (1, 0, 0, 0)
    again = await here.api.post(path, content=content, headers={"content-type": "text/csv"})
    assert _numbers(again.json()["data"]) == (0, 0, 1, 0)
    faulty = await here.api.post(path, content=content + "x\n", headers={"content-type": "text/csv"})
    assert "line 3: email must be an e-mail address" in faulty.text
    nothing = await here.api.post(path, data={"x": "y"}, files={"other": b""})
    assert refusal(nothing)[0] == 400


@pytest.mark.parametrize("body", [{}, {"entries": {}}, {"entries": [], "dryRun": "yes"}])
async def test_bodies_that_are_none(world: World, body: dict[str, Any]) -> None:
    here = await office(world)
    assert (await here.api.post(_path(here), body)).status_code == 400


async def test_it_is_for_those_who_enter_absences_of_others(world: World) -> None:
    here = await office(world)
    anna = await here.person()
    clerk = await world.api(await world.holder(here.organization, "ooo.create"))
    for api in (await world.api(anna), await world.api(await world.user()), await world.api(None)):
        assert (await api.post(_path(here), {"entries": [entry(anna.email)]})).status_code in {401, 403}
    assert (await clerk.post(_path(here), {"entries": [entry(anna.email)]})).status_code == 200
    changed = await clerk.post(_path(here), {"entries": [entry(anna.email, notes="x")]})
    assert refusal(changed)[0] == 403


async def test_checking_many_rows_takes_no_more_statements(world: World, engine: AsyncEngine) -> None:
    here = await office(world)
    people = [await here.person() for _ in range(12)]
    numbers = []
    for count in (2, 12):
        rows = [entry(one.email, substitute=here.admin.email) for one in people[:count]]
        with counted(engine) as statements:
            await enter_all(world.session, here.organization.id, read_entries(rows), dry_run=True)
        numbers.append(len(statements))
    assert numbers[0] == numbers[1]
