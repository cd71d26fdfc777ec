"""The out-of-office state field by field (mailbox sheet, section 4), and what it has to do with absences."""

from typing import Any

import pytest

from locum.settings import Settings
from locum.users.models import User
from tests.factories.absences import days
from tests.factories.mailboxes import DIGEST, PASSWORD, MailClient, MailHouse, mail_domain, mail_house, sign_in
from tests.factories.world import World

NOTHING = {"state": 0, "externalAudience": 0}
TIMES = {"startTime": "2050-05-10 00:00:00", "endTime": "2050-05-12 23:59:00"}


@pytest.fixture
def settings(settings: Settings) -> Settings:
    return settings.model_copy(update={"oof_timezone": "UTC"})


async def _house(world: World) -> tuple[MailHouse, MailClient]:
    house = await mail_house(world)
    return house, await house.sign_in()


async def _put(client: MailClient, house: MailHouse, body: dict[str, Any]) -> dict[str, Any]:
    answer = await client.put(house.oof(), body)
    assert (answer.status_code, answer.json()) == (200, {"message": "Success"}), answer.text
    found: dict[str, Any] = (await client.get(house.oof())).json()
    return found


async def test_nothing_was_ever_said(world: World) -> None:
    house, client = await _house(world)
    answer = await client.get(house.oof())
    assert (answer.status_code, answer.json()) == (200, NOTHING)
    assert answer.headers["cache-control"] == "no-cache, no-store, max-age=1"


async def test_what_is_put_is_got(world: World) -> None:
    house, client = await _house(world)
    whole = {
        "state": 2,
        "externalAudience": 1,
        **TIMES,
        "internalSubject": "Weg ☀",
        "internalReply": "<p>Bin weg</p>",
        "externalSubject": "Out",
        "externalReply": "<p>I am out\nof office</p>",
    }
    assert await _put(client, house, {**whole, "tab": 3, "snackbar": "x"}) == whole


async def test_the_state_is_replaced_and_the_texts_are_merged(world: World) -> None:
    house, client = await _house(world)
    texts = {"internalSubject": "S", "internalReply": "<p>x</p>"}
    await _put(client, house, {"state": 1, "externalAudience": 2, **TIMES, **texts})
    assert await _put(client, house, {"externalReply": "<p>y</p>"}) == {
        **NOTHING,
        **texts,
        "externalReply": "<p>y</p>",
    }
    assert await _put(client, house, {"state": 1, "internalSubject": "alone"}) == {
        "state": 1,
        "externalAudience": 0,
        **texts,
        "externalReply": "<p>y</p>",
    }
    assert await _put(client, house, {"internalReply": "<p>z</p>", "externalReply": None}) == {
        **NOTHING,
        "internalReply": "<p>z</p>",
    }
    assert await _put(client, house, {"internalReply": "", "internalSubject": ""}) == {**NOTHING, "internalReply": ""}


@pytest.mark.parametrize(
    "times",
    [
        {"startTime": TIMES["startTime"]},
        {"endTime": TIMES["endTime"]},
        {"startTime": TIMES["endTime"], "endTime": TIMES["startTime"]},
        {},
    ],
)
async def test_windows_that_make_no_sense_are_kept_and_answer_nobody(world: World, times: dict[str, str]) -> None:
    house, client = await _house(world)
    assert await _put(client, house, {"state": 2, **times}) == {"state": 2, "externalAudience": 0, **times}
    api = await world.api(house.admin)
    assert (await api.get(f"/v2/organizations/{house.organization.id}/ooo")).json()["data"] == []


