"""Applications: who registers, changes, approves and renews them, and what anybody may know of one."""

from typing import Any

import pytest
from sqlalchemy import func, select

from locum.kit.errors import BadRequest, Conflict, Forbidden, NotFound
from locum.kit.paging import Page
from locum.oauth2 import applications, queries
from locum.oauth2.applications import Changes, Details
from locum.oauth2.models import AccessToken, Application, ApplicationSecret
from locum.oauth2.rules.managing import OPERATOR, Kind, Manager, Status
from tests.factories.oauth2 import CALLBACK, make_app
from tests.factories.world import World

CLIENTS = "/v2/auth/oauth2/clients"
PICTURE = "data:image/png;base64,iVBORw0KGgo="


class TestOverHttp:
    """The one thing that the API says of an application."""

    @pytest.mark.parametrize("path", [CLIENTS, "/v2/atoms/auth/oauth2/clients", "/api/v2/auth/oauth2/clients"])
    async def test_what_anybody_may_know(self, world: World, path: str) -> None:
        app = await make_app(world, logo_url=PICTURE, redirect_uris=[CALLBACK, "https://app.example.com/other"])
        for user in (None, await world.user()):
            answer = await (await world.api(user)).get(f"{path}/{app.row.client_id}")
            assert answer.status_code == 200, answer.text
            assert answer.json() == {
                "status": "success",
                "data": {
                    "client_id": app.row.client_id,
                    "redirect_uri": CALLBACK,
                    "name": "Planner",
                    "logo": PICTURE,
                    "is_trusted": False,
                    "client_type": "CONFIDENTIAL",
                },
            }

    async def test_an_application_nobody_knows(self, world: World) -> None:
        answer = await world.client.get(f"{CLIENTS}/nobody")
        assert (answer.status_code, answer.json()["error"]["code"]) == (404, "NotFoundException")

    async def test_a_public_one_without_a_picture(self, world: World) -> None:
        app = await make_app(world, kind=Kind.PUBLIC)
        data = (await world.client.get(f"{CLIENTS}/{app.row.client_id}")).json()["data"]
        assert (data["logo"], data["client_type"]) == (None, "PUBLIC")


async def test_administrators_approve_by_registering_and_others_wait(world: World) -> None:
    admin, anna = await world.user(is_system_admin=True), await world.user()
    details = Details("Planner", [CALLBACK], ["BOOKING_READ"])
    of_admin = await applications.register(world.session, Manager(admin.id, True), admin.id, details)
    of_anna = await applications.register(world.session, Manager(anna.id), anna.id, details)
    assert (of_admin.application.status, of_anna.application.status) == (Status.APPROVED, Status.PENDING)
    with pytest.raises(Forbidden):
        await applications.register(world.session, Manager(anna.id), admin.id, details)
    with pytest.raises(Forbidden):
        await applications.register(
            world.session, Manager(anna.id), anna.id, Details("P", [CALLBACK], ["BOOKING_READ"], is_trusted=True)
        )


async def test_secrets_are_shown_once_and_public_applications_have_none(world: World) -> None:
    app, phone = await make_app(world), await make_app(world, kind=Kind.PUBLIC)
    assert app.secret is not None
    (kept,) = await queries.secrets_of(world.session, app.row.id)
    assert app.secret not in str(vars(kept))
    assert app.secret.endswith(kept.hint)
    assert phone.secret is None
    assert await queries.secrets_of(world.session, phone.row.id) == []
    with pytest.raises(Conflict):
        await applications.rotate(world.session, OPERATOR, phone.row.client_id)


async def test_there_are_never_more_than_two_secrets(world: World) -> None:
    app = await make_app(world)
    made = [await applications.rotate(world.session, OPERATOR, app.row.client_id) for _ in range(3)]
    hints = [secret.hint for secret in await queries.secrets_of(world.session, app.row.id)]
    assert hints == [made[2][-4:], made[1][-4:]]
    last = await applications.rotate(world.session, OPERATOR, app.row.client_id, keep_former=False)
    assert [secret.hint for secret in await queries.secrets_of(world.session, app.row.id)] == [last[-4:]]


@pytest.mark.parametrize(
    "values",
    [
        {"name": ""},
        {"name": "   "},
        {"name": "x" * 101},
        {"name": "Bank\u202egnp"},
        {"redirect_uris": []},
        {"redirect_uris": ["http://app.example.com/"]},
        {"redirect_uris": [f"https://app.example.com/{number}" for number in range(21)]},
        {"scopes": []},
        {"scopes": ["NONSENSE"]},
        {"logo_url": "javascript:alert(1)"},
        {"logo_url": "data:text/html,x"},
    ],
)
async def test_faulty_details(world: World, values: dict[str, Any]) -> None:
    with pytest.raises(BadRequest):
        await make_app(world, **values)


