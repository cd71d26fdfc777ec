"""The question whether an application may act for somebody, and where its answer goes."""

import re
from collections.abc import Sequence
from urllib.parse import parse_qs, parse_qsl, quote, urlencode, urlsplit

import pytest
from httpx import Response
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from locum.http.credentials import digest
from locum.http.scopes import SCOPES
from locum.kit.passwords import hash_password
from locum.oauth2.models import AuthorizationCode, Grant
from locum.oauth2.rules.managing import Kind, Manager
from locum.users.models import User
from tests.factories.oauth2 import CALLBACK, CHALLENGE, App, make_app, refusal
from tests.factories.world import World
from tests.pages.browser import Reader, forms_of, links_of, text_of

PASSWORD = "correct horse battery"
DIGEST = hash_password(PASSWORD)
AUTHORIZE = "/auth/oauth2/authorize"
PKCE = {"code_challenge": CHALLENGE, "code_challenge_method": "S256"}


@pytest.fixture
def reader(world: World) -> Reader:
    return Reader(world.client)


@pytest.fixture
async def app(world: World) -> App:
    return await make_app(world)


async def signed_in(world: World, reader: Reader, **values: object) -> User:
    user = await world.user(password_hash=DIGEST, **values)
    await reader.send(await reader.open("/auth/login"), email=user.email, password=PASSWORD)
    return user


def question(app: App, **changes: str | None) -> str:
    """The address that an application leads people to."""
    usual = {
        "client_id": app.row.client_id,
        "redirect_uri": CALLBACK,
        "response_type": "code",
        "state": "a b&c=d",
    }
    pairs = {name: value for name, value in {**usual, **changes}.items() if value is not None}
    return f"{AUTHORIZE}?{urlencode(pairs)}"


async def answered(reader: Reader, page: Response, answer: str = "allow", **typed: str) -> Response:
    """Send the question's form, without following where it leads."""
    form = next(form for form in forms_of(page.text) if form.action.startswith(AUTHORIZE))
    fields = {**form.fields, "answer": answer, **typed}
    return await reader.client.post(form.action, data=fields, headers=reader.headers)


def told(answer: Response, redirect_uri: str = CALLBACK) -> dict[str, str]:
    """What the browser carries to the application."""
    assert answer.status_code == 303, answer.text
    location = answer.headers["location"]
    assert location.startswith(redirect_uri + ("&" if "?" in redirect_uri else "?")), location
    assert answer.headers["cache-control"] == "no-store"
    pairs = parse_qsl(location.removeprefix(redirect_uri)[1:])
    assert len(dict(pairs)) == len(pairs)
    return dict(pairs)


async def test_from_the_question_to_the_tokens(world: World, reader: Reader, app: App) -> None:
    anna = await world.user(password_hash=DIGEST)
    asked = await reader.open(question(app))
    assert asked.url.path == "/auth/login"
    page = await reader.send(asked, "/auth/login", email=anna.email, password=PASSWORD)
    assert page.url.path == AUTHORIZE
    assert "Planner wants to act for you" in text_of(page.text)
    assert anna.email in page.text
    got = told(await answered(reader, page))
    assert set(got) == {"code", "state"}
    assert got["state"] == "a b&c=d"
    pair = await app.send(app.exchange(got["code"]))
    assert pair.status_code == 200, pair.text
    grant = (await world.session.scalars(select(Grant).where(Grant.user_id == anna.id))).one()
    assert (grant.application_id, grant.team_id) == (app.row.id, None)


async def test_only_the_digest_of_the_code_is_kept(world: World, reader: Reader, app: App) -> None:
    await signed_in(world, reader)
    code = told(await answered(reader, await reader.open(question(app))))["code"]
    kept = (await world.session.scalars(select(AuthorizationCode))).all()
    assert digest(code) in {row.digest for row in kept}
    assert not any(code in str(vars(row)) for row in kept)


async def test_saying_no(world: World, reader: Reader, app: App) -> None:
    await signed_in(world, reader)
    got = told(await answered(reader, await reader.open(question(app)), "deny"))
    assert (got["error"], got["state"]) == ("access_denied", "a b&c=d")
    assert "code" not in got
    assert (await world.session.scalars(select(Grant))).all() == []


async def test_no_answer_is_no(world: World, reader: Reader, app: App) -> None:
    await signed_in(world, reader)
    assert told(await answered(reader, await reader.open(question(app)), ""))["error"] == "access_denied"


