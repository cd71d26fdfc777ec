"""The caller's own account."""

from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

import pytest

from locum.db import events
from locum.kit.errors import NotFound
from locum.kit.zones import zone
from locum.schedules.models import Schedule
from locum.schedules.service import create as create_schedule
from locum.users.events import EmailChangeRequested
from locum.users.service import confirm_email
from tests.factories.oauth import oauth_client, pair
from tests.factories.oauth2 import make_app
from tests.factories.world import Api, World

ME = "/v2/me"


async def test_somebody_without_an_organization(world: World) -> None:
    anna = await world.user(username=None)
    answer = await (await world.api(anna)).get(ME)
    assert answer.status_code == 200, answer.text
    assert answer.json()["data"] == {
        "id": anna.id,
        "username": None,
        "email": anna.email,
        "name": anna.name,
        "avatarUrl": None,
        "bio": None,
        "timeFormat": 12,
        "defaultScheduleId": None,
        "weekStart": "Sunday",
        "timeZone": "UTC",
        "organizationId": None,
    }


async def test_the_main_organization_is_shown(world: World) -> None:
    organization = await world.organization(is_platform=True)
    anna = await world.member(organization)
    data = (await (await world.api(anna)).get(ME)).json()["data"]
    assert data["organizationId"] == organization.id
    assert data["organization"] == {"id": organization.id, "isPlatform": True}


async def test_everything_that_can_be_changed(world: World) -> None:
    anna = await world.user()
    api = await world.api(anna)
    changes: dict[str, Any] = {
        "name": "Anna",
        "timeFormat": 24,
        "weekStart": "Monday",
        "avatarUrl": "https://example.com/anna.png",
        "bio": "Hello",
    }
    body = {**changes, "timeZone": "america/new_york", "locale": "de", "metadata": {"a": 1}, "unknown": True}
    data = (await api.patch(ME, body)).json()["data"]
    assert {key: data[key] for key in changes} == changes
    assert data["timeZone"] == "America/New_York"
    await world.session.refresh(anna)
    assert (anna.locale, anna.properties) == ("de", {"a": 1})
    cleared = (await api.patch(ME, {"bio": None, "name": None, "timeZone": None, "metadata": None})).json()["data"]
    assert (cleared["bio"], cleared["name"], cleared["timeZone"]) == (None, None, "America/New_York")
    await world.session.refresh(anna)
    assert anna.properties is None


async def test_the_default_schedule_follows_the_zone(world: World) -> None:
    anna = await world.user()
    api = await world.api(anna)
    default = await create_schedule(world.session, anna.id, "Working Hours", "UTC", make_default=True)
    other = await create_schedule(world.session, anna.id, "Evenings", "UTC", make_default=False)
    await world.session.commit()
    await api.patch(ME, {"timeZone": "Asia/Tokyo"})
    world.session.expunge_all()
    zones = [getattr(await world.session.get(Schedule, row.id), "time_zone", None) for row in (default, other)]
    assert zones == ["Asia/Tokyo", "UTC"]


async def test_only_ones_own_schedule_becomes_the_default(world: World) -> None:
    anna, bert = await world.user(), await world.user()
    own = await create_schedule(world.session, anna.id, "Mine", "UTC", make_default=False)
    foreign = await create_schedule(world.session, bert.id, "His", "UTC", make_default=False)
    await world.session.commit()
    api = await world.api(anna)
    assert (await api.patch(ME, {"defaultScheduleId": own.id})).json()["data"]["defaultScheduleId"] == own.id
    for wrong in (foreign.id, 0, 999_999_999):
        assert (await api.patch(ME, {"defaultScheduleId": wrong})).status_code == 400
    assert (await api.patch(ME, {"defaultScheduleId": None})).json()["data"]["defaultScheduleId"] is None


@pytest.fixture
def requested(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[EmailChangeRequested]]:
    """What was announced."""
    heard: list[EmailChangeRequested] = []

    async def hear(_: object, event: EmailChangeRequested) -> None:
        heard.append(event)

    monkeypatch.setitem(events._listeners, EmailChangeRequested, [hear])
    yield heard


async def test_a_new_address_counts_once_it_is_confirmed(world: World, requested: list[EmailChangeRequested]) -> None:
    anna = await world.user(properties={"kept": "yes"})
    old = anna.email
    api = await world.api(anna)
    data = (await api.patch(ME, {"email": "New.Anna@example.com"})).json()["data"]
    assert data["email"] == old
    assert requested == [EmailChangeRequested(anna.id, "new.anna@example.com")]
    await api.patch(ME, {"metadata": {"kept": "still"}})
    await world.session.refresh(anna)
    assert anna.properties == {"kept": "still", "emailChangeWaitingForVerification": "new.anna@example.com"}
    with pytest.raises(NotFound):
        await confirm_email(world.session, anna.id, "somebody.else@example.com")
    await confirm_email(world.session, anna.id, "New.Anna@example.com")
    await world.session.commit()
    assert (await api.get(ME)).json()["data"]["email"] == "new.anna@example.com"
    assert anna.properties == {"kept": "still"}
    assert anna.email_verified_at is not None


