"""`/{username}`: a person's public page."""

from fastapi import APIRouter, Request, Response
from fastapi.responses import RedirectResponse

from locum.event_types import queries
from locum.event_types.dynamic import SLUG
from locum.http.session import Session
from locum.pages.away_now import away_now
from locum.pages.booking.event import BETWEEN_NAMES, path_of_person, person_at
from locum.pages.people import brand_of, face_of
from locum.pages.rendering import page, url, words_of

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
    if BETWEEN_NAMES in username:
        return RedirectResponse(
            url(request, f"{path_of_person(organization, username)}/{SLUG}", **request.query_params)
        )
    owner = await person_at(session, organization, username)
    words = words_of(request)
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
        away=await away_now(request, session, words, [owner]),
    )