@pytest.mark.parametrize(
    "body",
    [
        {"state": 3},
        {"state": -1},
        {"state": "1"},
        {"state": True},
        {"state": 1.0},
        {"state": None},
        {"externalAudience": 3},
        {"externalAudience": None},
        {"startTime": "2026-01-01T00:00:00Z"},
        {"startTime": "2026-1-1 0:0:0"},
        {"endTime": 5},
        {"startTime": "2026-13-41 25:61:61"},
        {"internalReply": 5},
        {"externalSubject": {}},
        {"internalReply": "x", "internalSubject": "a\r\nBcc: eve@example.org"},
        {"internalReply": "a\0b"},
        ["state"],
        "state",
    ],
)
async def test_faulty_bodies_are_named_and_change_nothing(world: World, body: Any) -> None:
    house, client = await _house(world)
    before = await _put(client, house, {"state": 1, "internalReply": "<p>kept</p>"})
    answer = await client.put(house.oof(), body)
    assert answer.status_code == 400, answer.text
    assert answer.json()["message"] == "Bad Request"
    assert answer.json()["errors"]
    assert (await client.get(house.oof())).json() == before


async def test_bodies_of_another_kind(world: World) -> None:
    house, client = await _house(world)
    for content, kind in (
        (b"{", "application/json"),
        (b"state=1", "application/x-www-form-urlencoded"),
        (b"x", "text/plain"),
    ):
        answer = await client.call("PUT", house.oof(), content=content, headers={"Content-Type": kind})
        assert (answer.status_code, answer.json()["message"]) == (400, "Bad Request")
    for content in (b"", b"{}", b"null"):
        answer = await client.call("PUT", house.oof(), content=content, headers={"Content-Type": "application/json"})
        assert (answer.status_code, answer.json()) == (400, {"message": "Missing or incomplete data"})
    assert (await client.put(house.oof(), {"startTime": None})).status_code == 200


async def test_the_order_of_checks(world: World) -> None:
    house, client = await _house(world)
    foreign = await mail_house(world, "other.example.org")
    nowhere = await MailClient(world, None, None).put(f"/domains/{house.domain.id}/users/x/oof", {"state": 9})
    assert (nowhere.status_code, nowhere.json()) == (404, {"message": "Resource not found"})
    assert nowhere.headers["cache-control"] == "no-cache, no-store, max-age=1"
    assert (await MailClient(world, None, None).put(house.oof(), {"state": 9})).status_code == 401
    assert (await MailClient(world, client.token, None).put(foreign.oof(), {"state": 9})).status_code == 401
    assert (await client.put(foreign.oof(), {"state": 9})).status_code == 400
    refused = await client.call("PUT", foreign.oof(), content=b"{}", headers={"Content-Type": "application/json"})
    assert (refused.status_code, refused.json()) == (
        403,
        {"message": "Access denied: Insufficient permissions for this operation"},
    )
    missing = f"/domains/{house.domain.id}/users/{foreign.anna.id}/oof"
    for answer in (await client.get(missing), await client.put(missing, {"state": 1})):
        assert (answer.status_code, answer.json()) == (404, {"message": "User not found"})
    assert (await client.get(foreign.oof())).status_code == 403
    assert (await client.get(f"/domains/999999/users/{house.anna.id}/oof")).status_code == 403


async def test_a_system_administrator_is_told_that_a_domain_is_not_there(world: World) -> None:
    house = await mail_house(world)
    root = await world.user(email="root@elsewhere.org", is_system_admin=True, password_hash=DIGEST)
    client = await sign_in(world, root)
    assert (await client.get(f"/domains/999999/users/{house.anna.id}/oof")).json() == {"message": "User not found"}
    assert (await client.get(house.oof())).json() == NOTHING


