"""Lists of bookings for programs of later versions, which turn pages by `limit` and `cursor` (client surface, 0.2)."""

from typing import Annotated

from fastapi import Depends, Query
from starlette.types import Scope

from locum.bookings import presenting
from locum.bookings.listing import Listed, list_bookings, list_of_organization
from locum.bookings.schemas.output import OneBooking
from locum.bookings.schemas.parameters import MOST_LISTED, USUALLY_LISTED, CurrentList, ListOfOrganization
from locum.http.envelope import TurnedEnvelope, turned
from locum.http.parameters import LARGEST_ID, bounded
from locum.http.permissions import Permission
from locum.http.realms import CurrentRealm, Resource
from locum.http.session import Session
from locum.http.versions import is_later, sent_version
from locum.kit.paging import Page

newer_bookings = Resource("bookings for newer programs")
newer_organization_bookings = Resource("organization bookings for newer programs")
"""Other pages at addresses that are documented, for those who ask for them."""

Text = Annotated[str | None, Query()]


def wants_newer(scope: Scope) -> bool:
    """Whether a program is of a version that is later than all that are documented."""
    return is_later(sent_version(scope))


async def _page(limit: Text = None, cursor: Text = None, take: Text = None, skip: Text = None) -> Page:
    """Where a page begins was told with the one before; `take` and `skip` say the same as `limit` and `cursor`."""
    name, size = ("limit", limit) if limit else ("take", take)
    return Page(
        bounded(name, size, USUALLY_LISTED, 1, MOST_LISTED), bounded("cursor", cursor or skip, 0, 0, LARGEST_ID)
    )


TurnedPage = Annotated[Page, Depends(_page)]


def _answer(found: Listed, page: Page) -> TurnedEnvelope[list[OneBooking]]:
    return turned(presenting.present_all(found.views), page, found.total)


@newer_bookings.get(permission=Permission.BOOKING_READ)
async def turn_bookings(
    realm: CurrentRealm, session: Session, asked: CurrentList, page: TurnedPage
) -> TurnedEnvelope[list[OneBooking]]:
    """Bookings that the caller hosts or attends, and those of whom he administers."""
    return _answer(await list_bookings(session, realm.caller, asked.filters, asked.order, page), page)


@newer_organization_bookings.get(permission=Permission.BOOKING_READ)
async def turn_organization_bookings(
    realm: CurrentRealm, session: Session, asked: ListOfOrganization, page: TurnedPage
) -> TurnedEnvelope[list[OneBooking]]:
    """Bookings of the organization's event types, and what its members organize or attend."""
    return _answer(await list_of_organization(session, realm.caller, realm.organization, asked, page), page)
