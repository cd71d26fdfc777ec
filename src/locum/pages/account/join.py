"""`/teams?token=...`: whoever holds an invitation link joins a team; signed in, or after signing in."""

from fastapi import APIRouter, Request, Response
from sqlalchemy.ext.asyncio import AsyncSession

from locum.http.session import Session
from locum.invitations import service
from locum.invitations.queries import Invited
from locum.organizations.models import Team
from locum.pages.dashboard import news
from locum.pages.dashboard.news import News
from locum.pages.forms import TrustedForm
from locum.pages.rendering import go, page, words_of
from locum.pages.sessions.visitor import SignedIn, Visitor
from locum.users.models import User

router = APIRouter(include_in_schema=False)

PAGE = "/teams"


def invitation_over(request: Request) -> Response:
    """The answer to a link that invites to nothing any more."""
    return page(request, "invitation_over.html", status=410)


@router.get(PAGE)
async def join_page(request: Request, session: Session, visitor: Visitor) -> Response:
    """What one is invited to, with a button for people who are signed in and two ways for the others."""
    if "token" not in request.query_params:
        return go(request, "/dashboard/teams")
    invited = await service.followed(session, request.query_params["token"])
    return invitation_over(request) if invited is None else await _ask(request, session, invited, visitor)


@router.post(PAGE)
async def join(request: Request, session: Session, person: SignedIn, _: TrustedForm) -> Response:
    """Ask to join; the overview then asks whether one really wants to."""
    invited = await service.followed(session, request.query_params.get("token", ""))
    if invited is None:
        return invitation_over(request)
    is_new = await service.join(session, person.id, invited.team)
    response = go(request, "/dashboard")
    key = "invitation.asked" if is_new else "join.already"
    news.leave(request, response, News(key, {"team": invited.team.name}))
    return response


async def _ask(request: Request, session: AsyncSession, invited: Invited, visitor: User | None) -> Response:
    above = invited.team.organization_id
    organization = await session.get(Team, above) if above is not None else None
    token = request.query_params["token"]
    return page(
        request,
        "join.html",
        words=words_of(request, visitor.locale if visitor else None),
        person=visitor,
        team=invited.team.name,
        organization=organization.name if organization else None,
        link_token=token,
        here_again=f"{PAGE}?token={token}",
    )
