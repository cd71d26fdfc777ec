"""JMAP, Microsoft Graph and Gmail against stand-ins: nothing of this was tried on the real ones."""

import json
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from locum.db.jobs import Workshop
from locum.delegation.models import DelegationCredential
from locum.delegation.providers import google, microsoft
from locum.kit import clock
from locum.replies.setting import Told, say
from locum.replies.state import Audience, Text
from locum.targets.backends import gmail, graph, tokens
from locum.targets.backends.gmail import Gmail
from locum.targets.backends.graph import Graph
from locum.targets.backends.jmap import Jmap, JmapSettings
from locum.targets.backends.port import Backend, Mailbox, TargetFailure
from locum.targets.holding import Holding, projected
from locum.users.models import User
from locum.users.service import delete_user
from tests.delegation.test_credentials import PEM
from tests.factories.targets import NOW, post
from tests.factories.world import World
from tests.support.json_server import json_server
from tests.targets.peers import TENANT, GmailPeer, GraphPeer, JmapPeer, milliseconds

ANNA = Mailbox(1, "anna@acme.example.org", (), ("acme.example.org",))
START, END = datetime(2027, 5, 10, tzinfo=UTC), datetime(2027, 5, 13, 6, 30, 15, tzinfo=UTC)
WHOLE = Holding("scheduled", START, END, "all", Text("In", "<p>in</p>"), Text("Out", "<p>out &amp; about</p>"))
MICROSOFT = {"tenant_id": TENANT, "client_id": "app", "private_key": "azure"}
GOOGLE = {"client_email": "sa@p.example", "client_id": "77", "private_key": PEM}

Peer = JmapPeer | GraphPeer | GmailPeer
Opened = tuple[Any, Backend]


@asynccontextmanager
async def _jmap() -> AsyncIterator[Opened]:
    peer = JmapPeer()
    async with json_server(peer.answer) as address:
        settings = JmapSettings(session_url=f"{address}/session")
        yield peer, Jmap(settings, ANNA, "secret", allow_private=True)


@asynccontextmanager
async def _graph(patch: pytest.MonkeyPatch) -> AsyncIterator[Opened]:
    peer = GraphPeer()
    async with json_server(peer.answer) as address:
        patch.setattr(microsoft, "LOGIN", address)
        patch.setattr(graph, "GRAPH", address)
        yield peer, Graph(ANNA, MICROSOFT, allow_private=True)


@asynccontextmanager
async def _gmail(patch: pytest.MonkeyPatch) -> AsyncIterator[Opened]:
    peer = GmailPeer()
    async with json_server(peer.answer) as address:
        patch.setattr(google, "TOKEN_ADDRESS", f"{address}/token")
        patch.setattr(gmail, "GMAIL", address)
        yield peer, Gmail(ANNA, GOOGLE, allow_private=True)


@pytest.fixture(params=["jmap", "graph", "gmail"])
async def opened(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Opened]:
    makers: dict[str, Callable[[], Any]] = {
        "jmap": _jmap,
        "graph": lambda: _graph(monkeypatch),
        "gmail": lambda: _gmail(monkeypatch),
    }
    async with makers[request.param]() as found:
        yield found


@pytest.mark.parametrize("audience", ["none", "known", "all"])
@pytest.mark.parametrize("mode", ["on", "scheduled", "off"])
async def test_what_is_written_is_read_back(opened: Opened, mode: Any, audience: Audience) -> None:
    peer, backend = opened
    holds = (await backend.read()).holds
    with clock.frozen(NOW):
        ours = projected(replace(WHOLE, mode=mode, audience=audience), holds, NOW)
        await backend.write(ours)
        back = (await backend.read()).held
    assert back.essence == ours.essence
    assert peer.writes == 1
    assert (back.external.html or "").find("out &amp; about") >= 0 or audience == "none"
    if holds.subjects:
        assert back.external.subject == ours.external.subject


async def test_a_reading_of_the_same_is_the_same(opened: Opened) -> None:
    _, backend = opened
    with clock.frozen(NOW):
        await backend.write(projected(WHOLE, (await backend.read()).holds, NOW))
        assert await backend.read() == await backend.read()


async def test_jmap_says_what_the_object_has() -> None:
    async with _jmap() as (peer, backend):
        await backend.write(projected(WHOLE, (await backend.read()).holds, NOW))
        assert peer.row == {
            "id": "singleton",
            "isEnabled": True,
            "fromDate": "2027-05-10T00:00:00Z",
            "toDate": "2027-05-13T06:30:15Z",
            "subject": "Out",
            "htmlBody": "<p>out &amp; about</p>",
            "textBody": "out & about",
        }


