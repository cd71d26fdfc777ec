"""`/dashboard/teams/{id}/members/add`: bringing people into a team."""

from collections.abc import Mapping, Sequence
from typing import Annotated

from fastapi import APIRouter, Depends, Response
from sqlalchemy.ext.asyncio import AsyncSession

from locum.http.parameters import id_of
from locum.http.permissions import Permission
from locum.http.session import Session
from locum.kit.errors import LocumError
from locum.kit.paging import Page
from locum.memberships.joining import join_team
from locum.memberships.rules import Terms
from locum.pages.dashboard.listing import leaf
from locum.pages.dashboard.membership_desk import REFUSALS
from locum.pages.dashboard.news import News
from locum.pages.dashboard.refusals import attempt, in_words
from locum.pages.dashboard.roles_shown import Chosen, roles_to_give
from locum.pages.dashboard.team_desk import TEAMS, TeamDesk, at_team
from locum.pages.forms import TrustedForm
from locum.teams import directory_queries as teams
from locum.users.models import User

router = APIRouter(prefix=f"{TEAMS}/{{team_id}}/members", include_in_schema=False)

AT_ONCE = 25
_LONGEST_SEARCH = 200

Inviting = Annotated[TeamDesk, Depends(at_team(Permission.TEAM_MEMBERS_INVITE))]


@router.get("/add")
async def candidates(session: Session, at: Inviting) -> Response:
    """Who could be brought in: searched by name or address."""
    return await _candidates(session, at)


@router.post("/add")
async def add(session: Session, at: Inviting, form: TrustedForm) -> Response:
    """Bring those in who were chosen, all on the same terms."""
    ticked = (id_of(str(text)) for text in form.getlist("user"))
    chosen = [user_id for user_id in ticked if user_id is not None][:AT_ONCE]
    found = await teams.candidates(session, at.team, at.desk.person.id, Page(AT_ONCE), only_ids=chosen)
    if not found:
        return await _candidates(session, at, errors={"people": at.desk.text("teams.choose_people")})
    terms = Chosen.of(str(form.get("role", ""))).terms()
    done = await attempt(session, _add(session, at, found, terms))
    if isinstance(done, LocumError):
        return await _candidates(session, at, refusal=done)
    return at.desk.go(at.path, News("teams.added", {"names": ", ".join(_name(user) for user in found)}))


async def _add(session: AsyncSession, at: TeamDesk, chosen: Sequence[User], terms: Terms) -> None:
    for user in chosen:
        await join_team(
            session,
            at.team.id,
            user.id,
            terms,
            organization_id=at.team.organization_id,
            asked_by=at.desk.caller,
            authority=at.authority,
        )


async def _candidates(
    session: AsyncSession,
    at: TeamDesk,
    *,
    errors: Mapping[str, str] | None = None,
    refusal: LocumError | None = None,
) -> Response:
    desk = at.desk
    search = desk.request.query_params.get("q", "").strip()[:_LONGEST_SEARCH]
    pages = leaf(desk.request, AT_ONCE)
    reads = at.team.organization_id is not None and desk.may(Permission.ORGANIZATION_MEMBERS_READ)
    found = await teams.candidates(session, at.team, desk.person.id, pages.rows, search=search, by_address=reads)
    return desk.show(
        "team_add.html",
        desk.text("teams.add_to", name=at.team.name),
        trail=at.trail,
        status=refusal.status if refusal else 422 if errors else 200,
        errors=errors,
        refusal=in_words(desk.words, refusal, REFUSALS) if refusal else None,
        path=f"{at.path}/members/add",
        back=at.path,
        search=search,
        people=[(user.id, _name(user), user.email if reads else user.username) for user in found[:AT_ONCE]],
        pages=pages,
        found=len(found),
        roles=await roles_to_give(session, desk.words, at.team.id, at.authority),
    )


def _name(user: User) -> str:
    return user.name or user.username or "?"
