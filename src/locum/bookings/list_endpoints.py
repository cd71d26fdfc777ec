"""Lists of the bookings of organizations, their people and teams over HTTP (bookings sheet, section 4.3)."""

from locum.bookings import presenting
from locum.bookings.listing import Listed, list_of_organization, list_of_person, list_of_team
from locum.bookings.schemas.output import BookingsEnvelope, OneBooking
from locum.bookings.schemas.parameters import CurrentList, ListOfOrganization, ListOfTeam, ListPage
from locum.http.envelope import PagedEnvelope, paged
from locum.http.permissions import Permission
from locum.http.realms import CurrentRealm, Resource
from locum.http.session import Session
from locum.kit.paging import Page, pagination

organization_bookings = Resource("organization bookings")
person_bookings = Resource("person bookings")
team_bookings = Resource("team bookings")

_LIST = BookingsEnvelope[list[OneBooking]]


def _answer(found: Listed, page: Page) -> PagedEnvelope[list[OneBooking]]:
    return paged(presenting.present_all(found.views), pagination(page, found.total))


@organization_bookings.get(permission=Permission.BOOKING_READ, response_model=_LIST)
async def get_organization_bookings(
    realm: CurrentRealm, session: Session, asked: ListOfOrganization, page: ListPage
) -> PagedEnvelope[list[OneBooking]]:
    """Bookings of the organization's event types, and what its members organize or attend."""
    return _answer(await list_of_organization(session, realm.caller, realm.organization, asked, page), page)


@person_bookings.get(permission=Permission.BOOKING_READ, response_model=_LIST)
async def get_person_bookings(
    realm: CurrentRealm, session: Session, asked: CurrentList, page: ListPage
) -> PagedEnvelope[list[OneBooking]]:
    """What one of the organization's people organizes or attends."""
    return _answer(await list_of_person(session, realm.caller, realm.owner_id, asked, page), page)


@team_bookings.get(permission=Permission.BOOKING_READ, response_model=_LIST)
async def get_team_bookings(
    realm: CurrentRealm, session: Session, asked: ListOfTeam, page: ListPage
) -> PagedEnvelope[list[OneBooking]]:
    """Bookings of the team's event types."""
    return _answer(await list_of_team(session, realm.caller, realm.team, asked, page), page)
