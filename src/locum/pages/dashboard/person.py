"""`/dashboard/people/{id}`: one person of the organization, with role, invitation, teams, absences."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Response
from sqlalchemy.ext.asyncio import AsyncSession

from locum.absences import queries as absences
from locum.attributes import assignment_queries as attributes
from locum.http.parameters import PathId, id_of
from locum.http.permissions import Permission
from locum.http.session import Session
from locum.kit import clock
from locum.kit.errors import LocumError, NotFound
from locum.kit.paging import Page
from locum.kit.zones import local_date
from locum.memberships import changing, consent, joining
from locum.memberships.realms import enter_organization_team
from locum.memberships.rules import Changes, Terms
from locum.organization_users import directory_queries as directory
from locum.organization_users.directory_queries import Entry
from locum.organization_users.service import remind
from locum.pages.booking.substitutes import name_of
from locum.pages.dashboard.absence_words import when
from locum.pages.dashboard.desk import Desk, with_permission
from locum.pages.dashboard.membership_desk import REFUSALS, Held, Parting, ask, give_role, take_out
from locum.pages.dashboard.news import News
from locum.pages.dashboard.people import PEOPLE
from locum.pages.dashboard.refusals import attempt, in_words
from locum.pages.dashboard.roles_shown import role_name, role_options
from locum.pages.dashboard.whose import Whose
from locum.pages.forms import TrustedForm
from locum.pages.when import Clock
from locum.pages.zones import wanted_zone
from locum.teams import directory_queries as teams

router = APIRouter(prefix=f"{PEOPLE}/{{user_id}}", include_in_schema=False)

READ, CHANGE = Permission.ORGANIZATION_MEMBERS_READ, Permission.ORGANIZATION_MEMBERS_CHANGE
MOST_ABSENCES = 5
_ALL_TEAMS = Page(1000)
PARTING = Parting(
    goes=("people.remove_teams", "people.remove_hosts", "people.remove_roles"),
    undo="people.remove_undo",
    label="people.remove",
    told="people.removed",
)


def person_at(permission: Permission) -> Any:
    """A dependency: the person that the address names, at the desk of somebody who may do this."""

    async def resolve(
        session: Session, desk: Annotated[Desk, Depends(with_permission(permission))], user_id: PathId
    ) -> Held:
        entry, place = await directory.entry(session, desk.organization.id, user_id), desk.organization
        if entry is None:
            raise NotFound("There is no such person.")
        path, trail = f"{PEOPLE}/{user_id}", [(PEOPLE, desk.text("people.title"))]
        return Held(desk, entry, place.id, place.name, place.id, desk.authority, path, trail)

    return Depends(resolve)


Reading = Annotated[Held, person_at(READ)]
Changing = Annotated[Held, person_at(CHANGE)]
Inviting = Annotated[Held, person_at(Permission.ORGANIZATION_MEMBERS_INVITE)]
Removing = Annotated[Held, person_at(Permission.ORGANIZATION_MEMBERS_REMOVE)]


@router.get("")
async def person(session: Session, found: Reading) -> Response:
    """The person's page."""
    return await _page(session, found)


@router.post("/role")
async def change_role(session: Session, found: Changing, form: TrustedForm) -> Response:
    """Give another role."""
    done = await give_role(session, found, str(form.get("role", "")))
    return found.desk.go(found.path, done) if isinstance(done, News) else await _refused(session, found, done)


@router.post("/accept")
async def accept(session: Session, found: Changing, _: TrustedForm) -> Response:
    """Accept an invitation in somebody's name, where that is one's business."""
    desk, entry = found.desk, found.entry
    changes = Changes(accepted=True)
    work = changing.change(session, entry.membership, changes, asked_by=desk.caller, authority=desk.authority)
    told = News("people.accepted", {"name": found.name})
    return await _answer(session, found, await attempt(session, work), told)


@router.post("/remind")
async def write_again(session: Session, found: Inviting, _: TrustedForm) -> Response:
    """Send the invitation again."""
    user = found.entry.user
    work = remind(session, found.place_id, user, inviter=found.desk.person)
    told = News("people.reminded", {"email": user.email})
    return await _answer(session, found, await attempt(session, work), told)