async def test_r2_whole_days_become_an_absence_and_an_absence_becomes_a_window(world: World) -> None:
    house, client = await _house(world)
    api = await world.api(house.admin)
    base = f"/v2/organizations/{house.organization.id}/users/{house.anna.id}/ooo"
    await _put(client, house, {"state": 2, **TIMES})
    (entry,) = (await api.get(base)).json()["data"]
    assert (entry["start"][:10], entry["end"][:10]) == ("2050-05-10", "2050-05-12")
    moved = {"startTime": "2050-05-20 00:00:00", "endTime": "2050-05-21 23:59:00"}
    assert await _put(client, house, {"state": 2, **moved}) == {"state": 2, "externalAudience": 0, **moved}
    (again,) = (await api.get(base)).json()["data"]
    assert again["id"] == entry["id"]
    await _put(client, house, {"state": 0})
    assert (await api.get(base)).json()["data"] == []
    await api.post(base, days("2050-06-01", "2050-06-02"))
    state = (await client.get(house.oof())).json()
    assert state["state"] == 2
    assert state["externalAudience"] == 0
    assert (state["startTime"], state["endTime"]) == ("2050-06-01 00:00:00", "2050-06-03 00:00:00")


async def test_r11_an_absence_alone_answers_everybody_with_the_usual_text(world: World) -> None:
    house, client = await _house(world)
    ben = await world.member(house.organization, name="Ben Bond")
    api = await world.api(house.admin)
    base = f"/v2/organizations/{house.organization.id}/users/{house.anna.id}/ooo"
    body = {**days("2050-06-03", "2050-06-05"), "toUserId": ben.id, "reason": "sick", "notes": "Flu"}
    assert (await api.post(base, body)).status_code == 201
    state = (await client.get(house.oof())).json()
    assert (state["state"], state["externalAudience"]) == (2, 2)
    assert state["externalSubject"] == "Out of office: Anna Apt"
    text = state["externalReply"]
    assert "Friday, June 3, 2050" in text
    assert "Sunday, June 5, 2050" in text
    assert "Back on Monday, June 6, 2050" in text
    assert "Ben Bond" in text
    assert ben.email in text
    assert f"/{ben.username}" in text
    assert "sick" not in text.lower()
    assert "Flu" not in text


async def test_times_are_those_of_the_setting(world: World, client: Any) -> None:
    house, admin = await _house(world)
    state = await _put(admin, house, {"state": 2, **TIMES})
    assert (state["startTime"], state["endTime"]) == (TIMES["startTime"], TIMES["endTime"])


async def test_domains_and_mailboxes_as_the_client_lists_them(world: World) -> None:
    house, client = await _house(world)
    await mail_domain(world, None, "foreign.example.org")
    listed = (await client.get("/domains?domainType=0&sort=domainname,asc&level=1&limit=1000000000")).json()
    assert (listed["count"], [row["domainname"] for row in listed["data"]]) == (1, ["acme.example.org"])
    assert listed["data"][0]["activeUsers"] == 2
    one = (await client.get(f"/system/domains/{house.domain.id}")).json()
    assert (one["ID"], one["orgID"], one["homeserver"]) == (house.domain.id, house.organization.id, None)
    users = (await client.get(f"/domains/{house.domain.id}/users?level=1&limit=50&offset=0&match=anna")).json()
    assert (users["count"], users["data"][0]["username"]) == (1, house.anna.email)
    whole = (await client.get(f"/domains/{house.domain.id}/users/{house.anna.id}")).json()
    assert (whole["username"], whole["aliases"], whole["syncPolicy"]) == (house.anna.email, [], None)
    assert whole["properties"]["displayname"] == "Anna Apt"


async def test_a_new_mailbox_is_a_person_of_the_organization(world: World) -> None:
    house, client = await _house(world)
    path = f"/domains/{house.domain.id}/users"
    body = {"username": "carl", "password": "long enough", "aliases": ["c@acme.example.org"]}
    made = await client.post(path, {**body, "properties": {"displayname": "Carl"}})
    assert made.status_code == 201, made.text
    assert made.json()["username"] == "carl@acme.example.org"
    assert made.json()["aliases"] == ["c@acme.example.org"]
    api = await world.api(house.admin)
    people = (await api.get(f"/v2/organizations/{house.organization.id}/users")).json()["data"]
    assert made.json()["ID"] in {person["id"] for person in people}
    for wrong in (body, {"username": "x@elsewhere.org"}, {"username": "a b"}):
        assert (await client.post(path, wrong)).status_code == 400, wrong
    changed = await client.patch(f"{path}/{made.json()['ID']}", {"aliases": []})
    assert changed.json()["aliases"] == []
    taken = await client.patch(f"{path}/{made.json()['ID']}", {"aliases": [house.anna.email]})
    assert taken.status_code == 400


