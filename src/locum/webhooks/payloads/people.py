"""People in the words of the wire."""

from datetime import datetime, timedelta
from typing import Any

from locum.event_types.rules.naming import split_name
from locum.kit.zones import UnknownZone, zone
from locum.webhooks.payloads.facts import AttendeeFacts, HostFacts, TeamFacts

_TIME_FORMATS = {12: "h:mma", 24: "HH:mm"}
_MINUTE = timedelta(minutes=1)


def organizer(host: HostFacts, start: datetime) -> dict[str, Any]:
    """The organizer; `start` is the instant at which his clock is looked at."""
    return {
        **_host(host, start),
        "usernameInOrg": host.username_in_organization,
        "timeFormat": _TIME_FORMATS[host.hour_cycle],
    }


def team(facts: TeamFacts | None, start: datetime) -> dict[str, Any] | None:
    """The team with the other hosts."""
    if facts is None:
        return None
    return {"id": facts.id, "name": facts.name, "members": [_host(member, start) for member in facts.members]}


def _host(host: HostFacts, start: datetime) -> dict[str, Any]:
    return {
        "id": host.id,
        "name": host.name,
        "email": host.email,
        "username": host.username,
        **_clock(host.time_zone, host.language, start),
    }


def attendee(person: AttendeeFacts, start: datetime) -> dict[str, Any]:
    """Somebody who attends; his first name is what stands before the first blank."""
    first, last = split_name(person.name)
    return {
        "name": person.name,
        "firstName": first,
        "lastName": last,
        "email": person.email,
        "phoneNumber": person.phone,
        **_clock(person.time_zone, person.language, start),
    }


def _clock(zone_name: str, language: str, start: datetime) -> dict[str, Any]:
    return {
        "timeZone": zone_name,
        "language": {"locale": language},
        "utcOffset": utc_offset(zone_name, start),
    }


def utc_offset(zone_name: str, at: datetime) -> int:
    """Minutes that clocks of a zone are ahead of UTC at an instant; 0 for a zone that nobody knows any more."""
    try:
        offset = at.astimezone(zone(zone_name)).utcoffset()
    except UnknownZone:
        return 0
    return (offset or timedelta()) // _MINUTE
