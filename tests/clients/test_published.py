"""Programs that others published for the hosted product do their work on Locum, as they are (client surface sheet).

They are installed for the run, so it needs npm and PyPI: `make clients`.
"""

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from tests.clients.conftest import Place

pytestmark = pytest.mark.clients


def _node(folder: Path, place: Place, *words: str, told: str | None = None, **environment: str) -> str:
    done = subprocess.run(
        ["node", *words],
        cwd=folder,
        env={**os.environ, "LOCUM_UNDER_TEST": place.url, "LOCUM_KEY": place.key, **environment},
        input=told,
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


def test_n8n_registers_receives_and_removes(place: Place, node_folder: Path) -> None:
    attendee = {"name": "Bea", "email": "bea@example.com", "timeZone": "Europe/Rome"}
    body = {"start": "2050-03-02T10:00:00Z", "eventTypeId": place.event_type_id, "attendee": attendee}
    found = json.loads(_node(node_folder, place, "trigger.cjs", LOCUM_BOOKING=json.dumps(body)))
    assert found["types"] == [{"name": "A talk", "value": place.event_type_id}]
    assert (found["before"], found["created"], found["found"]) == (False, True, True)
    assert found["told"]["triggerEvent"] == "BOOKING_CREATED"
    assert found["told"]["attendees"][0]["email"] == "bea@example.com"
    assert found["refusesForged"]
    assert (found["removed"], found["after"]) == (True, False)


def _tools(place: Place, folder: Path, *calls: tuple[str, dict[str, Any]]) -> list[Any]:
    """What the MCP server says to some calls of its tools, one after the other."""
    start = {"protocolVersion": "2024-11-05", "capabilities": {}, "clientInfo": {"name": "proof", "version": "1"}}
    asked: list[dict[str, Any]] = [
        {"jsonrpc": "2.0", "id": 0, "method": "initialize", "params": start},
        {"jsonrpc": "2.0", "method": "notifications/initialized"},
    ]
    asked += [
        {"jsonrpc": "2.0", "id": number, "method": "tools/call", "params": {"name": name, "arguments": arguments}}
        for number, (name, arguments) in enumerate(calls, 1)
    ]
    process = subprocess.Popen(
        ["node", "--import", "./redirect.mjs", "node_modules/@calcom/cal-mcp/dist/index.js", "--all-tools"],
        cwd=folder,
        env={**os.environ, "LOCUM_UNDER_TEST": place.url, "CAL_API_KEY": place.key},
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    assert process.stdin is not None
    assert process.stdout is not None
    answers = []
    try:
        for message in asked:
            process.stdin.write(json.dumps(message) + "\n")
            process.stdin.flush()
            if "id" in message:
                answers.append(json.loads(process.stdout.readline()))
    finally:
        process.terminate()
        process.wait(10)
    return [json.loads(answer["result"]["content"][0]["text"]) for answer in answers[1:]]


def test_the_mcp_server_reads_books_and_manages(place: Place, node_folder: Path) -> None:
    organization = {"orgId": place.organization_id, "Authorization": place.key}
    attendee = {"name": "Cleo", "email": "cleo@example.com", "timeZone": "Europe/Rome"}
    booking = {"start": "2050-03-03T10:00:00Z", "eventTypeId": place.event_type_id, "attendee": attendee}
    types, booked, teams, made = _tools(
        place,
        node_folder,
        ("getEventTypes", {"params": {"cal-api-version": "2024-06-14", "username": "ada"}}),
        ("createBooking", {"params": {"cal-api-version": "2024-08-13"}, "body": booking}),
        ("getAllTeams", {"params": organization}),
        ("createTeam", {"params": organization, "body": {"name": "Support"}}),
    )
    assert types["status"] == booked["status"] == teams["status"] == made["status"] == "success"
    assert booked["data"]["attendees"][0]["email"] == "cleo@example.com"
    assert made["data"]["name"] == "Support"


_AGNO = """
import json, os, requests
from agno.tools.calcom import CalComTools
send = requests.Session.request
def here(self, method, url, **options):
    return send(self, method, url.replace("https://api.cal.com", os.environ["LOCUM_UNDER_TEST"]), **options)
requests.Session.request = here
tools = CalComTools(os.environ["LOCUM_KEY"], int(os.environ["LOCUM_TYPE"]), "Europe/Rome")
said = {"slots": tools.get_available_slots("2050-03-07", "2050-03-07")}
said["booked"] = tools.create_booking("2050-03-07T10:00:00Z", "Dora", "dora@example.com")
said["upcoming"] = tools.get_upcoming_bookings("dora@example.com")
uid = said["booked"].split("uid: ")[-1].split()[0].strip(".,)")
said["moved"] = tools.reschedule_booking(uid, "2050-03-07T11:00:00Z", "later")
moved = said["moved"].split("uid: ")[-1].split()[0].strip(".,)")
said["cancelled"] = tools.cancel_booking(moved, "no time")
print(json.dumps(said))
"""


def test_agno_finds_books_moves_and_cancels(place: Place, python_folder: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-c", _AGNO],
        env={
            **os.environ,
            "PYTHONPATH": str(python_folder),
            "LOCUM_UNDER_TEST": place.url,
            "LOCUM_KEY": place.key,
            "LOCUM_TYPE": str(place.event_type_id),
        },
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    said = json.loads(done.stdout.splitlines()[-1])
    assert "2050-03-07" in said["slots"]
    for act in ("booked", "moved", "cancelled"):
        assert said[act].startswith("Booking "), said[act]
    assert "A talk" in said["upcoming"]
