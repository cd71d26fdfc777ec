"""Who may not, and what they are told, in the order of the sheet (out-of-office sheet, section 1)."""

import pytest

from tests.factories.absences import Office, days, office, refusal
from tests.factories.world import World

BODY = days("2050-05-01", "2050-05-10")
NOBODY = 2**40
OPERATIONS = [("GET", ""), ("POST", ""), ("PATCH", "/{id}"), ("DELETE", "/{id}")]


async def made(place: Office) -> tuple[int, int]:
    """A person and an absence of his."""
    anna = await place.person()
    return anna.id, (await place.enter(anna, "2050-01-01", "2050-01-02"))["id"]


@pytest.mark.parametrize(("method", "tail"), OPERATIONS)
async def test_each_operation_refuses_in_the_order_of_the_sheet(world: World, method: str, tail: str) -> None:
    place = await office(world)
    user_id, absence_id = await made(place)
    organization_id = place.organization.id
    member, stranger = await place.person(), await world.user()
    nobody_api, member_api, stranger_api = [await world.api(who) for who in (None, member, stranger)]

    def path(organization: int = organization_id, user: int = user_id) -> str:
        return f"/v2/organizations/{organization}/users/{user}/ooo{tail.format(id=absence_id)}"

    # The body is faulty all the way: who may not come in never hears of it.
    assert (await nobody_api.call(method, path(), json={})).status_code == 401
    assert refusal(await member_api.call(method, path(NOBODY), json={})) == (
        403,
        f"IsOrgGuard - provided organization id={NOBODY} does not represent any existing organization.",
    )
    assert refusal(await stranger_api.call(method, path(), json={})) == (
        403,
        f"RolesGuard - User is not a member of the organization with id={organization_id}.",
    )
    assert refusal(await member_api.call(method, path(user=NOBODY), json={})) == (
        403,
        f"RolesGuard - user with id={member.id} does not have the minimum required role=ORG_ADMIN "
        f"within organization with id={organization_id}.",
    )
    for other in (NOBODY, stranger.id):
        assert refusal(await place.api.call(method, path(user=other), json={})) == (
            403,
            f"IsUserInOrg - user with id={other} is not part of the organization with id={organization_id}.",
        )


async def test_members_may_not_manage_even_their_own_on_organization_paths(world: World) -> None:
    place = await office(world)
    anna = await place.person()
    status, text = refusal(await (await world.api(anna)).post(place.path(anna), BODY))
    assert status == 403
    assert "minimum required role=ORG_ADMIN" in text


async def test_a_team_s_id_is_no_organization(world: World) -> None:
    place = await office(world)
    team = await world.team(place.organization)
    answer = await place.api.get(f"/v2/organizations/{team.id}/ooo")
    assert "does not represent any existing organization" in refusal(answer)[1]


@pytest.mark.parametrize("method", ["PATCH", "DELETE"])
async def test_an_absence_that_is_not_this_person_s(world: World, method: str) -> None:
    place = await office(world)
    anna, ben = await place.person(), await place.person()
    theirs = (await place.enter(ben, "2050-01-01", "2050-01-02"))["id"]
    gone = (await place.enter(anna, "2050-01-01", "2050-01-02"))["id"]
    assert (await place.api.delete(place.path(anna, gone))).status_code == 200
    for absence_id in (theirs, gone, NOBODY):
        answer = await place.api.call(method, place.path(anna, absence_id), json={"toUserId": "faulty"})
        assert refusal(answer) == (403, "This OOO entry does not belong to this user.")


async def test_faulty_bodies_come_after_all_guards(world: World) -> None:
    place = await office(world)
    anna = await place.person()
    absence_id = (await place.enter(anna, "2050-01-01", "2050-01-02"))["id"]
    assert (await place.patch(anna, absence_id, {"toUserId": "faulty"})).status_code == 400
    assert (await place.api.post(place.path(anna), {})).status_code == 400


@pytest.mark.parametrize("text", ["abc", "-1", "1.5", "9" * 30])
async def test_ids_that_are_no_numbers(world: World, text: str) -> None:
    place = await office(world)
    for path in (
        f"/v2/organizations/{text}/ooo",
        f"/v2/organizations/{place.organization.id}/users/{text}/ooo",
        place.path(place.admin) + f"/{text}",
    ):
        answer = await place.api.call("PATCH" if path.count("/") > 6 else "GET", path, json={})
        assert refusal(answer) == (400, "Validation failed (numeric string is expected)"), path
