"""What lists of bookings are asked for in the query of older versions: filters in brackets, a limit and a cursor."""

import re
from dataclasses import dataclass
from typing import Annotated

from fastapi import Depends, Request

from locum.bookings.rules.listing import Bucket, Filters, Order, address_in_query, buckets_of, order_of
from locum.bookings.schemas.parameters import ids_of
from locum.http.parameters import LARGEST_ID, bounded, listed
from locum.kit.paging import Page

_FILTER = re.compile(r"filters\[(\w+)\](?:\[\d*\])?")
_USUAL, _MOST, _MOST_TAKEN = 10, 100, 250


@dataclass(frozen=True, slots=True)
class OlderList:
    """Filters, order and page of a list."""

    filters: Filters
    order: Order
    page: Page


async def _asked(
    request: Request,
    limit: str | None = None,
    cursor: str | None = None,
    take: str | None = None,
    skip: str | None = None,
) -> OlderList:
    """`take` and `skip` of the documented list say the same as `limit` and `cursor`; what is to come is usual."""
    found: dict[str, list[str]] = {}
    for name, value in request.query_params.multi_items():
        inner = _FILTER.fullmatch(name)
        found.setdefault(inner[1] if inner else name, []).append(value)
    buckets = buckets_of(listed(found.get("status"))) or (Bucket.UPCOMING,)
    filters = Filters(
        buckets=buckets,
        attendee_email=address_in_query(_first(found, "attendeeEmail") or "") or None,
        attendee_name=_first(found, "attendeeName"),
        uid=_first(found, "bookingUid"),
        event_type_ids=ids_of("eventTypeIds", listed(found.get("eventTypeIds")), "eventTypeId", None),
        team_ids=ids_of("teamsIds", listed(found.get("teamsIds")), "teamId", None),
    )
    size = bounded("limit", limit, _USUAL, 1, _MOST) if limit else bounded("take", take, _USUAL, 1, _MOST_TAKEN)
    return OlderList(filters, order_of(buckets), Page(size, bounded("cursor", cursor or skip, 0, 0, LARGEST_ID)))


def _first(found: dict[str, list[str]], name: str) -> str | None:
    return next((value for value in found.get(name, ()) if value), None)


CurrentOlderList = Annotated[OlderList, Depends(_asked)]
