"""Programs that others published for the hosted product do their work on Locum, as they are (client surface sheet).

They are installed for the run, so it needs npm and PyPI: `make clients`.
"""

import json
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tests.clients.conftest import Place

pytestmark = pytest.mark.clients


def _node(folder: Path, place: Place, *words: str, **environment: str) -> str:
    done = subprocess.run(
        ["node", *words],
        cwd=folder,
        env={**os.environ, "LOCUM_UNDER_TEST": place.url, "LOCUM_KEY": place.key, **environment},
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


@pytest.fixture
def n8n(place: Place, node_folder: Path) -> Callable[..., Any]:
    """The life of a trigger, with what its owner chose: registered, told about a booking at this time, removed."""

    def lives(start: str, **options: object) -> Any:
        attendee = {"name": "Bea", "email": "bea@example.com", "timeZone": "Europe/Rome"}
        body = {"start": start, "eventTypeId": place.event_type_id, "attendee": attendee}
        told = {"LOCUM_BOOKING": json.dumps(body), "LOCUM_OPTIONS": json.dumps(options)}
        found = json.loads(_node(node_folder, place, "trigger.cjs", **told))
        assert (found["before"], found["created"], found["found"]) == (False, True, True)
        assert found["refusesForged"]
        assert (found["removed"], found["after"]) == (True, False)
        return found

    return lives


def test_n8n_registers_receives_and_removes(n8n: Callable[..., Any], place: Place) -> None:
    found = n8n("2050-03-02T10:00:00Z")
    assert {"name": "A talk", "value": place.event_type_id} in found["types"]
    assert set(found["events"]) == {"BOOKING_CANCELLED", "BOOKING_CREATED", "BOOKING_RESCHEDULED", "MEETING_ENDED"}
    assert found["told"]["triggerEvent"] == "BOOKING_CREATED"
    assert found["told"]["attendees"][0]["email"] == "bea@example.com"


def test_n8n_listens_to_one_event_type_with_a_template(n8n: Callable[..., Any], place: Place) -> None:
    template = '{"what": "{{triggerEvent}}", "who": "{{attendees.0.email}}"}'
    found = n8n("2050-03-02T12:00:00Z", eventTypeId=place.event_type_id, payloadTemplate=template)
    assert found["told"] == {"what": "BOOKING_CREATED", "who": "bea@example.com"}


_AGNO = """
import json, os, requests
from agno.tools.calcom import CalComTools
send = requests.Session.request
def here(self, method, url, **options):
    return send(self, method, url.replace("https://api.cal.com", os.environ["LOCUM_UNDER_TEST"]), **options)
requests.Session.request = here
tools = CalComTools(os.environ["LOCUM_KEY"], int(os.environ["LOCUM_TYPE"]), "Europe/Rome")
said = {"offered": sorted(tools.functions)}
said["slots"] = tools.get_available_slots("2050-03-07", "2050-03-07")
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
    assert said["offered"] == [
        "cancel_booking",
        "create_booking",
        "get_available_slots",
        "get_upcoming_bookings",
        "reschedule_booking",
    ]
    assert "2050-03-07" in said["slots"]
    for act in ("booked", "moved", "cancelled"):
        assert said[act].startswith("Booking "), said[act]
    assert "A talk" in said["upcoming"]
