"""`/{username}`: a person's public page."""

from fastapi import APIRouter, Request, Response

from locum.event_types import queries
from locum.http.session import Session
from locum.kit import clock
from locum.kit.zones import local_date
from locum.pages.booking.event import path_of_person, person_at
from locum.pages.booking.substitutes import absences_of, told
from locum.pages.people import brand_of, face_of
from locum.pages.rendering import page, words_of
from locum.pages.when import full_day
from locum.pages.zones import wanted_zone

router = APIRouter(include_in_schema=False)


@router.get("/org/{organization}/{username}")
async def profile_in_organization(request: Request, session: Session, organization: str, username: str) -> Response:
    """A person's page below his organization."""
    return await _profile(request, session, organization, username)


@router.get("/{username}")
async def profile(request: Request, session: Session, username: str) -> Response:
    """A person's page."""
    return await _profile(request, session, None, username)


async def _profile(request: Request, session: Session, organization: str | None, username: str) -> Response:
    owner = await person_at(session, organization, username)
    words = words_of(request, None)
    today = local_date(clock.now(), wanted_zone(owner.time_zone))
    present = [
        absence for absence in (await absences_of(session, owner.id, today)).values() if absence.first_day <= today
    ]
    away = await told(session, present[0], None) if present else None
    return page(
        request,
        "profile.html",
        words=words,
        framable=True,
        brand=await brand_of(session, owner),
        who=face_of(owner),
        bio=owner.bio,
        base=path_of_person(organization, username),
        event_types=await queries.of_person(session, owner.id, with_hidden=False),
        away=away,
        away_until=full_day(words.locale, away.last_day) if away else None,
    )