async def test_only_system_administrators_make_domains(world: World) -> None:
    house, client = await _house(world)
    body = {"domainname": "Neu.Example.ORG", "maxUser": 50, "orgID": house.organization.id}
    assert (await client.post("/system/domains", body)).status_code == 403
    root = await world.user(email="root@elsewhere.org", is_system_admin=True, password_hash=DIGEST)
    admin = await sign_in(world, root)
    made = await admin.post("/system/domains", body)
    assert (made.status_code, made.json()["domainname"], made.json()["maxUser"]) == (201, "neu.example.org", 50)
    for wrong in (body, {"domainname": "no spaces here"}, {"domainname": "x.org", "orgID": 99999}):
        assert (await admin.post("/system/domains", wrong)).status_code == 400, wrong


async def test_passwords_are_changed_with_the_old_one_or_by_who_manages(world: World) -> None:
    house, client = await _house(world)
    path = f"/domains/{house.domain.id}/users/{house.anna.id}/password"
    assert (await client.put(path, {"new": "another one"})).json() == {"message": "Success"}
    assert (await client.put(path, {"new": "short"})).status_code == 400
    own = f"/domains/{house.domain.id}/users/{house.admin.id}/password"
    assert (await client.put(own, {"new": "another one"})).status_code == 400
    assert (await client.put("/passwd", {"old": "wrong", "new": "another one"})).status_code == 401
    assert (await client.put("/passwd", {"old": "correct horse", "new": "another one"})).status_code == 200


async def test_nobody_gives_a_password_to_who_ranks_above_him(world: World) -> None:
    house, client = await _house(world)
    everything = await world.role(house.organization, "*.*")
    holder = await world.user(email="holder@acme.example.org", password_hash=DIGEST)
    await world.join(holder, house.organization, custom_role=everything)
    owner = await world.member(house.organization, "OWNER", email="owner@acme.example.org", password_hash=DIGEST)

    async def told(api: MailClient, user: User) -> int:
        path = f"/domains/{house.domain.id}/users/{user.id}/password"
        return (await api.put(path, {"new": "another one"})).status_code

    by_holder, by_owner = await sign_in(world, holder), await sign_in(world, owner)
    assert [await told(client, user) for user in (owner, holder, house.anna)] == [403, 403, 200]
    assert [await told(by_holder, user) for user in (owner, house.admin, house.anna)] == [403, 403, 200]
    assert [await told(by_owner, user) for user in (house.admin, holder)] == [200, 200]


async def test_a_custom_role_without_everything_administers_no_mailboxes(world: World) -> None:
    house, _ = await _house(world)
    role = await world.role(house.organization, "organization.changeMemberRole", "ooo.update")
    holder = await world.user(email="holder@acme.example.org", password_hash=DIGEST)
    await world.join(holder, house.organization, custom_role=role)
    answer = await world.client.post("/api/v1/login", data={"user": holder.email, "pass": PASSWORD})
    assert answer.status_code in {401, 403}


async def test_what_needs_no_sign_in(world: World) -> None:
    get = world.client.get
    assert (await get("/api/v1/status")).json() == {"message": "API is operational", "database": True, "tasq": False}
    assert (await get("/api/v1/about")).json()["API"] == "1.20.0"
    codes = {row["code"] for row in (await get("/api/v1/defaults/storeLangs")).json()["data"]}
    assert "en_US" in codes
    assert (await get("/api/v1/chkFormat?email=a@b.org")).json() == {"email": None}
    assert (await get("/api/v1/chkFormat?email=a")).json()["email"]
