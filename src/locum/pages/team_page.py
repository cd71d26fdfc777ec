"""`/team/{slug}`: a team's public page."""

from collections.abc import Sequence

from fastapi import APIRouter, Request, Response
from sqlalchemy.ext.asyncio import AsyncSession

from locum.event_types import team_queries
from locum.http.session import Session
from locum.memberships import queries as memberships
from locum.organizations.models import Team
from locum.pages.away_now import away_now
from locum.pages.rendering import page, words_of
from locum.pages.team import brand_of_team, face_of_team, path_of_team, team_at
from locum.users.models import User

router = APIRouter(include_in_schema=False)

MOST_MEMBERS = 500
"""Of larger teams the page does not tell who is away."""


@router.get("/org/{organization}/team/{team}")
async def team_in_organization(request: Request, session: Session, organization: str, team: str) -> Response:
    """A team's page below its organization."""
    return await _page(request, session, organization, team)


@router.get("/team/{team}")
async def team_alone(request: Request, session: Session, team: str) -> Response:
    """The page of a team that belongs to no organization."""
    return await _page(request, session, None, team)


async def _page(request: Request, session: AsyncSession, organization: str | None, slug: str) -> Response:
    team = await team_at(session, organization, slug)
    listed = await team_queries.listed(session, team.id, None, None, "asc")
    words = words_of(request)
    return page(
        request,
        "profile.html",
        words=words,
        framable=True,
        brand=await brand_of_team(session, team),
        theme=team.theme,
        who=face_of_team(team),
        bio=team.bio,
        base=path_of_team(organization, slug),
        event_types=[one for one in listed if one.scheduling_type != "managed"],
        away=await away_now(request, session, words, await _known_members(session, team)),
    )


async def _known_members(session: AsyncSession, team: Team) -> Sequence[User]:
    """Those whom visitors may know of; nobody of a team that says nothing of its members."""
    if team.is_private or team.hide_book_a_team_member:
        return ()
    members = await memberships.accepted_members(session, team.id, MOST_MEMBERS + 1)
    return members if len(members) <= MOST_MEMBERS else ()
