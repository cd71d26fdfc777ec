"""Locations in and out (event types sheet, section 6)."""

from typing import Any

import pytest

from locum.event_types.rules.locations import (
    INTEGRATIONS,
    Location,
    check_connected,
    presentable,
    readable,
)
from locum.event_types.schemas.locations_in import parse_locations, parse_team_locations
from locum.kit.errors import BadRequest

EVERY_KIND: list[dict[str, Any]] = [
    {"type": "address", "address": "1 Main St", "public": True},
    {"type": "link", "link": "https://meet.example.org/ada", "public": False},
    {"type": "phone", "phone": "+37120993151", "public": True},
    {"type": "integration", "integration": "cal-video"},
    {"type": "attendeeAddress"},
    {"type": "attendeePhone"},
    {"type": "attendeeDefined"},
]


def test_every_kind_is_kept_in_order_with_duplicates() -> None:
    sent = [*EVERY_KIND, EVERY_KIND[0]]
    assert parse_locations(sent) == sent


def test_unknown_members_are_dropped() -> None:
    assert parse_locations([{"type": "attendeePhone", "phone": "1"}]) == [{"type": "attendeePhone"}]


def test_absent_locations_are_none() -> None:
    assert parse_locations(None) is None


def test_the_organizers_default_app_is_for_teams() -> None:
    sent = [{"type": "organizersDefaultApp"}]
    assert parse_team_locations(sent) == sent
    with pytest.raises(BadRequest, match="Unsupported location type 'organizersDefaultApp'"):
        parse_locations(sent)


@pytest.mark.parametrize(
    ("sent", "text"),
    [
        ([], "'locations' must contain at least 1 location."),
        ("cal-video", "'locations' must be an array."),
        (["cal-video"], "must have a 'type' property"),
        ([{"address": "x"}], "must have a 'type' property"),
        ([{"type": "moon"}], "Unsupported location type 'moon'"),
        ([{"type": ["link"]}], "Unsupported location type"),
        ([{"type": "address", "address": "", "public": True}], "Validation failed for address location: address"),
        ([{"type": "address", "address": "x"}], "Validation failed for address location: public"),
        ([{"type": "address", "address": "x", "public": "yes"}], "Validation failed for address location: public"),
        ([{"type": "link", "link": "javascript:alert(1)", "public": True}], "Validation failed for link location"),
        ([{"type": "link", "link": "meet.example.org", "public": True}], "Validation failed for link location"),
        ([{"type": "phone", "phone": "12", "public": True}], "Validation failed for phone location: phone"),
        ([{"type": "integration", "integration": "carrier-pigeon"}], "Validation failed for integration location"),
    ],
)
def test_faults_are_told_in_the_sheets_words(sent: object, text: str) -> None:
    with pytest.raises(BadRequest) as refusal:
        parse_locations(sent)
    assert text in refusal.value.message


def test_what_is_no_longer_understood_is_shown_as_stored() -> None:
    stored = [{"type": "hologram", "beam": 3}, EVERY_KIND[0], "junk", {"type": "link"}]
    assert presentable(stored) == [
        {"type": "unknown", "location": '{"type": "hologram", "beam": 3}'},
        EVERY_KIND[0],
        {"type": "unknown", "location": '"junk"'},
        {"type": "unknown", "location": '{"type": "link"}'},
    ]
    assert readable(stored) == (Location("address", "1 Main St", public=True),)


def test_readable_locations_carry_their_detail() -> None:
    assert [(place.type, place.detail, place.public) for place in readable(EVERY_KIND)] == [
        ("address", "1 Main St", True),
        ("link", "https://meet.example.org/ada", False),
        ("phone", "+37120993151", True),
        ("integration", "cal-video", False),
        ("attendeeAddress", None, False),
        ("attendeePhone", None, False),
        ("attendeeDefined", None, False),
    ]


def test_only_the_own_video_needs_no_connection() -> None:
    check_connected([{"type": "integration", "integration": "cal-video"}, {"type": "attendeePhone"}], connected=())
    zoom = [{"type": "integration", "integration": "zoom"}]
    check_connected(zoom, connected={"zoom"})
    with pytest.raises(BadRequest, match=r"^zoom not connected\.$"):
        check_connected(zoom, connected={"google-meet"})


@pytest.mark.parametrize("name", INTEGRATIONS)
def test_every_application_of_the_contract_is_known(name: str) -> None:
    sent = [{"type": "integration", "integration": name}]
    assert parse_locations(sent) == sent
