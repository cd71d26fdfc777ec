"""What grommunio's admin web calls around its out-of-office tab, in its order (mailbox sheet, section 7)."""

from pathlib import Path
from typing import Any

from locum.db.jobs import Workshop
from locum.db.session import Database
from locum.settings import Settings
from tests.factories.mailboxes import PASSWORD, MailClient
from tests.factories.targets import maildir, post
from tests.factories.world import World

DOMAINS = "/domains?domainType=0&sort=domainname,asc&level=1&limit=1000000000"


async def _page_loads(world: World) -> None:
    status = await world.client.get("/api/v1/status")
    assert status.json() == {"message": "API is operational", "database": True, "tasq": False}
    assert (await world.client.get("/api/v1/about")).json()["API"] == "1.20.0"


async def _signs_in(world: World, address: str) -> MailClient:
    answer = await world.client.post("/api/v1/login", data={"user": address, "pass": PASSWORD})
    client = MailClient(world, answer.json()["grommunioAuthJwt"], answer.json()["csrf"])
    # On every load of the page the cookie is renewed; what was issued before stays good.
    renewed = (await client.call("POST", "/login")).json()
    return MailClient(world, renewed["grommunioAuthJwt"], renewed["csrf"])


async def _finds(client: MailClient, domain: str, address: str) -> tuple[int, dict[str, Any]]:
    profile = (await client.get("/profile")).json()
    assert {"DomainAdminRead", "DomainAdminWrite"} <= set(profile["capabilities"])
    assert isinstance(profile["user"]["properties"], dict)
    domains = (await client.get(DOMAINS)).json()
    (found,) = [one for one in domains["data"] if one["domainname"] == domain]
    assert (await client.get(f"/system/domains/{found['ID']}")).json()["ID"] == found["ID"]
    users = f"/domains/{found['ID']}/users"
    listed = (await client.get(f"{users}?level=0&limit=50&offset=0&match=&sort=username,asc")).json()
    (row,) = [one for one in listed["data"] if one["username"] == address]
    user = (await client.get(f"{users}/{row['ID']}")).json()
    assert user["username"].split("@")[0] == address.split("@", maxsplit=1)[0]
    assert isinstance(user["properties"], dict)
    assert (user.get("syncPolicy") or {}) == {}
    assert (await client.get("/defaults/storeLangs")).json()["data"]
    return found["ID"], user


async def test_the_state_is_loaded_changed_and_saved(
    world: World, settings: Settings, database: Database, tmp_path: Path
) -> None:
    tools = Workshop(database, settings.model_copy(update={"gromox_root": tmp_path}))
    config = maildir(tmp_path)
    here = await post(world, tools)
    await here.target("gromox", here.house.domain, maildir="{local}")
    await _page_loads(world)
    client = await _signs_in(world, here.house.admin.email)
    domain_id, user = await _finds(client, "acme.example.org", here.anna.email)
    oof = f"/domains/{domain_id}/users/{user['ID']}/oof"
    loaded = (await client.get(oof)).json()
    assert loaded == {"state": 0, "externalAudience": 0}
    # The client keeps what it loaded, adds what is entered, and sends its own things along.
    saved = {
        **loaded,
        "state": 2,
        "externalAudience": 1,
        "startTime": "2050-05-10 00:00:00",
        "endTime": "2050-05-12 23:59:00",
        "internalSubject": "Weg",
        "internalReply": "<p>Bin weg</p>",
        "externalSubject": "",
        "externalReply": "<p>I am out</p>",
    }
    answer = await client.put(oof, {**saved, "tab": 1, "snackbar": ""})
    assert (answer.status_code, answer.json()) == (200, {"message": "Success"})
    again = (await client.get(oof)).json()
    assert again == {name: value for name, value in saved.items() if value != ""}
    own = await world.api(here.anna)
    assert len((await own.get("/v2/me/ooo")).json()["data"]) == 1
    await here.run()
    written = (config / "autoreply.cfg").read_text()
    assert written.startswith("oof_state = 2\nallow_external_oof = 1\nexternal_audience = 1\n")
    assert "Subject" not in (config / "external-reply").read_text()
    # Switched off, it sends no times; texts stay for the next time.
    off = {name: value for name, value in again.items() if name not in {"startTime", "endTime"}} | {"state": 0}
    assert (await client.put(oof, off)).status_code == 200
    last = (await client.get(oof)).json()
    assert (last["state"], last["internalReply"]) == (0, "<p>Bin weg</p>")
    assert "startTime" not in last
    assert not (await own.get("/v2/me/ooo")).json()["data"]
    await here.run()
    assert (config / "autoreply.cfg").read_text().startswith("oof_state = 0\n")
    assert "Bin weg" in (config / "internal-reply").read_text()


async def test_whoever_may_not_is_told_so_as_the_client_shows_it(world: World) -> None:
    other = await world.organization()
    await world.member(other, "MEMBER", email="eve@acme.example.org")
    answer = await world.client.post("/api/v1/login", data={"user": "eve@acme.example.org", "pass": "wrong"})
    assert answer.status_code == 401
    assert answer.json()["message"] == "Login failed"
