"""`GET /v2/slots/available`: the older question for free times."""

from datetime import timedelta
from typing import Annotated, Any

from fastapi import Depends, Query

from locum.http.envelope import Envelope, success
from locum.http.parameters import CommaList, bounded
from locum.http.principal import MaybeCaller
from locum.http.realms import Resource
from locum.http.session import Session
from locum.kit import clock
from locum.kit.errors import BadRequest, InvalidInput
from locum.kit.wire_types import InstantText
from locum.kit.zones import canonical_name
from locum.slots.asking import LONGEST_DURATION, MOST_DAYS, MOST_USERNAMES
from locum.slots.loading import Asked
from locum.slots.older import OlderQuery, form_of, shown
from locum.slots.service import find_slots

older_slots = Resource("older slots")

LARGEST_ID = 2**63 - 1


async def _query(
    startTime: Annotated[InstantText, Query()],
    endTime: Annotated[InstantText, Query()],
    eventTypeId: Annotated[str | None, Query()] = None,
    eventTypeSlug: Annotated[str | None, Query()] = None,
    usernameList: Annotated[CommaList | None, Query(max_length=MOST_USERNAMES)] = None,
    isTeamEvent: Annotated[str | None, Query()] = None,
    orgSlug: Annotated[str | None, Query()] = None,
    timeZone: Annotated[str | None, Query()] = None,
    duration: Annotated[str | None, Query()] = None,
    slotFormat: Annotated[str | None, Query()] = None,
    rescheduleUid: Annotated[str | None, Query()] = None,
) -> OlderQuery:
    event_type_id = bounded("eventTypeId", eventTypeId, 0, 0, LARGEST_ID) or None
    if slotFormat not in {None, "", "time", "range"}:
        raise InvalidInput.of("slotFormat", "isEnum", "slotFormat must be either 'range' or 'time'", slotFormat)
    minutes = bounded("duration", duration, 0, 1, LONGEST_DURATION) or None
    is_team = (isTeamEvent or "").lower() == "true"
    form = form_of(event_type_id, eventTypeSlug, usernameList or [], is_team, orgSlug or None)
    return OlderQuery(form, startTime, endTime, _zone(timeZone), minutes, bool(slotFormat), rescheduleUid or None)


def _zone(text: str | None) -> str | None:
    if not text:
        return None
    name = canonical_name(text)
    if name is None:
        raise InvalidInput.of("timeZone", "isTimeZone", "timeZone must be a valid IANA time-zone", text)
    return name


@older_slots.get("/available", public=True)
async def list_available_slots(
    query: Annotated[OlderQuery, Depends(_query)], caller: MaybeCaller, session: Session
) -> Envelope[dict[str, dict[str, list[dict[str, Any]]]]]:
    """Free times under their dates; those of a day off say who is away and who stands in."""
    now = clock.now()
    if query.end - max(query.start, now) > timedelta(days=MOST_DAYS):
        raise BadRequest(f"endTime must not be more than {MOST_DAYS} days after startTime")
    bookable = await query.form.find(session, caller.user_id if caller else None)
    asked = Asked(query.start, query.end, now, query.zone or "UTC", query.duration, query.moved_uid)
    answer = await find_slots(session, bookable, asked)
    return success({"slots": await shown(session, bookable, answer, query)})
