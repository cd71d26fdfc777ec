"""Targets over HTTP: who may choose which server for whom, and what is told of it."""

from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select, text

from locum.db.events import publish
from locum.db.jobs import Workshop
from locum.kit import clock
from locum.kit.errors import BadRequest
from locum.memberships.events import MembershipAccepted
from locum.organizations.models import Team
from locum.settings import Settings
from locum.targets.choosing import Choice, check, choose_for_user, forget_for_user
from locum.targets.models import MailboxSync, MailTarget
from locum.targets.queries import backend_of
from locum.users.models import User
from tests.factories.mailboxes import mail_domain
from tests.factories.targets import NOW, Post, maildir, post
from tests.factories.world import World
from tests.support.json_server import json_server
from tests.targets.peers import JmapPeer

SECRET = "a password that nobody reads again"
SIEVE = {"backend": "sieve", "settings": {"host": "mail.acme.example.org"}, "secret": SECRET}


@pytest.fixture
def settings(settings: Settings) -> Settings:
    """Servers are on loopback here."""
    return settings.model_copy(update={"outbound_allow_private": True})


def _path(here: Post, user_id: int | None = None) -> str:
    return f"/v2/organizations/{here.house.organization.id}/users/{user_id or here.anna.id}/mail-target"


async def test_an_admin_chooses_for_a_member_and_reads_no_secret(world: World, tools: Workshop) -> None:
    here = await post(world, tools)
    api = await world.api(here.house.admin)
    before = (await api.get(_path(here))).json()["data"]
    assert (before["backend"], before["state"], before["isOwn"]) == ("embedded", "in_step", False)
    answer = await api.call("PUT", _path(here), json=SIEVE)
    assert answer.status_code == 200, answer.text
    shown = answer.json()["data"]
    assert (shown["backend"], shown["state"], shown["isOwn"]) == ("sieve", "waiting", True)
    assert shown["target"]["hasSecret"] is True
    assert shown["target"]["settings"] == {
        "host": "mail.acme.example.org",
        "port": 4190,
        "tls": "starttls",
        "certificate": None,
        "username": "{address}",
        "master": None,
        "knownAs": "none",
    }
    everything = answer.text + (await api.get(_path(here))).text
    row = (await world.session.scalars(select(MailTarget))).one()
    assert SECRET not in everything
    assert row.secret is not None
    assert row.secret not in everything
    assert tools.settings.vault.open(row.secret) == SECRET
    logged = await world.session.scalars(text("SELECT after::text FROM audit_entries WHERE subject = 'mail_targets'"))
    assert all(row.secret not in (entry or "") for entry in logged)


async def test_a_kept_secret_never_goes_to_another_place(world: World, tools: Workshop) -> None:
    here = await post(world, tools)
    api = await world.api(here.house.admin)
    await api.call("PUT", _path(here), json=SIEVE)
    same = {"backend": "sieve", "settings": {"host": "mail.acme.example.org", "knownAs": "all"}}
    assert (await api.call("PUT", _path(here), json=same)).status_code == 200
    elsewhere = {"backend": "sieve", "settings": {"host": "mine.example.net"}}
    answer = await api.call("PUT", _path(here), json=elsewhere)
    assert (answer.status_code, answer.json()["error"]["message"]) == (
        400,
        "secret: this backend needs a password or token",
    )
    row = (await world.session.scalars(select(MailTarget).execution_options(populate_existing=True))).one()
    assert row.settings["host"] == "mail.acme.example.org"


