"""Applications in the dashboard: registered, decided about, given new secrets, changed, removed, and stopped."""

from typing import Any

import pytest
from sqlalchemy import select

from locum.oauth2.models import Application, ApplicationSecret
from locum.users.models import User
from tests.factories.oauth2 import CALLBACK, make_app
from tests.factories.world import World
from tests.pages.browser import Reader, forms_of, links_of, text_of
from tests.pages.dashboard.conftest import Sit

APPLICATIONS = "/dashboard/applications"


async def rows(world: World) -> list[Application]:
    statement = select(Application).order_by(Application.id).execution_options(populate_existing=True)
    return list(await world.session.scalars(statement))


async def secrets(world: World) -> list[str]:
    return list(await world.session.scalars(select(ApplicationSecret.hint).order_by(ApplicationSecret.id)))


async def register(desk: Reader, **typed: Any) -> Any:
    usual = {"name": "Planner", "addresses": CALLBACK, "reach": "some", "scopes": ["BOOKING_READ"]}
    return await desk.send(await desk.open(f"{APPLICATIONS}/new"), "/new", **{**usual, **typed})


async def test_one_is_registered_waits_and_shows_its_secret_once(world: World, desk: Reader, person: User) -> None:
    made = await register(desk, kind="CONFIDENTIAL")
    (one,) = await rows(world)
    assert (one.name, one.owner_id, one.status, one.kind) == ("Planner", person.id, "PENDING", "CONFIDENTIAL")
    assert (one.redirect_uris, one.scopes) == ([CALLBACK], ["BOOKING_READ"])
    (hint,) = await secrets(world)
    assert hint in made.text
    assert made.headers["cache-control"] == "no-store"
    page = await desk.open(f"{APPLICATIONS}/{one.client_id}")
    assert "waits for approval" in page.text
    secret = made.text.split('id="secret" dir="ltr">')[1].split("<")[0]
    assert secret not in page.text
    assert "/decide" not in page.text


async def test_a_public_one_has_no_secret(world: World, desk: Reader) -> None:
    page = await register(desk, kind="PUBLIC", reach="everything", scopes=[])
    (one,) = await rows(world)
    assert (one.kind, one.scopes) == ("PUBLIC", ["READ_BOOKING", "READ_PROFILE"])
    assert page.url.path == f"{APPLICATIONS}/{one.client_id}"
    assert "/secrets" not in page.text
    token = forms_of(page.text)[0].fields["token"]
    path = f"{APPLICATIONS}/{one.client_id}/secrets"
    assert (await desk.client.post(path, data={"token": token}, headers=desk.headers)).status_code == 409


@pytest.mark.parametrize(
    ("typed", "field"),
    [
        ({"name": " "}, "name"),
        ({"addresses": "http://elsewhere.example"}, "addresses"),
        ({"addresses": ""}, "addresses"),
        ({"scopes": []}, "scopes"),
        ({"scopes": ["EVERY_THING"]}, "scopes"),
        ({"logo": "javascript:alert(1)"}, "logo"),
    ],
)
async def test_what_is_wrong_stands_beside_its_field(
    world: World, desk: Reader, typed: dict[str, Any], field: str
) -> None:
    refused = await register(desk, **typed)
    assert refused.status_code == 422
    assert f'id="{field}-error"' in refused.text
    assert not await rows(world)


async def test_people_see_and_change_only_their_own(world: World, desk: Reader) -> None:
    foreign = await make_app(world, owner=await world.user())
    page = await desk.open(APPLICATIONS)
    assert foreign.row.client_id not in page.text
    own = await register(desk)
    for path in ("", "/delete"):
        assert (await desk.open(f"{APPLICATIONS}/{foreign.row.client_id}{path}")).status_code == 404
    token = forms_of((await desk.open(f"{APPLICATIONS}/new")).text)[0].fields["token"]
    for path in ("", "/decide", "/secrets", "/secrets/end", "/delete"):
        address = f"{APPLICATIONS}/{foreign.row.client_id}{path}"
        answer = await desk.client.post(address, data={"token": token}, headers=desk.headers)
        assert answer.status_code == 404
    assert own.status_code == 200
    mine = (await rows(world))[1]
    answer = await desk.client.post(
        f"{APPLICATIONS}/{mine.client_id}/decide", data={"token": token, "decision": "approve"}, headers=desk.headers
    )
    assert answer.status_code == 403
    assert [one.status for one in await rows(world)] == ["APPROVED", "PENDING"]


async def test_nobody_vouches_for_himself(world: World, desk: Reader) -> None:
    refused = await register(desk, is_trusted="true")
    assert refused.status_code == 422
    assert not await rows(world)


async def test_the_administrator_of_the_server_decides(world: World, sit: Sit, person: User, desk: Reader) -> None:
    await register(desk)
    (one,) = await rows(world)
    admin = await sit(await world.user(is_system_admin=True))
    waiting = await admin.open(f"{APPLICATIONS}?show=waiting")
    assert f"{APPLICATIONS}/{one.client_id}" in links_of(waiting.text)
    page = await admin.open(f"{APPLICATIONS}/{one.client_id}")
    assert person.email in page.text
    approved = await admin.send(page, "/decide", decision="approve")
    assert "“Planner” is approved." in text_of(approved.text)
    assert "No application waits for you." in (await admin.open(f"{APPLICATIONS}?show=waiting")).text
    changed = await desk.send(
        await desk.open(f"{APPLICATIONS}/{one.client_id}"), one.client_id, scopes=["BOOKING_READ", "PROFILE_READ"]
    )
    assert "waits for approval again" in changed.text
    await admin.send(await admin.open(f"{APPLICATIONS}/{one.client_id}"), "/decide", decision="reject")
    assert [one.status for one in await rows(world)] == ["REJECTED"]


async def test_secrets_are_renewed_with_and_without_a_gap(world: World, desk: Reader) -> None:
    await register(desk)
    (one,) = await rows(world)
    path = f"{APPLICATIONS}/{one.client_id}"
    (first,) = await secrets(world)
    await desk.send(await desk.open(path), "/secrets")
    kept, second = await secrets(world)
    assert kept == first
    page = await desk.open(path)
    assert "End the older secret" in page.text
    await desk.send(page, "/secrets/end")
    assert await secrets(world) == [second]
    await desk.send(await desk.open(path), "/secrets", at_once="true")
    (third,) = await secrets(world)
    assert third != second


async def test_one_is_removed_after_a_question(world: World, desk: Reader) -> None:
    await register(desk)
    (one,) = await rows(world)
    asked = await desk.open(f"{APPLICATIONS}/{one.client_id}/delete")
    gone = await desk.send(asked, "/delete")
    assert gone.url.path == APPLICATIONS
    assert not await rows(world)


async def test_what_somebody_allowed_is_shown_and_stopped(world: World, desk: Reader, person: User) -> None:
    app = await make_app(world, scopes=["BOOKING_READ", "BOOKING_WRITE"])
    api = await app.api(person)
    page = await desk.open(APPLICATIONS)
    assert "Bookings (see, change and remove)" in text_of(page.text)
    stopped = await desk.send(page, "/stop")
    assert "“Planner” does not act for you any more." in text_of(stopped.text)
    assert (await api.get("/v2/bookings")).status_code == 401
    assert "No application acts for you." in stopped.text
