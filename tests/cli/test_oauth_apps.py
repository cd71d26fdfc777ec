"""Applications from the command line, and a client of the flow against a real server, with nothing but HTTP."""

import json
import re
from collections.abc import Callable
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import httpx
import pytest
from typer.testing import CliRunner, Result

from locum.cli.main import app
from locum.kit.errors import LocumError
from tests.conftest import make_database
from tests.factories.oauth2 import CHALLENGE, VERIFIER
from tests.support.server import Server, run, serving

PASSWORD = "correct horse"
BOOTSTRAP = ("bootstrap", "--email", "ada@example.com", "--password", PASSWORD, "--org-name", "A", "--org-slug", "a")
CALLBACK = "http://localhost:8019/callback"
CREATE = ("oauth-app", "create", "--name", "Command line [beta]", "--redirect-uri", CALLBACK, "--json")


def _made(data_dir: Path, *words: str) -> dict[str, str]:
    done = run(data_dir, *CREATE, *words)
    assert done.returncode == 0, done.stderr
    found: dict[str, str] = json.loads(done.stdout)
    return found


def _code(server: Server, client_id: str, **more: str) -> str:
    """What somebody's browser does: sign in, allow, carry the code."""
    asked = {"client_id": client_id, "redirect_uri": CALLBACK, "scope": "PROFILE_READ", "state": "s", **more}
    with httpx.Client(base_url=server.url, follow_redirects=True) as browser:
        page = browser.get("/auth/oauth2/authorize", params=asked)
        token = re.findall(r'name="token" value="(\w+)"', page.text)[-1]
        page = browser.post(page.url, data={"token": token, "email": "ada@example.com", "password": PASSWORD})
        token = re.findall(r'name="token" value="(\w+)"', page.text)[-1]
        answer = browser.post(page.url, data={"token": token, "answer": "allow"}, follow_redirects=False)
    location = answer.headers["location"]
    assert location.startswith(CALLBACK + "?"), location
    return parse_qs(urlsplit(location).query)["code"][0]


def test_from_registration_to_rejection(data_dir: Path) -> None:
    with serving(data_dir) as server:
        assert run(data_dir, *BOOTSTRAP).returncode == 0
        made = _made(data_dir, "--scope", "PROFILE_READ,BOOKING_READ", "--owner", "ada@example.com")
        phone = _made(data_dir, "--scope", "PROFILE_READ", "--public")
        assert phone["clientSecret"] is None
        token, grant = f"{server.url}/v2/auth/oauth2/token", {"grant_type": "authorization_code"}
        body = {**grant, "redirect_uri": CALLBACK, "client_id": made["clientId"]}
        rotated = json.loads(run(data_dir, "oauth-app", "rotate", made["clientId"], "--json").stdout)["clientSecret"]
        for secret in (made["clientSecret"], rotated):
            code = _code(server, made["clientId"])
            assert httpx.post(token, json={**body, "code": code, "client_secret": secret}).status_code == 200

        code = _code(server, phone["clientId"], code_challenge=CHALLENGE, code_challenge_method="S256")
        body = {**grant, "redirect_uri": CALLBACK, "client_id": phone["clientId"], "code_verifier": VERIFIER}
        pair = httpx.post(f"{server.url}/api/auth/oauth/token", data={**body, "code": code}).json()
        headers = {"Authorization": f"Bearer {pair['access_token']}"}
        assert httpx.get(f"{server.url}/v2/me", headers=headers).json()["data"]["email"] == "ada@example.com"
        assert run(data_dir, "oauth-app", "reject", phone["clientId"]).returncode == 0
        assert httpx.get(f"{server.url}/v2/me", headers=headers).status_code == 401


@pytest.fixture
def told(cluster_url: str, worker_name: str) -> Callable[..., Result]:
    """Gives commands to a server that is not running, and keeps what they say."""
    url = make_database(cluster_url, f"oauth_apps_{worker_name}")
    environment = {"LOCUM_DATABASE_URL": url, "LOCUM_SECRET_KEY": "a secret of the tests"}
    return lambda *words: CliRunner().invoke(app, ["oauth-app", *words], env=environment)


def test_looking_after_applications(told: Callable[..., Result]) -> None:
    client_id, secret = told(*CREATE[1:-1], "--scope", "PROFILE_READ", "--trusted").stdout.split()[-2:]
    renewed = told("rotate", client_id, "--at-once").stdout.split()[-1]
    assert renewed != secret
    for word, status in (("reject", "REJECTED"), ("approve", "APPROVED")):
        assert told(word, client_id).exit_code == 0
        (listed,) = json.loads(told("list", "--json").stdout)
        assert listed["status"] == status
    assert listed == {
        "clientId": client_id,
        "name": "Command line [beta]",
        "kind": "CONFIDENTIAL",
        "status": "APPROVED",
        "isTrusted": True,
        "redirectUris": [CALLBACK],
        "scopes": ["PROFILE_READ"],
    }
    shown = told("list").stdout
    assert "[beta]" in shown
    assert "trusted" in shown
    assert told("remove", client_id).exit_code == 0
    assert json.loads(told("list", "--json").stdout) == []


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ((*CREATE[1:], "--scope", "NONSENSE"), "There is no scope NONSENSE"),
        ((*CREATE[1:], "--scope", "PROFILE_READ", "--owner", "nobody@example.com"), "nobody here has the address"),
        ((*CREATE[1:], "--scope", "PROFILE_READ", "--redirect-uri", "http://elsewhere.example/"), "must be https"),
        (("approve", "nobody"), "OAuth client with ID nobody not found"),
    ],
)
def test_mistakes_are_told(told: Callable[..., Result], words: tuple[str, ...], said: str) -> None:
    done = told(*words)
    assert isinstance(done.exception, LocumError)
    assert said in str(done.exception)