async def test_clients_as_they_are(world: World, reader: Reader, app: App) -> None:
    """Comma-joined scopes (command line), no response_type (chat), register=false (iOS), no state."""
    await signed_in(world, reader)
    for changes in (
        {"scope": "READ_PROFILE,READ_BOOKING"},
        {"scope": "READ_PROFILE READ_BOOKING"},
        {"response_type": None},
        {"register": "false"},
        {"response_type": "", "scope": ""},
    ):
        page = await reader.open(question(app, **changes))
        assert page.url.path == AUTHORIZE
        assert "everything" in text_of(page.text)
        code = told(await answered(reader, page))["code"]
        tokens = (await app.send(app.exchange(code))).json()
        assert tokens["scope"] == "READ_BOOKING READ_PROFILE"
    assert set(told(await answered(reader, await reader.open(question(app, state=None))))) == {"code"}


async def test_all_scopes_at_once_survive_the_way_through_sign_in(world: World, reader: Reader) -> None:
    every = sorted(scope for scope in SCOPES if "_" in scope and not scope.startswith("READ_"))
    app = await make_app(world, scopes=every)
    anna = await world.user(password_hash=DIGEST)
    asked = await reader.open(question(app, scope=" ".join(every), state="s" * 1500, **PKCE))
    page = await reader.send(asked, "/auth/login", email=anna.email, password=PASSWORD)
    assert page.url.path == AUTHORIZE
    words = text_of(page.text)
    for thing in ("Bookings", "Working hours and absences", "Members and their roles", "Attributes of members"):
        assert thing in words
    assert told(await answered(reader, page))["state"] == "s" * 1500


async def test_scopes_in_words(world: World, reader: Reader) -> None:
    app = await make_app(world, scopes=["BOOKING_READ", "SCHEDULE_READ", "SCHEDULE_WRITE", "ORG_PROFILE_WRITE"])
    await signed_in(world, reader)
    page = await reader.open(question(app, scope="BOOKING_READ SCHEDULE_READ SCHEDULE_WRITE ORG_PROFILE_WRITE"))
    listed = re.findall(r"<dt>(.*?)</dt><dd>(.*?)</dd>", page.text)
    assert listed == [
        ("Bookings", "see"),
        ("Working hours and absences", "see, change and remove"),
        ("Teams and their settings", "change and remove"),
    ]
    old = await make_app(world)
    beside = await reader.open(question(old, scope="READ_PROFILE BOOKING_READ"))
    assert re.findall(r"<dt>(.*?)</dt>", beside.text) == ["Bookings"]
    narrow = await reader.open(question(app, scope="BOOKING_READ"))
    assert re.findall(r"<dt>(.*?)</dt>", narrow.text) == ["Bookings"]


@pytest.mark.parametrize(
    ("changes", "error"),
    [
        ({"scope": "BOOKING_READ NONSENSE"}, "invalid_scope"),
        ({"scope": "BOOKING_WRITE"}, "invalid_scope"),
        ({"scope": "READ_BOOKING"}, "invalid_scope"),
        ({"response_type": "token"}, "unsupported_response_type"),
        ({"response_type": "code token"}, "unsupported_response_type"),
        ({"code_challenge": CHALLENGE}, "invalid_request"),
        ({"code_challenge": CHALLENGE, "code_challenge_method": "plain"}, "invalid_request"),
        ({"code_challenge": "short", "code_challenge_method": "S256"}, "invalid_request"),
        ({"code_challenge_method": "S256"}, "invalid_request"),
    ],
)
async def test_mistakes_are_told_to_the_application(
    world: World, reader: Reader, changes: dict[str, str], error: str
) -> None:
    app = await make_app(world, scopes=["BOOKING_READ"])
    got = told(await reader.client.get(question(app, **changes)))
    assert (got["error"], got["state"]) == (error, "a b&c=d")
    assert got["error_description"]


async def test_said_twice(world: World, reader: Reader, app: App) -> None:
    for name in ("scope", "state", "response_type"):
        got = told(await reader.client.get(f"{question(app)}&{name}=code&{name}=code"))
        assert got["error"] == "invalid_request"
    for name in ("client_id", "redirect_uri"):
        answer = await reader.client.get(f"{question(app)}&{name}={app.row.client_id}")
        assert answer.status_code in {400, 404}
        assert "location" not in answer.headers


async def test_public_applications_bring_a_challenge(world: World, reader: Reader) -> None:
    phone = await make_app(world, kind=Kind.PUBLIC)
    await signed_in(world, reader)
    assert told(await reader.client.get(question(phone)))["error"] == "invalid_request"
    code = told(await answered(reader, await reader.open(question(phone, **PKCE))))["code"]
    assert (await phone.send(phone.exchange(code))).status_code == 200


