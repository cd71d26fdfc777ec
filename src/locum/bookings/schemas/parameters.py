"""What lists of bookings are asked for in the query (bookings sheet, section 4.2)."""

from dataclasses import replace
from datetime import datetime
from typing import Annotated, Any, Literal

from fastapi import Depends, Query
from pydantic import TypeAdapter, ValidationError

from locum.bookings.listing import AskedOf
from locum.bookings.rules.listing import (
    Bucket,
    Filters,
    address_in_query,
    buckets_of,
    order_of,
)
from locum.http.parameters import CommaList, bounded, integers, page_of
from locum.kit.errors import InvalidInput
from locum.kit.paging import Page
from locum.kit.wire_types import InstantText

_INSTANT: TypeAdapter[datetime] = TypeAdapter(InstantText)
_ID_MOST = 2**63 - 1


def _instant(name: str, text: str | None) -> datetime | None:
    if text is None or text == "":
        return None
    try:
        return _INSTANT.validate_python(text.replace(" ", "+"))
    except ValidationError as error:
        raise InvalidInput.of(name, "isISO8601", f"{name} must be a valid ISO 8601 date string", text) from error


def _ids(plural: str, texts: list[str], single: str, text: str | None) -> tuple[int, ...]:
    """A list of ids wins over a single one."""
    if texts:
        return tuple(integers(plural, texts))
    return (bounded(single, text, 0, 0, _ID_MOST),) if text else ()


def _direction(name: str, text: str | None) -> Literal["asc", "desc"] | None:
    if text is None or text == "":
        return None
    if text not in {"asc", "desc"}:
        word = name[0].upper() + name[1:]
        raise InvalidInput.of(name, "isEnum", f'{word} must be either "asc" or "desc".', text)
    return "asc" if text == "asc" else "desc"


_STATUSES: dict[str, Any] = {"type": "array", "items": {"type": "string", "enum": [*Bucket]}}
_TEXT: dict[str, Any] = {"type": "string"}
_NUMBER: dict[str, Any] = {"type": "number"}
Text = Annotated[str | None, Query()]
Date = Annotated[str | None, Query(json_schema_extra={"format": "date-time"})]
Sort = Annotated[str | None, Query(json_schema_extra={"enum": ["asc", "desc"]})]


async def asked_of(
    status: Annotated[CommaList, Query(json_schema_extra=_STATUSES)] = [],  # noqa: B006 - FastAPI copies it
    attendeeEmail: Text = None,
    attendeeName: Text = None,
    bookingUid: Text = None,
    eventTypeIds: Annotated[CommaList, Query(json_schema_extra=_TEXT)] = [],  # noqa: B006
    eventTypeId: Annotated[str | None, Query(json_schema_extra=_NUMBER)] = None,
    teamsIds: Annotated[CommaList, Query(json_schema_extra=_TEXT)] = [],  # noqa: B006
    teamId: Annotated[str | None, Query(json_schema_extra=_NUMBER)] = None,
    afterStart: Date = None,
    beforeEnd: Date = None,
    afterCreatedAt: Date = None,
    beforeCreatedAt: Date = None,
    afterUpdatedAt: Date = None,
    beforeUpdatedAt: Date = None,
    sortStart: Sort = None,
    sortEnd: Sort = None,
    sortCreated: Sort = None,
    sortUpdatedAt: Sort = None,
) -> AskedOf:
    """Filters and order. Raises InvalidInput or BadRequest."""
    buckets = buckets_of(status)
    filters = Filters(
        buckets=buckets,
        attendee_email=address_in_query(attendeeEmail) if attendeeEmail else None,
        attendee_name=attendeeName or None,
        uid=bookingUid or None,
        event_type_ids=_ids("eventTypeIds", eventTypeIds, "eventTypeId", eventTypeId),
        team_ids=_ids("teamsIds", teamsIds, "teamId", teamId),
        after_start=_instant("afterStart", afterStart),
        before_end=_instant("beforeEnd", beforeEnd),
        after_created=_instant("afterCreatedAt", afterCreatedAt),
        before_created=_instant("beforeCreatedAt", beforeCreatedAt),
        after_updated=_instant("afterUpdatedAt", afterUpdatedAt),
        before_updated=_instant("beforeUpdatedAt", beforeUpdatedAt),
    )
    sorts = {"sortStart": sortStart, "sortEnd": sortEnd, "sortCreated": sortCreated, "sortUpdatedAt": sortUpdatedAt}
    return AskedOf(filters, order_of(buckets, *(_direction(name, text) for name, text in sorts.items())))


async def _asked_of_organization(
    asked: Annotated[AskedOf, Depends(asked_of)],
    userIds: Annotated[CommaList, Query(json_schema_extra=_TEXT)] = [],  # noqa: B006
) -> AskedOf:
    return replace(asked, user_ids=tuple(integers("userIds", userIds)))


async def _asked_of_team(
    status: Annotated[CommaList, Query(json_schema_extra=_STATUSES)] = [],  # noqa: B006
    attendeeEmail: Text = None,
    attendeeName: Text = None,
    bookingUid: Text = None,
    eventTypeIds: Annotated[CommaList, Query(json_schema_extra=_TEXT)] = [],  # noqa: B006
    eventTypeId: Annotated[str | None, Query(json_schema_extra=_NUMBER)] = None,
    afterStart: Date = None,
    beforeEnd: Date = None,
    sortStart: Sort = None,
    sortEnd: Sort = None,
    sortCreated: Sort = None,
) -> AskedOf:
    """What lists of a team can be asked for: the team is in the path."""
    return await asked_of(
        status=status,
        attendeeEmail=attendeeEmail,
        attendeeName=attendeeName,
        bookingUid=bookingUid,
        eventTypeIds=eventTypeIds,
        eventTypeId=eventTypeId,
        afterStart=afterStart,
        beforeEnd=beforeEnd,
        sortStart=sortStart,
        sortEnd=sortEnd,
        sortCreated=sortCreated,
    )


ListOfOrganization = Annotated[AskedOf, Depends(_asked_of_organization)]
ListOfTeam = Annotated[AskedOf, Depends(_asked_of_team)]
CurrentList = Annotated[AskedOf, Depends(asked_of)]
MOST_LISTED, USUALLY_LISTED = 250, 100
"""Bookings of a page."""
ListPage = Annotated[Page, page_of(MOST_LISTED, USUALLY_LISTED)]
