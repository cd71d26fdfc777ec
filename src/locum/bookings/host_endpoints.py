"""The hosts of a booking over HTTP: giving it to another one, and why whom."""

from typing import Annotated

from fastapi import Body

from locum.bookings.choosing import choices_of
from locum.bookings.reassign import reassign_booking, reassign_booking_to
from locum.bookings.schemas.hosts import (
    HostChoiceOut,
    ReassignedOutput,
    ReassignInput,
    host_choice_out,
    reassigned_out,
)
from locum.http.envelope import Envelope, success
from locum.http.parameters import PathId
from locum.http.permissions import Permission
from locum.http.realms import CurrentRealm, Resource
from locum.http.session import Session

booking_hosts = Resource("hosts of bookings")


@booking_hosts.post("/{bookingUid}/reassign", permission=Permission.BOOKING_WRITE, status_code=200)
async def reassign(realm: CurrentRealm, session: Session, bookingUid: str) -> Envelope[ReassignedOutput]:
    """Give a round robin booking to the host whose turn it is among the others who are free."""
    return success(reassigned_out(await reassign_booking(session, realm.caller, bookingUid)))


@booking_hosts.post("/{bookingUid}/reassign/{userId}", permission=Permission.BOOKING_WRITE, status_code=200)
async def reassign_to_user(
    realm: CurrentRealm,
    session: Session,
    bookingUid: str,
    userId: PathId,
    body: Annotated[ReassignInput, Body(default_factory=ReassignInput)],
) -> Envelope[ReassignedOutput]:
    """Give a round robin booking to one of its hosts, whether he is free or not."""
    return success(reassigned_out(await reassign_booking_to(session, realm.caller, bookingUid, userId, body.reason)))


@booking_hosts.get("/{bookingUid}/host-choices", permission=Permission.BOOKING_READ)
async def get_host_choices(realm: CurrentRealm, session: Session, bookingUid: str) -> Envelope[list[HostChoiceOut]]:
    """How the hosts of a booking were chosen and what became of the others. For those who administer the team."""
    found = await choices_of(session, realm.caller, bookingUid)
    return success([host_choice_out(choice, found.people) for choice in found.choices])