@pytest.mark.parametrize(
    "redirect_uri",
    [
        None,
        "",
        "https://evil.example/callback",
        "https://app.example.com/callback/",
        "https://app.example.com/Callback",
        "https://app.example.com/callback?x=1",
        "https://app.example.com/callback#x",
        "https://app.example.com/callback/../other",
        "https://app.example.com@evil.example/callback",
        "https://evil.example\\@app.example.com/callback",
        "https://app.example.com:8443/callback",
        "http://app.example.com/callback",
        "//app.example.com/callback",
        " https://app.example.com/callback",
        "javascript:alert(1)",
    ],
)
async def test_nothing_goes_to_an_address_that_is_not_registered(
    world: World, reader: Reader, app: App, redirect_uri: str | None
) -> None:
    for _ in range(2):
        answer = await reader.client.get(question(app, redirect_uri=redirect_uri, scope="NONSENSE"))
        assert answer.status_code == 400
        assert "location" not in answer.headers
        assert all(urlsplit(link).netloc == "" for link in links_of(answer.text))
        assert "Nothing was sent there" in text_of(answer.text)
        await signed_in(world, reader)


async def test_an_application_that_nobody_knows(reader: Reader, app: App) -> None:
    for client_id in (None, "", "nobody", app.row.client_id.upper()):
        answer = await reader.client.get(question(app, client_id=client_id))
        assert answer.status_code == 404
        assert "location" not in answer.headers


async def test_a_changed_address_does_not_get_the_answer(world: World, reader: Reader, app: App) -> None:
    await signed_in(world, reader)
    page = await reader.open(question(app))
    form = next(form for form in forms_of(page.text) if form.action.startswith(AUTHORIZE))
    action = question(app, redirect_uri="https://evil.example/callback")
    answer = await reader.client.post(action, data={**form.fields, "answer": "allow"}, headers=reader.headers)
    assert answer.status_code == 400
    assert "location" not in answer.headers
    assert (await world.session.scalars(select(Grant))).all() == []


async def test_the_answer_is_the_persons_own(world: World, reader: Reader, app: App) -> None:
    await signed_in(world, reader)
    page = await reader.open(question(app))
    for headers in ({"Sec-Fetch-Site": "cross-site"}, {"Origin": "https://evil.example"}):
        reader.headers = headers
        assert (await answered(reader, page)).status_code == 403
    reader.headers = {"Sec-Fetch-Site": "same-origin"}
    assert (await answered(reader, page, token="0" * 64)).status_code == 403
    bare = await reader.client.post(question(app), data={"answer": "allow"}, headers=reader.headers)
    assert bare.status_code == 403
    assert (await world.session.scalars(select(Grant))).all() == []


async def test_no_other_site_frames_the_question(world: World, reader: Reader, app: App) -> None:
    await signed_in(world, reader)
    for page in (await reader.open(question(app)), await reader.open(question(app, client_id="nobody"))):
        policy = page.headers["content-security-policy"]
        assert "frame-ancestors 'none'" in policy
        assert page.headers["x-frame-options"] == "DENY"
        assert page.headers["cache-control"] == "no-store"


@pytest.mark.parametrize(
    ("redirect_uri", "targets"),
    [
        (CALLBACK, "https:"),
        ("http://localhost:8019/callback", "http://localhost:8019 https:"),
        ("com.example.app:/callback?x=1", "com.example.app: https:"),
        ("calcom://auth", "calcom: https:"),
    ],
)
async def test_the_browser_may_follow_the_answer(world: World, reader: Reader, redirect_uri: str, targets: str) -> None:
    app = await make_app(world, redirect_uris=["https://other.example.com/", redirect_uri])
    await signed_in(world, reader)
    page = await reader.open(question(app, redirect_uri=redirect_uri))
    assert f"form-action 'self' {targets};" in page.headers["content-security-policy"]
    assert "code" in told(await answered(reader, page), redirect_uri)


async def test_another_port_of_the_same_machine(world: World, reader: Reader) -> None:
    registered, asked = "http://127.0.0.1/callback", "http://127.0.0.1:51004/callback"
    phone = await make_app(world, kind=Kind.PUBLIC, redirect_uris=[registered])
    await signed_in(world, reader)
    page = await reader.open(question(phone, redirect_uri=asked, **PKCE))
    code = told(await answered(reader, page), asked)["code"]
    mismatch = refusal(await phone.send(phone.exchange(code, redirect_uri=registered)))
    assert mismatch == (400, "invalid_grant", "redirect_uri_mismatch")
    code = told(await answered(reader, page), asked)["code"]
    assert (await phone.send(phone.exchange(code, redirect_uri=asked))).status_code == 200
    confidential = await make_app(world, redirect_uris=[registered])
    assert (await reader.open(question(confidential, redirect_uri=asked))).status_code == 400


