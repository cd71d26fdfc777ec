"""Each tool of the published MCP server whose operation Locum serves is called by a test, or cannot do its work."""

import json
import re
import subprocess
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from tests.clients import test_mcp_booking, test_mcp_organization, test_mcp_platform
from tests.clients.conftest import Place
from tests.clients.mcp import EXERCISED, Assistant
from tests.support.server import run

pytestmark = pytest.mark.clients

SCENES = (test_mcp_booking, test_mcp_organization, test_mcp_platform)
UNREADABLE: dict[str, dict[str, Any]] = {
    "createEventType": {"title": "T", "slug": "t", "lengthInMinutes": 30},
    "updateEventType": {"title": "T"},
    "createTeamEventType": {"title": "T", "slug": "t", "lengthInMinutes": 30, "schedulingType": "collective"},
    "updateTeamEventType": {"title": "T"},
    "createOrganizationUserOOO": {"start": "2050-01-01T00:00:00Z", "end": "2050-01-02T00:00:00Z"},
    "updateOrganizationUserOOO": {"notes": "N"},
}
"""Tools whose own description the package refuses to read, before it sends anything, with a body that suits each."""
NO_NUMBER_FITS = "createPhoneCall"
"""Its pattern of phone numbers has slashes around it."""

ONE_WORD = {
    "createWebhook": {},
    "createEventTypeWebhook": {"eventTypeId": 1},
    "createOrganizationWebhook": {"orgId": 1},
    "createOAuthClientWebhook": {"clientId": "c"},
}
"""Tools that can only send one word where the API wants a list of triggers."""

BODIES: dict[str, dict[str, Any]] = {"createUserSchedule": {"name": "N", "timeZone": "Europe/Rome", "isDefault": False}}


@dataclass(frozen=True, slots=True)
class Tool:
    """A tool: its operation, and the path parameters that it knows with their types."""

    method: str
    path: str
    knows: dict[str, str]

    @property
    def shape(self) -> tuple[str, str]:
        return self.method, re.sub(r"{[^}]*}", "{}", self.path)

    @property
    def forgets(self) -> bool:
        """Whether it sends the name of a parameter where its value belongs."""
        return bool(set(re.findall(r"{([^}]*)}", self.path)) - self.knows.keys())


@pytest.fixture(scope="module")
def offered(place: Place, node_folder: Path) -> dict[str, Tool]:
    """The tools whose operations Locum serves."""
    done = subprocess.run(["node", "offered.mjs"], cwd=node_folder, capture_output=True, text=True, check=True)
    document = json.loads(run(place.folder, "openapi").stdout)
    served = {Tool(method, path, {}).shape for path, methods in document["paths"].items() for method in methods}
    tools = {name: Tool(*told) for name, told in json.loads(done.stdout).items()}
    return {name: tool for name, tool in tools.items() if tool.shape in served}


def test_every_tool_that_can_work_is_exercised(offered: dict[str, Tool]) -> None:
    assert SCENES
    able = {name for name, tool in offered.items() if not tool.forgets} - UNREADABLE.keys() - ONE_WORD.keys()
    assert able - EXERCISED == set()


def test_unreadable_tools_fail_before_they_send_anything(keyed: Assistant) -> None:
    for name, body in UNREADABLE.items():
        answer = keyed.attempt(name, body)
        assert "strict mode" in answer["error"]["message"] or "unknown format" in answer["error"]["message"]


def test_no_phone_number_fits_the_tool_that_calls(keyed: Assistant) -> None:
    numbers = {"yourPhoneNumber": "+15550001", "numberToCall": "+15550002"}
    body = {**numbers, "calApiKey": "k", "enabled": {}, "templateType": "CUSTOM_TEMPLATE"}
    answer = keyed.attempt(NO_NUMBER_FITS, body, eventTypeId=1, orgId=1)
    assert "must match pattern" in answer["error"]["message"]


def test_forgetful_tools_are_told_so(keyed: Assistant, offered: dict[str, Tool]) -> None:
    forgetful = {
        name: tool for name, tool in offered.items() if tool.forgets and name not in {*UNREADABLE, NO_NUMBER_FITS}
    }
    assert forgetful
    for name, tool in forgetful.items():
        params = {param: 1 if kind == "number" else "1" for param, kind in tool.knows.items()}
        refused = keyed.refusal(name, BODIES.get(name), **params)
        assert refused["status"] == "error", name
        assert refused["error"]["code"] in ("BadRequestException", "NotFoundException", "ForbiddenException"), name


def test_one_word_is_no_list_of_triggers(keyed: Assistant, place: Place) -> None:
    body = {"active": True, "subscriberUrl": "https://hooks.example.com", "triggers": "BOOKING_CREATED"}
    refused = keyed.refusal("createWebhook", body)
    assert [item["property"] for item in refused["error"]["details"]["errors"]] == ["triggers"]