@pytest.mark.parametrize(
    ("body", "status", "message"),
    [
        ({"backend": "gromox", "settings": {"maildir": "x"}}, 403, "Only the operator"),
        ({"backend": "sieve", "settings": {"host": "h.example"}}, 400, "needs a password"),
        ({"backend": "sieve", "settings": {}, "secret": "x"}, 400, "settings.host"),
        ({"backend": "sieve", "settings": {"host": "h.example", "tls": "none"}, "secret": "x"}, 400, "encryption"),
        ({"backend": "sieve", "settings": {"host": "h", "port": "1"}, "secret": "x"}, 400, "settings.port"),
        ({"backend": "sieve", "settings": {"host": "h", "certificate": "x"}, "secret": "x"}, 400, "certificate"),
        ({"backend": "jmap", "settings": {"sessionUrl": "http://h.example"}, "secret": "x"}, 400, "encryption"),
        ({"backend": "jmap", "settings": {"sessionUrl": "ftp://h.example"}, "secret": "x"}, 400, "settings.session"),
        ({"backend": "graph", "secret": "{}"}, 400, "not a key"),
        ({"backend": "gmail", "secret": "no json"}, 400, "not a key"),
    ],
)
async def test_what_cannot_be_is_refused(
    world: World, tools: Workshop, body: dict[str, Any], status: int, message: str
) -> None:
    here = await post(world, tools)
    api = await world.api(here.house.admin)
    answer = await api.call("PUT", _path(here), json=body)
    assert answer.status_code == status, answer.text
    assert message in answer.json()["error"]["message"]
    assert not (await world.session.scalars(select(MailTarget))).all()


@pytest.mark.parametrize("body", [{"backend": "exchange"}, {}, {"backend": "sieve", "settings": []}, {"backend": 1}])
async def test_bodies_of_another_form_are_refused(world: World, tools: Workshop, body: dict[str, Any]) -> None:
    here = await post(world, tools)
    api = await world.api(here.anna)
    assert (await api.call("PUT", "/v2/me/mail-target", json=body)).status_code == 400


@pytest.mark.parametrize(
    "choice",
    [Choice("sieve", {"host": "127.0.0.1"}, "x"), Choice("jmap", {"sessionUrl": "https://10.0.0.1/"}, "x")],
)
async def test_private_places_are_for_whom_the_operator_lets(settings: Settings, choice: Choice) -> None:
    narrow = settings.model_copy(update={"outbound_allow_private": False})
    with pytest.raises(BadRequest, match="private or reserved"):
        await check(narrow, choice)
    assert await check(narrow, replace(choice, by_operator=True))


async def test_who_may_see_whose(world: World, tools: Workshop) -> None:
    here = await post(world, tools)
    other = await world.organization()
    stranger = await world.member(other, "OWNER")
    assert (await (await world.api(stranger)).get(_path(here))).status_code == 403
    assert (await (await world.api(here.anna)).get(_path(here))).status_code == 403
    # A member of two organizations: his mailbox belongs to one of them only.
    await world.join(here.anna, other)
    path = f"/v2/organizations/{other.id}/users/{here.anna.id}/mail-target"
    for method in ("GET", "PUT", "DELETE"):
        answer = await (await world.api(stranger)).call(method, path, json=SIEVE)
        assert (answer.status_code, answer.json()["error"]["message"]) == (404, "There is no such mailbox")
    nobody = await world.api(await world.user(email="x@nowhere.example"))
    assert (await nobody.get("/v2/me/mail-target")).status_code == 404
    domain = await mail_domain(world, other, "other.example")
    base = f"/v2/organizations/{here.house.organization.id}/mail-domains"
    admin = await world.api(here.house.admin)
    for method in ("PUT", "DELETE"):
        assert (await admin.call(method, f"{base}/{domain.id}/mail-target", json=SIEVE)).status_code == 404
    assert [one["name"] for one in (await admin.get(base)).json()["data"]] == ["acme.example.org"]


async def test_what_the_operator_registered_only_he_changes(world: World, tools: Workshop, tmp_path: Path) -> None:
    maildir(tmp_path)
    here = await post(world, tools)
    await here.target("gromox", maildir="anna")
    await here.target("gromox", here.house.domain, maildir="{local}")
    admin = await world.api(here.house.admin)
    for path in (
        _path(here),
        f"/v2/organizations/{here.house.organization.id}/mail-domains/{here.house.domain.id}/mail-target",
    ):
        for method in ("PUT", "DELETE"):
            answer = await admin.call(method, path, json=SIEVE)
            assert answer.status_code == 403, answer.text
    shown = (await admin.get(_path(here))).json()["data"]
    assert (shown["byOperator"], shown["target"]["settings"]) == (True, {})