async def test_what_waits_for_approval_asks_its_owner_only(world: World, reader: Reader) -> None:
    owner = await signed_in(world, reader)
    app = await make_app(world, owner=owner, manager=Manager(owner.id))
    page = await reader.open(question(app))
    assert "Nobody has approved this application yet" in text_of(page.text)
    assert "code" in told(await answered(reader, page))
    await reader.client.post("/auth/logout", data=forms_of(page.text)[0].fields, headers=reader.headers)
    await signed_in(world, reader)
    other = await reader.open(question(app))
    assert other.status_code == 403
    assert not any(form.action.startswith(AUTHORIZE) for form in forms_of(other.text))
    sent = await reader.client.post(
        question(app), data={**forms_of(page.text)[1].fields, "answer": "allow"}, headers=reader.headers
    )
    assert sent.status_code == 403
    faulty = await reader.client.get(question(app, scope="NONSENSE"))
    assert (faulty.status_code, "location" in faulty.headers) == (400, False)


async def test_an_owner_may_choose_for_whom(world: World, reader: Reader, app: App) -> None:
    anna = await signed_in(world, reader)
    organization, led = await world.organization(name="Engines"), await world.organization(name="Led")
    await world.join(anna, organization, "OWNER")
    await world.join(anna, led, "ADMIN")
    page = await reader.open(question(app))
    assert "Engines" in page.text
    assert "Led" not in page.text
    told(await answered(reader, page, **{"for": str(organization.id)}))
    grant = (await world.session.scalars(select(Grant))).one()
    assert grant.team_id == organization.id
    for foreign, status in ((str(led.id), 403), ("999999999", 403), ("x", 400), ("9" * 30, 400)):
        assert (await answered(reader, page, **{"for": foreign})).status_code == status


async def test_somebody_else_signs_in_instead(world: World, reader: Reader, app: App) -> None:
    await signed_in(world, reader)
    other = await world.user(password_hash=DIGEST)
    left = await reader.send(await reader.open(question(app)), "/auth/logout")
    assert left.url.path == "/auth/login"
    page = await reader.send(left, "/auth/login", email=other.email, password=PASSWORD)
    assert page.url.path == AUTHORIZE
    assert other.email in page.text


async def test_a_session_that_ended_meanwhile(world: World, reader: Reader, app: App, session: AsyncSession) -> None:
    await signed_in(world, reader)
    page = await reader.open(question(app))
    fields, cookies = forms_of(page.text)[1].fields, dict(reader.client.cookies)
    await reader.send(page, "/auth/logout")
    for name, value in cookies.items():
        reader.client.cookies.set(name, value)
    answer = await reader.client.post(question(app), data={**fields, "answer": "allow"}, headers=reader.headers)
    assert answer.status_code == 303
    assert urlsplit(answer.headers["location"]).path == "/auth/login"
    assert parse_qs(urlsplit(answer.headers["location"]).query)["next"] == [question(app)]


@pytest.mark.parametrize("text", ["\x00", "a\x00b", "\ud800", "x" * 20_000, "%", "{}", "\u202e"])
async def test_whatever_is_in_the_address_is_answered(world: World, reader: Reader, app: App, text: str) -> None:
    await signed_in(world, reader)
    for name in ("client_id", "redirect_uri", "scope", "state", "code_challenge", "response_type"):
        address = f"{question(app, **{name: None})}&{name}={quote(text, errors='surrogatepass')}"
        assert (await reader.client.get(address)).status_code in {200, 303, 400, 404}


@pytest.mark.parametrize("language", ["en", "de", "ar"])
async def test_names_are_words_and_nothing_else(world: World, reader: Reader, language: str) -> None:
    app = await make_app(world, name="<script>alert(1)</script>", logo_url="https://elsewhere.example/logo.png")
    await signed_in(world, reader, locale=language)
    page = await reader.open(question(app))
    assert "<script>alert" not in page.text
    assert "elsewhere.example" not in page.text
    assert f'lang="{language}"' in page.text


async def test_no_secret_reaches_the_log(
    world: World, reader: Reader, app: App, capsys: pytest.CaptureFixture[str]
) -> None:
    await signed_in(world, reader)
    code = told(await answered(reader, await reader.open(question(app))))["code"]
    pair = (await app.send(app.exchange(code))).json()
    await app.send(app.renewal(pair["refresh_token"]))
    await app.send(app.exchange(code))
    logged = "".join(capsys.readouterr())
    assert "/v2/auth/oauth2/token" in logged
    secrets: Sequence[str | None] = (code, app.secret, pair["access_token"], pair["refresh_token"])
    assert not any(secret and secret in logged for secret in secrets)