async def test_jmap_never_writes_over_what_somebody_changed_meanwhile() -> None:
    async with _jmap() as (peer, backend):
        await backend.read()
        peer.state += 1
        with pytest.raises(TargetFailure, match="stateMismatch"):
            await backend.write(WHOLE)
        assert peer.writes == 0


async def test_jmap_with_one_end_counts_as_it_stands() -> None:
    async with _jmap() as (peer, backend):
        peer.row |= {"isEnabled": True, "toDate": "2027-05-02T00:00:00Z", "textBody": "a < b\n\nc"}
        with clock.frozen(NOW):
            held = (await backend.read()).held
        assert (held.mode, held.external.html) == ("on", "<p>a &lt; b</p><p>c</p>")
        with clock.frozen(NOW + timedelta(days=2)):
            assert (await backend.read()).held.mode == "off"


async def test_graph_speaks_of_the_zone_it_was_told(monkeypatch: pytest.MonkeyPatch) -> None:
    async with _graph(monkeypatch) as (peer, backend):
        peer.setting |= {
            "status": "scheduled",
            "scheduledStartDateTime": {"dateTime": "2027-05-10T02:00:00.0000000", "timeZone": "Europe/Berlin"},
            "scheduledEndDateTime": {"dateTime": "2027-05-11T00:00:00.0000000", "timeZone": "tzone://Microsoft/Utc"},
        }
        held = (await backend.read()).held
        assert (held.start, held.end) == (START, START + timedelta(days=1))
        peer.setting["scheduledEndDateTime"]["timeZone"] = "Romance Standard Time"
        with pytest.raises(TargetFailure, match="unknown zone, Romance Standard Time"):
            await backend.read()


async def test_gmail_is_asked_in_the_name_of_the_person(monkeypatch: pytest.MonkeyPatch) -> None:
    async with _gmail(monkeypatch) as (peer, backend):
        await backend.write(projected(replace(WHOLE, audience="known"), (await backend.read()).holds, NOW))
        assert set(peer.subjects) == {"anna@acme.example.org"}
        assert set(peer.scopes) == {"https://www.googleapis.com/auth/gmail.settings.basic"}
        assert peer.resource == {
            "enableAutoReply": True,
            "responseSubject": "Out",
            "responseBodyHtml": "<p>out &amp; about</p>",
            "restrictToContacts": True,
            "startTime": milliseconds(START),
            "endTime": milliseconds(END),
        }


async def test_refusals_are_said_without_secrets(monkeypatch: pytest.MonkeyPatch) -> None:
    async with _jmap() as (peer, backend):
        peer.password = "another"
        with pytest.raises(TargetFailure, match=r"^the server does not let Locum in \(401\)$"):
            await backend.read()
    async with _graph(monkeypatch) as (_, backend):
        wrong = Graph(ANNA, {**MICROSOFT, "private_key": "wrong"}, allow_private=True)
        with pytest.raises(TargetFailure, match=r"^no access: the provider says invalid_client$"):
            await wrong.read()
        private = Graph(ANNA, MICROSOFT, allow_private=False)
        with pytest.raises(TargetFailure, match=r"^no access: the provider does not answer$"):
            await private.read()