async def test_a_managed_account_changes_its_address_at_once(world: World, requested: list[object]) -> None:
    client = await oauth_client(world)
    anna = await world.user(platform_client_id=client.id)
    data = (await (await world.api(anna)).patch(ME, {"email": "at.once@example.com"})).json()["data"]
    assert data["email"] == f"at.once+{client.id}@example.com"
    assert requested == []


async def test_whoever_acts_for_somebody_does_not_take_his_address(
    world: World, requested: list[EmailChangeRequested]
) -> None:
    """Whoever has it can let himself in: an application, a client's pair and the key of another organization."""
    home = await world.organization(is_platform=True)
    anna = await world.member(home, "OWNER")
    managed = await world.organization(manager_organization_id=home.id)
    await world.join(anna, managed, "OWNER")
    app = await make_app(world, scopes=["PROFILE_READ", "PROFILE_WRITE"])
    acting = {
        "application": await app.api(anna),
        "pair": pair(world, await oauth_client(world, home)),
        "other key": Api(world.client, await world.key(anna, organization_id=managed.id)),
    }
    for who, api in acting.items():
        refused = await api.patch(ME, {"name": who, "email": "mine.now@example.com"})
        assert (refused.status_code, (await api.get(ME)).json()["data"]["name"]) == (403, anna.name), who
        as_it_is = await api.patch(ME, {"timeZone": "Asia/Tokyo", "email": anna.email.upper()})
        assert (as_it_is.status_code, as_it_is.json()["data"]["timeZone"]) == (200, "Asia/Tokyo"), who
    assert requested == []
    own = Api(world.client, await world.key(anna, organization_id=home.id))
    assert (await own.patch(ME, {"email": "new@example.com"})).status_code == 200
    assert requested == [EmailChangeRequested(anna.id, "new@example.com")]


async def test_an_address_in_use_is_refused(world: World) -> None:
    anna, bert = await world.user(), await world.user()
    answer = await (await world.api(anna)).patch(ME, {"email": bert.email})
    assert (answer.status_code, answer.json()["error"]["code"]) == (409, "CONFLICT")


@pytest.mark.parametrize(
    ("name", "value", "rule"),
    [
        ("timeFormat", 13, "isEnum"),
        ("weekStart", "Funday", "isEnum"),
        ("timeZone", "Nowhere/City", "isTimeZone"),
        ("timeZone", "", "isTimeZone"),
        ("locale", "xx", "isEnum"),
        ("avatarUrl", "anna.png", "isUrl"),
        ("metadata", '{"a": 1}', "isMetadata"),
        ("metadata", {"a": {}}, "isMetadata"),
        ("email", "anna", "isEmail"),
        ("bio", 5, "isString"),
    ],
)
async def test_refused_changes_name_property_and_rule(world: World, name: str, value: Any, rule: str) -> None:
    api = await world.api(await world.user())
    answer = await api.patch(ME, {name: value})
    assert answer.status_code == 400
    (fault,) = answer.json()["error"]["details"]["errors"]
    assert (fault["property"], list(fault["constraints"])) == (name, [rule])


async def test_nobody_is_nobody(world: World) -> None:
    nobody = await world.api(None)
    assert (await nobody.get(ME)).status_code == 401
    assert (await nobody.patch(ME, {"timeFormat": 13})).status_code == 401


async def test_time_zones_are_public(world: World) -> None:
    rows = (await (await world.api(None)).get("/v2/timezones")).json()["data"]
    assert {"city": "New York", "timezone": "America/New_York", "pop": 0} in rows
    assert {"city": "Buenos Aires", "timezone": "America/Argentina/Buenos_Aires", "pop": 0} in rows
    assert len(rows) > 400


async def test_young_zones_go_by_the_name_of_an_older_one(world: World) -> None:
    """The component library shows nothing at all where its own data lacks a zone."""
    rows = {row["city"]: row["timezone"] for row in (await (await world.api(None)).get("/v2/timezones")).json()["data"]}
    young = {"Ciudad Juarez": "America", "Coyhaique": "America", "Kyiv": "Europe", "Kanton": "Pacific"}
    for city, area in young.items():
        name = f"{area}/{city.replace(' ', '_')}"
        assert rows[city] != name
        for month in range(1, 13):
            noon = datetime(2027, month, 15, 12, tzinfo=UTC)
            assert noon.astimezone(zone(name)).utcoffset() == noon.astimezone(zone(rows[city])).utcoffset()