async def test_only_owners_and_administrators_see_and_change_an_application(world: World) -> None:
    owner, other, admin = await world.user(), await world.user(), await world.user(is_system_admin=True)
    app = await make_app(world, owner=owner)
    session, client_id, stranger = world.session, app.row.client_id, Manager(other.id)
    for attempt in (
        applications.change(session, stranger, client_id, Changes(name="Mine")),
        applications.rotate(session, stranger, client_id),
        applications.end_former_secrets(session, stranger, client_id),
        applications.remove(session, stranger, client_id),
    ):
        with pytest.raises(NotFound):
            await attempt
    for manager in (stranger, Manager(owner.id)):
        with pytest.raises(Forbidden):
            await applications.decide(session, manager, client_id, Status.APPROVED)
    everybody = Page()
    assert app.row in await queries.managed(session, Manager(owner.id), everybody)
    assert app.row in await queries.managed(session, Manager(admin.id, True), everybody)
    assert list(await queries.managed(session, stranger, everybody)) == []
    assert len(await queries.managed(session, OPERATOR, Page(take=1))) == 1


@pytest.mark.parametrize(
    ("changes", "status"),
    [
        (Changes(name="Other"), Status.PENDING),
        (Changes(logo_url=PICTURE), Status.PENDING),
        (Changes(redirect_uris=[CALLBACK, "https://other.example.com/"]), Status.PENDING),
        (Changes(scopes=["BOOKING_READ", "BOOKING_WRITE", "PROFILE_READ"]), Status.PENDING),
        (Changes(redirect_uris=[CALLBACK]), Status.APPROVED),
        (Changes(scopes=["BOOKING_READ"]), Status.APPROVED),
        (Changes(), Status.APPROVED),
    ],
)
async def test_an_approval_is_for_what_was_looked_at(world: World, changes: Changes, status: Status) -> None:
    owner = await world.user()
    values: dict[str, Any] = {"scopes": ["BOOKING_READ", "BOOKING_WRITE"], "is_trusted": True}
    own, looked_after = [await make_app(world, owner=owner, **values) for _ in range(2)]
    changed = await applications.change(world.session, Manager(owner.id), own.row.client_id, changes)
    assert (changed.status, changed.is_trusted) == (status, status == Status.APPROVED)
    by_admin = await applications.change(world.session, OPERATOR, looked_after.row.client_id, changes)
    assert (by_admin.status, by_admin.is_trusted) == (Status.APPROVED, True)


async def test_what_is_rejected_does_not_come_back_by_a_change(world: World) -> None:
    owner = await world.user()
    app = await make_app(world, owner=owner)
    await applications.decide(world.session, OPERATOR, app.row.client_id, Status.REJECTED)
    changed = await applications.change(world.session, OPERATOR, app.row.client_id, Changes(name="Other"))
    assert changed.status == Status.REJECTED


async def test_with_an_application_goes_everything(world: World) -> None:
    app = await make_app(world)
    api = await app.api(await world.user())
    await applications.remove(world.session, OPERATOR, app.row.client_id)
    await world.session.commit()
    assert (await api.get("/v2/me")).status_code == 401
    assert (await world.client.get(f"{CLIENTS}/{app.row.client_id}")).status_code == 404
    for table in (Application, ApplicationSecret, AccessToken):
        assert await world.session.scalar(select(func.count()).select_from(table)) == 0


async def test_people_go_and_what_others_use_stays(world: World) -> None:
    owner, anna = await world.user(), await world.user()
    app = await make_app(world, owner=owner)
    api = await app.api(anna)
    await world.session.delete(owner)
    await world.session.commit()
    assert (await api.get("/v2/me")).status_code == 200


async def test_what_a_person_allowed(world: World) -> None:
    anna = await world.user()
    app, other, idle = [await make_app(world, scopes=["BOOKING_READ", "PROFILE_READ"]) for _ in range(3)]
    await app.tokens(anna, "BOOKING_READ")
    await app.tokens(anna, "PROFILE_READ")
    await other.tokens(await world.user())
    await idle.code(anna)
    (allowed,) = await queries.allowed_by(world.session, anna.id, Page())
    assert allowed.application.id == app.row.id
    assert allowed.scopes == {"BOOKING_READ", "PROFILE_READ"}
