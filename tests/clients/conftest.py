"""A live server with a person, a key and something to book, for published clients."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import httpx
import pytest

from tests.browser.conftest import browser, served, site, visitors  # noqa: F401 - pytest looks for them here
from tests.clients.install import node_clients, python_client
from tests.clients.mcp import Assistant, assistant
from tests.support.server import run, serving


@dataclass(frozen=True, slots=True)
class Place:
    """Where clients go, with whose key, to book what."""

    url: str
    key: str
    user_id: int
    organization_id: int
    event_type_id: int
    folder: Path

    def call(self, method: str, path: str, **options: object) -> httpx.Response:
        """A request of our own."""
        headers = {"Authorization": f"Bearer {self.key}", "cal-api-version": "2024-08-13"}
        return httpx.request(method, f"{self.url}{path}", headers=headers, **options)  # type: ignore[arg-type]

    def another_key(self) -> str:
        """A key of the same person, to be used up."""
        made = run(self.folder, "api-key", "create", "--email", "ada@example.com", "--json")
        key: str = json.loads(made.stdout)["apiKey"]
        return key


@pytest.fixture(scope="session")
def place(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Place]:
    """The server."""
    folder = tmp_path_factory.mktemp("server")
    words = ("--email", "ada@example.com", "--name", "Ada", "--password", "something long")
    with serving(folder, OUTBOUND_ALLOW_PRIVATE="true", RATE_LIMIT_PER_MINUTE="10000") as server:
        made = run(folder, "bootstrap", *words, "--org-name", "Acme", "--org-slug", "acme", "--json")
        told = json.loads(made.stdout)
        headers = {"Authorization": f"Bearer {told['apiKey']}", "cal-api-version": "2024-06-14"}
        body = {"title": "A talk", "slug": "talk", "lengthInMinutes": 30}
        answer = httpx.post(f"{server.url}/v2/event-types", headers=headers, json=body)
        assert answer.status_code == 201, answer.text
        me = httpx.get(f"{server.url}/v2/me", headers=headers).json()["data"]
        yield Place(server.url, told["apiKey"], me["id"], me["organizationId"], answer.json()["data"]["id"], folder)


@pytest.fixture(scope="session")
def node_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The clients in JavaScript."""
    return node_clients(tmp_path_factory.mktemp("node"))


@pytest.fixture(scope="session")
def python_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The clients in Python."""
    return python_client(tmp_path_factory.mktemp("python"))


@pytest.fixture
def bare(place: Place, node_folder: Path) -> Iterator[Assistant]:
    """The MCP server as it is published: only tools that name `Authorization` send the key."""
    with assistant(node_folder, place.url, place.key) as here:
        yield here


@pytest.fixture
def keyed(place: Place, node_folder: Path) -> Iterator[Assistant]:
    """The MCP server behind a gateway that adds the key to what its tools send without."""
    with assistant(node_folder, place.url, place.key, adds_key=True) as here:
        yield here