async def test_a_domains_delegation_credential_is_enough(
    world: World, tools: Workshop, monkeypatch: pytest.MonkeyPatch
) -> None:
    here = await post(world, tools)
    sealed = tools.settings.vault.seal(json.dumps(MICROSOFT))
    row = DelegationCredential(
        organization_id=here.house.organization.id,
        platform="office365",
        domain="acme.example.org",
        service_account_key=sealed,
        enabled=False,
    )
    world.session.add(row)
    await world.session.commit()
    async with _graph(monkeypatch) as (peer, _):
        with clock.frozen(NOW):
            await here.target("graph")
            await here.run()
            lacking = await here.sync()
            assert lacking.problem == "there is neither a key nor an enabled delegation credential of the mail domain"
            row = await world.session.merge(row)
            row.enabled = True
            await world.session.commit()
            user = await world.session.get_one(User, here.anna.id)
            told = Told("scheduled", "known", START, END, Text("S", "<p>in</p>"), Text("S", "<p>out</p>"))
            await say(world.session, user, told)
            await world.session.commit()
            await here.run()
            sync = await here.sync()
            assert (sync.state, sync.problem, sync.lost) == ("in_step", None, {"parts": ["subject"]})
            assert peer.setting["status"] == "scheduled"
            assert peer.setting["externalAudience"] == "contactsOnly"
            # Outlook wraps and the text comes back in other words: nobody changed anything, nothing is written.
            await here.look()
            assert peer.writes == 1
            peer.setting["externalReplyMessage"] = "<html><body>changed in Outlook</body></html>"
            await here.look()
            assert peer.writes == 1
            state = (await here.state(NOW)).state
            assert state.texts.external.html == "<html><body>changed in Outlook</body></html>"
            assert state.texts.internal.html == "<p>in</p>"
            # The key is the organization's: whoever leaves it is switched off with it, and served by it no more.
            api = await world.api(await world.session.get_one(User, here.house.admin.id))
            memberships = f"/v2/organizations/{here.house.organization.id}/memberships"
            mine = [one for one in (await api.get(memberships)).json()["data"] if one["userId"] == here.anna.id]
            assert (await api.delete(f"{memberships}/{mine[0]['id']}")).status_code == 200
            sync = await here.look()
            assert sync.problem == "there is neither a key nor an enabled delegation credential of the mail domain"
            await delete_user(world.session, await world.session.get_one(User, here.anna.id))
            await world.session.commit()
            await here.run()
            assert peer.setting["status"] == "disabled"


@pytest.fixture
def fresh_tokens(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nobody was given a token yet."""
    monkeypatch.setattr(tokens, "TOKENS", tokens.Tokens())


@pytest.mark.usefixtures("fresh_tokens")
async def test_a_token_is_used_until_shortly_before_its_end(monkeypatch: pytest.MonkeyPatch) -> None:
    async with _graph(monkeypatch) as (peer, backend):
        peer.lasts = 3600
        for minutes, sign_ins in [(0, 1), (57, 1), (59, 2), (61, 2)]:
            with clock.frozen(NOW + timedelta(minutes=minutes)):
                await backend.read()
            assert peer.sign_ins == sign_ins
        peer.lasts = "soon"
        with clock.frozen(NOW + timedelta(days=1)):
            await backend.read()
            await backend.read()
        assert peer.sign_ins == 4


@pytest.mark.usefixtures("fresh_tokens")
async def test_a_token_that_was_taken_back_is_replaced_once(monkeypatch: pytest.MonkeyPatch) -> None:
    async with _graph(monkeypatch) as (peer, backend):
        peer.lasts = "3600"
        await backend.read()
        peer.token = "another"
        await backend.write(projected(WHOLE, graph.HOLDS, NOW))
        assert (peer.sign_ins, peer.writes) == (2, 1)
        wrong = Graph(ANNA, {**MICROSOFT, "private_key": "wrong"}, allow_private=True)
        with pytest.raises(TargetFailure, match="invalid_client"):
            await wrong.read()


@pytest.mark.usefixtures("fresh_tokens")
async def test_a_token_speaks_for_one_person_only(monkeypatch: pytest.MonkeyPatch) -> None:
    async with _gmail(monkeypatch) as (peer, backend):
        peer.lasts = 3600
        await backend.read()
        await backend.read()
        await Gmail(replace(ANNA, address="ben@acme.example.org"), GOOGLE, allow_private=True).read()
        assert peer.subjects == ["anna@acme.example.org", "ben@acme.example.org"]


async def test_the_one_text_of_a_server_is_the_one_that_goes_out(
    world: World, tools: Workshop, monkeypatch: pytest.MonkeyPatch
) -> None:
    here = await post(world, tools)
    async with _gmail(monkeypatch) as (peer, _):
        with clock.frozen(NOW):
            await here.target("gmail", secret=json.dumps(GOOGLE))
            user = await world.session.get_one(User, here.anna.id)
            await say(world.session, user, Told("on", "all", None, None, Text("I", "<p>in</p>"), Text("O", "<p>o</p>")))
            await world.session.commit()
            await here.run()
            assert (await here.sync()).lost == {"parts": ["texts"]}
            assert peer.resource["responseBodyHtml"] == "<p>o</p>"
            peer.resource |= {"responseBodyHtml": "<div>new</div>", "restrictToDomain": True}
            await here.look()
            state = (await here.state(NOW)).state
            assert (state.mode, state.audience) == ("on", "none")
            assert state.texts.internal.html == "<div>new</div>"
            assert peer.writes == 1