async def test_a_domain_is_brought_under_its_server_and_back(world: World, tools: Workshop) -> None:
    here = await post(world, tools)
    peer = JmapPeer()
    async with json_server(peer.answer) as address:
        admin = await world.api(here.house.admin)
        base = f"/v2/organizations/{here.house.organization.id}"
        path = f"{base}/mail-domains/{here.house.domain.id}/mail-target"
        row = await here.target("jmap", here.house.domain, peer.password, session_url=f"{address}/session")
        row.by_operator = False
        await world.session.commit()
        own = await world.api(here.anna)
        today = clock.now().date()
        body = {"start": f"{today}T00:00:00Z", "end": f"{today + timedelta(days=1)}T00:00:00Z"}
        assert (await own.post("/v2/me/ooo", body)).status_code == 201
        await here.run()
        assert peer.row["isEnabled"] is True
        listed = (await admin.get(f"{base}/mail-targets?state=in_step")).json()["data"]
        assert [(one["email"], one["lost"]) for one in listed] == [(here.anna.email, [])]
        assert not (await admin.get(f"{base}/mail-targets?state=failing")).json()["data"]
        # Locum's own responder takes over: the server is switched off first.
        answer = await admin.delete(path)
        assert (answer.status_code, answer.json()["data"]["backend"]) == (200, "embedded")
        await here.run()
        assert peer.row["isEnabled"] is False
        assert not (await world.session.scalars(select(MailboxSync))).all()
        assert (await own.get("/v2/me/mail-target")).json()["data"]["backend"] == "embedded"


async def test_another_server_begins_when_the_former_has_stopped(world: World, tools: Workshop) -> None:
    here = await post(world, tools)
    first, second = JmapPeer(), JmapPeer(password="other")
    api = await world.api(here.anna)

    async def choose(address: str, secret: str) -> None:
        choice = Choice("jmap", {"session_url": f"{address}/session"}, secret, by_operator=True)
        await choose_for_user(world.session, tools.settings, here.anna.id, choice)
        await world.session.commit()

    async with json_server(first.answer) as one, json_server(second.answer) as two:
        with clock.frozen(NOW):
            await choose(one, first.password)
            await api.post("/v2/me/ooo", {"start": "2027-05-01T00:00:00Z", "end": "2027-05-02T00:00:00Z"})
            await here.run()
            assert (first.row["isEnabled"], second.row["isEnabled"]) == (True, False)
            await choose(two, second.password)
            await here.run()
            assert (first.row["isEnabled"], second.row["isEnabled"]) == (False, True)
            await forget_for_user(world.session, here.anna.id, by_operator=True)
            await world.session.commit()
            await here.run()
    assert second.row["isEnabled"] is False
    assert (await api.get("/v2/me/mail-target")).json()["data"]["backend"] == "embedded"


async def test_a_connection_is_tried_without_keeping_anything(world: World, tools: Workshop) -> None:
    here = await post(world, tools)
    api = await world.api(here.anna)
    assert (await api.post("/v2/me/mail-target/test")).json()["data"] == {"ok": True, "problem": None, "mode": "off"}
    body = {"backend": "sieve", "settings": {"host": "127.0.0.1", "port": 1}, "secret": "x"}
    answer = await api.post("/v2/me/mail-target/test", body)
    assert answer.status_code == 200
    assert answer.json()["data"] == {"ok": False, "problem": "the server does not answer", "mode": None}
    assert not (await world.session.scalars(select(MailTarget))).all()


async def test_a_server_that_is_down_is_asked_for_one_mailbox_only(world: World, tools: Workshop) -> None:
    here = await post(world, tools)
    with clock.frozen(NOW):
        await here.target("sieve", here.house.domain, "x", host="127.0.0.1", port=1)
        first = await here.look()
        second = await here.look(here.house.admin)
        assert (first.state, first.tries, first.is_unreachable) == ("failing", 1, True)
        assert (second.state, second.tries) == ("waiting", 0)
        assert second.due_at == NOW + timedelta(seconds=30 * (1 + second.user_id % 10))
        api = await world.api(here.anna)
        shown = (await api.post("/v2/me/mail-target/retry")).json()["data"]
        assert (shown["state"], shown["problem"]) == ("failing", "the server does not answer")
        assert await here.run() == 1
        assert (await here.sync()).tries == 2


