"""What lists of bookings are asked for in the query of older versions: filters in brackets, a limit and a cursor."""

import re
from dataclasses import dataclass, replace
from typing import Annotated

from fastapi import Depends, Request

from locum.bookings.listing import AskedOf
from locum.bookings.rules.listing import Bucket
from locum.bookings.schemas.parameters import asked_of
from locum.http.parameters import LARGEST_ID, bounded, integers, listed
from locum.kit.paging import Page

_FILTER = re.compile(r"filters\[(\w+)\](?:\[\d*\])?")
_USUAL, _MOST, _MOST_TAKEN = 10, 100, 250
_SINGLE = (
    "attendeeEmail",
    "attendeeName",
    "bookingUid",
    "eventTypeId",
    "teamId",
    "afterStart",
    "beforeEnd",
    "afterCreatedAt",
    "beforeCreatedAt",
    "afterUpdatedAt",
    "beforeUpdatedAt",
    "sortStart",
    "sortEnd",
    "sortCreated",
    "sortUpdatedAt",
)


@dataclass(frozen=True, slots=True)
class OlderList:
    """Filters and order of a list, perhaps only of some people, and its page."""

    asked: AskedOf
    page: Page


async def _asked(
    request: Request,
    limit: str | None = None,
    cursor: str | None = None,
    take: str | None = None,
    skip: str | None = None,
) -> OlderList:
    """What the documented list can be asked for, in brackets or without; what is to come is usual.

    `take` and `skip` say the same as `limit` and `cursor`.
    """
    found: dict[str, list[str]] = {}
    for name, value in request.query_params.multi_items():
        inner = _FILTER.fullmatch(name)
        found.setdefault(inner[1] if inner else name, []).append(value)
    single = {name: next((value for value in found.get(name, ()) if value), None) for name in _SINGLE}
    asked = await asked_of(
        status=listed(found.get("status")) or [Bucket.UPCOMING],
        eventTypeIds=listed(found.get("eventTypeIds")),
        teamsIds=listed(found.get("teamsIds")),
        **single,
    )
    asked = replace(asked, user_ids=tuple(integers("userIds", listed(found.get("userIds")))))
    size = bounded("limit", limit, _USUAL, 1, _MOST) if limit else bounded("take", take, _USUAL, 1, _MOST_TAKEN)
    return OlderList(asked, Page(size, bounded("cursor", cursor or skip, 0, 0, LARGEST_ID)))


CurrentOlderList = Annotated[OlderList, Depends(_asked)]
