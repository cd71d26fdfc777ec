"""`/dashboard/teams/{id}/members`: bringing people into a team, their roles in it, taking them out."""

from collections.abc import Mapping, Sequence
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Response
from sqlalchemy.ext.asyncio import AsyncSession

from locum.http.parameters import PathId
from locum.http.permissions import Permission
from locum.http.session import Session
from locum.kit.errors import LocumError, NotFound
from locum.kit.paging import Page
from locum.memberships import changing
from locum.memberships.joining import join_team
from locum.memberships.leaving import leave
from locum.memberships.rules import Terms
from locum.organization_users import directory_queries as directory
from locum.organization_users.directory_queries import Entry
from locum.pages.dashboard.listing import leaf
from locum.pages.dashboard.news import News
from locum.pages.dashboard.people import called
from locum.pages.dashboard.person import REFUSALS, role_of
from locum.pages.dashboard.refusals import attempt, in_words
from locum.pages.dashboard.roles_shown import Chosen, roles_to_give
from locum.pages.dashboard.roles_shown import called as role_called
from locum.pages.dashboard.team_desk import TEAMS, TeamDesk, at_team
from locum.pages.forms import TrustedForm
from locum.teams import directory_queries as teams
from locum.users.models import User

router = APIRouter(prefix=f"{TEAMS}/{{team_id}}/members", include_in_schema=False)

AT_ONCE = 25
_LONGEST_SEARCH = 200

Inviting = Annotated[TeamDesk, Depends(at_team(Permission.TEAM_MEMBERS_INVITE))]


def _found(permission: Permission) -> Any:
    """A dependency: the member that the address names, at the desk of somebody who may do this."""

    async def resolve(
        session: Session, at: Annotated[TeamDesk, Depends(at_team(permission))], user_id: PathId
    ) -> tuple[TeamDesk, Entry]:
        entry = await directory.entry(session, at.team.id, user_id)
        if entry is None:
            raise NotFound("There is no such member.")
        return at, entry

    return Depends(resolve)


Reading = Annotated[tuple[TeamDesk, Entry], _found(Permission.TEAM_MEMBERS_READ)]
Changing = Annotated[tuple[TeamDesk, Entry], _found(Permission.TEAM_MEMBERS_CHANGE)]
Removing = Annotated[tuple[TeamDesk, Entry], _found(Permission.TEAM_MEMBERS_REMOVE)]


@router.get("/add")
async def candidates(session: Session, at: Inviting) -> Response:
    """Who could be brought in: searched by name or address."""
    return await _candidates(session, at)


@router.post("/add")
async def add(session: Session, at: Inviting, form: TrustedForm) -> Response:
    """Bring those in who were chosen, all on the same terms."""
    chosen = [int(text) for text in map(str, form.getlist("user")) if text.isascii() and text.isdigit()][:AT_ONCE]
    found = await teams.candidates(session, at.team, at.desk.person.id, Page(AT_ONCE), only_ids=chosen)
    if not found:
        return await _candidates(session, at, errors={"people": at.desk.text("teams.choose_people")})
    terms = Chosen.of(str(form.get("role", ""))).terms()
    done = await attempt(session, _add(session, at, found, terms))
    if isinstance(done, LocumError):
        return await _candidates(session, at, refusal=done)
    return at.desk.go(at.path, News("teams.added", {"names": ", ".join(_name(user) for user in found)}))


@router.get("/{user_id}")
async def member(session: Session, found: Reading) -> Response:
    """One member: what he is in the team."""
    return await _member(session, *found)


@router.post("/{user_id}")
async def give_role(session: Session, found: Changing, form: TrustedForm) -> Response:
    """Give another role."""
    at, entry = found
    text, words = str(form.get("role", "")), at.desk.words
    work = changing.change(
        session, entry.membership, Chosen.of(text).changes(), asked_by=at.desk.caller, authority=at.authority
    )
    done = await attempt(session, work)
    if isinstance(done, LocumError):
        fresh = await directory.entry(session, at.team.id, entry.user.id)
        return await _member(session, at, fresh or entry, done)
    role = role_called(await roles_to_give(session, words, at.team.id, at.authority), text, words)
    return at.desk.go(
        at.path, News("people.role_given", {"name": called(at.team.organization_id, entry), "role": role})
    )


@router.get("/{user_id}/remove")
async def ask_whether_to_remove(found: Removing) -> Response:
    """What goes with the member, before he goes."""
    return _confirm(*found)


@router.post("/{user_id}/remove")
async def remove(session: Session, found: Removing, _: TrustedForm) -> Response:
    """Take the member out."""
    at, entry = found
    name = called(at.team.organization_id, entry)
    work = leave(session, entry.membership, asked_by=at.desk.caller, authority=at.authority)
    done = await attempt(session, work)
    if isinstance(done, LocumError):
        return _confirm(at, entry, done)
    return at.desk.go(at.path, News("teams.removed", {"name": name, "team": at.team.name}))


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


async def _member(session: AsyncSession, at: TeamDesk, entry: Entry, refusal: LocumError | None = None) -> Response:
    desk, name = at.desk, called(at.team.organization_id, entry)
    base = f"{at.path}/members/{entry.user.id}"
    return desk.show(
        "team_member.html",
        name,
        trail=at.trail,
        status=refusal.status if refusal else 200,
        refusal=in_words(desk.words, refusal, REFUSALS) if refusal else None,
        path=base,
        entry=entry,
        team=at.team,
        role=role_of(entry),
        roles=await roles_to_give(session, desk.words, at.team.id, at.authority, role_of(entry)),
        role_label=entry.custom_role or desk.text(f"role.{entry.membership.role}"),
        may_change=at.may(Permission.TEAM_MEMBERS_CHANGE),
        may_remove=at.may(Permission.TEAM_MEMBERS_REMOVE),
    )


def _confirm(at: TeamDesk, entry: Entry, refusal: LocumError | None = None) -> Response:
    desk, name = at.desk, called(at.team.organization_id, entry)
    base = f"{at.path}/members/{entry.user.id}"
    return desk.show(
        "confirm.html",
        desk.text("people.remove_title", name=name, organization=at.team.name),
        trail=[*at.trail, (base, name)],
        status=refusal.status if refusal else 200,
        refusal=in_words(desk.words, refusal, REFUSALS) if refusal else None,
        goes=[desk.text("teams.remove_membership"), desk.text("teams.remove_hosts")],
        stays=desk.text("people.remove_stays"),
        undo=desk.text("teams.remove_undo"),
        action=f"{base}/remove",
        label=desk.text("teams.remove"),
        back=base,
    )