async def test_what_a_mailbox_left_behind_answers_no_more(world: World, tools: Workshop, tmp_path: Path) -> None:
    config = maildir(tmp_path)
    maildir(tmp_path, "anne")
    here = await post(world, tools)
    with clock.frozen(NOW):
        await here.target("gromox", here.house.domain, maildir="{local}")
        (config / "autoreply.cfg").write_text("oof_state = 1\n")
        await here.look()
        api = await world.api(here.house.admin)
        path = f"/v2/organizations/{here.house.organization.id}/users/{here.anna.id}"
        assert (await api.patch(path, {"email": "anne@acme.example.org"})).status_code == 200
        await here.look()
        await here.run()
    assert "oof_state = 0" in (config / "autoreply.cfg").read_text()
    assert (await here.sync()).address == "anne@acme.example.org"


async def test_a_domains_server_answers_for_members_of_its_organization_only(
    world: World, tools: Workshop, tmp_path: Path
) -> None:
    config = maildir(tmp_path, "boss")
    here = await post(world, tools)
    await here.target("gromox", here.house.domain, maildir="{local}")
    # Another organization's administrator gives somebody an address in this one's domain.
    other = await world.organization()
    admin = await world.api(await world.member(other, "ADMIN"))
    made = await admin.post(f"/v2/organizations/{other.id}/users", {"email": "boss@acme.example.org"})
    assert made.status_code == 201, made.text
    boss_id = made.json()["data"]["id"]
    body = {"start": "2050-05-01T00:00:00Z", "end": "2050-05-02T00:00:00Z"}
    await admin.post(f"/v2/organizations/{other.id}/users/{boss_id}/ooo", body)
    await here.run()
    assert not list(config.iterdir())
    assert (await backend_of(world.session, [boss_id])) == {boss_id: "embedded"}
    # Once he belongs there, it does; when he leaves, no more.
    organization = await world.session.get_one(Team, here.house.organization.id)
    membership = await world.join(await world.session.get_one(User, boss_id), organization)
    await publish(world.session, MembershipAccepted(membership.id, organization.id, boss_id))
    await world.session.commit()
    await here.run()
    assert "oof_state = 2" in (config / "autoreply.cfg").read_text()
    own = await world.api(await world.session.get_one(User, here.house.admin.id))
    path = f"/v2/organizations/{organization.id}/memberships/{membership.id}"
    assert (await own.delete(path)).status_code == 200
    await here.run()
    assert "oof_state = 0" in (config / "autoreply.cfg").read_text()


async def test_what_a_server_says_breaks_nothing(world: World, tools: Workshop, tmp_path: Path) -> None:
    config = maildir(tmp_path)
    here = await post(world, tools)
    with clock.frozen(NOW):
        await here.target("gromox", maildir="anna")
        await here.look()
        (config / "internal-reply").write_bytes(b"Subject: a\0b\r\n\r\nx\0y\xff")
        (config / "autoreply.cfg").write_text("oof_state = 1\n")
        sync = await here.look()
        assert (sync.state, sync.problem) == ("in_step", None)
        state = (await here.state(NOW)).state
        assert (state.texts.internal.subject, state.texts.internal.html) == ("ab", "xy\ufffd")
        (config / "autoreply.cfg").write_text("oof_state = 2\nstart_time = 0\nend_time = 253402300799\n")
        sync = await here.look()
    assert (sync.state, sync.problem) == ("failing", "the server's times are out of range")


async def test_a_token_that_cannot_be_sent_is_not_shown(world: World, tools: Workshop) -> None:
    here = await post(world, tools)
    await here.target("jmap", secret="to\nken-äöü", session_url="http://127.0.0.1:1/", auth="bearer")
    sync = await here.look()
    assert sync.problem == "the password or token has characters that cannot be sent"