@router.post("/teams")
async def add_to_team(session: Session, found: Reading, form: TrustedForm) -> Response:
    """Bring the person into a team of the organization."""
    desk, entry = found.desk, found.entry
    team_id, organization_id = id_of(str(form.get("team", ""))), desk.organization.id
    if team_id is None:
        return await _page(session, found, errors={"team": desk.text("form.option")})
    role = role_name(str(form.get("team_role", "")))
    inviting = Permission.TEAM_MEMBERS_INVITE
    realm = await enter_organization_team(session, desk.caller, organization_id, team_id, inviting)
    work = joining.join_team(
        session,
        team_id,
        entry.user.id,
        Terms(role, accepted=True),
        organization_id=organization_id,
        asked_by=desk.caller,
        authority=realm.authority,
    )
    told = News("people.in_team", {"name": found.name})
    return await _answer(session, found, await attempt(session, work), told)


@router.get("/remove")
async def ask_whether_to_remove(found: Removing) -> Response:
    """What goes with the person, before he goes."""
    return ask(found, PARTING)


@router.post("/remove")
async def remove(session: Session, found: Removing, _: TrustedForm) -> Response:
    """Take the person out of the organization and all of its teams."""
    return await take_out(session, found, PARTING, PEOPLE)


async def _answer(session: AsyncSession, found: Held, result: object, told: News) -> Response:
    return await _refused(session, found, result) if isinstance(result, LocumError) else found.desk.go(found.path, told)


async def _refused(session: AsyncSession, found: Held, refusal: LocumError) -> Response:
    fresh = replace(found, entry=await found.afresh(session))
    return await _page(session, fresh, refusal=refusal)


async def _page(
    session: AsyncSession, found: Held, *, refusal: LocumError | None = None, errors: Mapping[str, str] | None = None
) -> Response:
    desk, entry, user = found.desk, found.entry, found.entry.user
    places = await directory.places(session, found.place_id, [user.id])
    return desk.show(
        "person.html",
        found.name,
        trail=found.trail,
        status=refusal.status if refusal else 422 if errors else 200,
        refusal=in_words(desk.words, refusal, REFUSALS) if refusal else None,
        errors=errors,
        entry=entry,
        user=user,
        path=found.path,
        since=Clock.day(desk.clock, entry.membership.created_at),
        places=places,
        role_label=found.role_label,
        role=found.role,
        roles=await found.roles(session, found.role),
        team_roles=role_options(desk.words, desk.authority),
        **await _offers(session, desk, entry, {place.team_id for place in places}),
    )


async def _offers(session: AsyncSession, desk: Desk, entry: Entry, in_teams: set[int]) -> dict[str, Any]:
    """What can be done for this person, by this person."""
    user, organization_id = entry.user, desk.organization.id
    has_account = user.password_hash is not None or user.platform_client_id is not None
    is_invited = not entry.membership.accepted
    may_add = desk.may(Permission.TEAM_MEMBERS_INVITE)
    all_teams = (
        await teams.directory(session, desk.person.id, organization_id, _ALL_TEAMS, with_all=True) if may_add else []
    )
    reads_absences = desk.may(Permission.ABSENCE_READ) and not (
        is_invited and user.organization_id not in {None, organization_id}
    )
    return {
        "may_change": desk.may(CHANGE),
        "may_remove": desk.may(Permission.ORGANIZATION_MEMBERS_REMOVE),
        "may_remind": desk.may(Permission.ORGANIZATION_MEMBERS_INVITE) and not has_account,
        "may_accept": desk.may(CHANGE)
        and is_invited
        and await consent.speaks_for(session, desk.caller, user, desk.organization),
        "is_invited": is_invited,
        "sees_bookings": desk.may(Permission.BOOKING_READ) and not is_invited,
        "has_account": has_account,
        "other_teams": [
            (one.team.id, one.team.name)
            for one in all_teams
            if one.team.organization_id == organization_id and one.team.id not in in_teams
        ],
        "held": await attributes.of_member(session, entry.membership.id),
        "may_assign": desk.may(Permission.ATTRIBUTES_ASSIGN) and not is_invited,
        "absences": await _next_absences(session, desk, entry) if reads_absences else None,
    }


async def _next_absences(session: AsyncSession, desk: Desk, entry: Entry) -> list[tuple[str, str | None]]:
    """The days of the next absences, and who stands in."""
    today = local_date(clock.now(), wanted_zone(entry.user.time_zone))
    found = await absences.entered(session, entry.user.id, today, Page(MOST_ABSENCES))
    whose = Whose(desk, entry.user, f"{PEOPLE}/{entry.user.id}/away")
    return [(when(whose, one), name_of(substitute) if substitute else None) for one, substitute in found]
