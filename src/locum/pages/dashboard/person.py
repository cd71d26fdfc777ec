"""`/dashboard/people/{id}`: one person of the organization, with role, invitation, teams, absences."""

from collections.abc import Mapping
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Response
from sqlalchemy.ext.asyncio import AsyncSession

from locum.absences import queries as absences
from locum.attributes import assignment_queries as attributes
from locum.http.parameters import PathId
from locum.http.permissions import Permission
from locum.http.session import Session
from locum.kit import clock
from locum.kit.errors import LocumError, NotFound
from locum.kit.paging import Page
from locum.kit.zones import local_date
from locum.memberships import changing, consent, joining, rules
from locum.memberships.leaving import leave
from locum.memberships.realms import enter_organization_team
from locum.memberships.rules import Changes, Terms
from locum.organization_users import directory_queries as directory
from locum.organization_users.directory_queries import Entry
from locum.organization_users.service import remind
from locum.pages.booking.substitutes import name_of
from locum.pages.dashboard.desk import Desk, with_permission
from locum.pages.dashboard.news import News
from locum.pages.dashboard.people import PEOPLE, called
from locum.pages.dashboard.refusals import attempt, in_words
from locum.pages.dashboard.roles_shown import Chosen, role_name, role_options, roles_to_give
from locum.pages.dashboard.roles_shown import called as role_called
from locum.pages.forms import TrustedForm
from locum.pages.when import Clock, days
from locum.pages.zones import wanted_zone
from locum.roles import giving
from locum.teams import directory_queries as teams

router = APIRouter(prefix=f"{PEOPLE}/{{user_id}}", include_in_schema=False)

READ, CHANGE = Permission.ORGANIZATION_MEMBERS_READ, Permission.ORGANIZATION_MEMBERS_CHANGE
MOST_ABSENCES = 5
_ALL_TEAMS = Page(1000)
REFUSALS: Mapping[str, str] = {
    rules.LAST_OWNER: "people.last_owner",
    rules.ALREADY_IN: "people.known_here",
    changing.NOT_HIS_TO_ACCEPT: "people.not_yours_to_accept",
    giving.OWNERS_GIVE: "people.owners_give",
    giving.OWNERS_CHANGE: "people.owners_change",
    giving.ADMINS_GIVE: "people.admins_give",
    giving.STANDS_ABOVE: "people.stands_above",
    giving.NOT_HELD: "people.not_held",
}


def person_at(permission: Permission) -> Any:
    """A dependency: the person that the address names, at the desk of somebody who may do this."""

    async def resolve(
        session: Session, desk: Annotated[Desk, Depends(with_permission(permission))], user_id: PathId
    ) -> tuple[Desk, Entry]:
        entry = await directory.entry(session, desk.organization.id, user_id)
        if entry is None:
            raise NotFound("There is no such person.")
        return desk, entry

    return Depends(resolve)


Reading = Annotated[tuple[Desk, Entry], person_at(READ)]
Changing = Annotated[tuple[Desk, Entry], person_at(CHANGE)]
Inviting = Annotated[tuple[Desk, Entry], person_at(Permission.ORGANIZATION_MEMBERS_INVITE)]
Removing = Annotated[tuple[Desk, Entry], person_at(Permission.ORGANIZATION_MEMBERS_REMOVE)]


@router.get("")
async def person(session: Session, found: Reading) -> Response:
    """The person's page."""
    return await _page(session, *found)


@router.post("/role")
async def give_role(session: Session, found: Changing, form: TrustedForm) -> Response:
    """Give another role."""
    desk, entry = found
    text = str(form.get("role", ""))
    changes = Chosen.of(text).changes()
    work = changing.change(session, entry.membership, changes, asked_by=desk.caller, authority=desk.authority)
    offered = await roles_to_give(session, desk.words, desk.organization.id, desk.authority)
    values = {"name": called(desk.organization.id, entry), "role": role_called(offered, text, desk.words)}
    return await _answer(session, desk, entry, await attempt(session, work), News("people.role_given", values))


@router.post("/accept")
async def accept(session: Session, found: Changing, _: TrustedForm) -> Response:
    """Accept an invitation in somebody's name, where that is one's business."""
    desk, entry = found
    changes = Changes(accepted=True)
    work = changing.change(session, entry.membership, changes, asked_by=desk.caller, authority=desk.authority)
    told = News("people.accepted", {"name": called(desk.organization.id, entry)})
    return await _answer(session, desk, entry, await attempt(session, work), told)


@router.post("/remind")
async def write_again(session: Session, found: Inviting, _: TrustedForm) -> Response:
    """Send the invitation again."""
    desk, entry = found
    work = remind(session, desk.organization.id, entry.user, inviter=desk.person)
    told = News("people.reminded", {"email": entry.user.email})
    return await _answer(session, desk, entry, await attempt(session, work), told)


@router.post("/teams")
async def add_to_team(session: Session, found: Reading, form: TrustedForm) -> Response:
    """Bring the person into a team of the organization."""
    desk, entry = found
    chosen, organization_id = str(form.get("team", "")), desk.organization.id
    if not (chosen.isascii() and chosen.isdigit() and len(chosen) < 19):
        return await _page(session, desk, entry, errors={"team": desk.text("form.option")})
    team_id, role = int(chosen), role_name(str(form.get("team_role", "")))
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
    told = News("people.in_team", {"name": called(desk.organization.id, entry)})
    return await _answer(session, desk, entry, await attempt(session, work), told)


@router.get("/remove")
async def ask_whether_to_remove(found: Removing) -> Response:
    """What goes with the person, before he goes."""
    return _confirm(*found)


@router.post("/remove")
async def remove(session: Session, found: Removing, _: TrustedForm) -> Response:
    """Take the person out of the organization and all of its teams."""
    desk, entry = found
    name = called(desk.organization.id, entry)
    work = leave(session, entry.membership, asked_by=desk.caller, authority=desk.authority)
    done = await attempt(session, work)
    if isinstance(done, LocumError):
        return _confirm(desk, entry, done)
    return desk.go(PEOPLE, News("people.removed", {"name": name}))


async def _answer(session: AsyncSession, desk: Desk, entry: Entry, result: object, told: News) -> Response:
    if isinstance(result, LocumError):
        fresh = await directory.entry(session, desk.organization.id, entry.user.id)
        return await _page(session, desk, fresh or entry, refusal=result)
    return desk.go(_path(entry), told)


def role_of(entry: Entry) -> str:
    """The role of a membership as a value of a form."""
    return str(entry.membership.custom_role_id or entry.membership.role)


def _path(entry: Entry) -> str:
    return f"{PEOPLE}/{entry.user.id}"


async def _page(
    session: AsyncSession,
    desk: Desk,
    entry: Entry,
    *,
    refusal: LocumError | None = None,
    errors: Mapping[str, str] | None = None,
) -> Response:
    user, organization_id = entry.user, desk.organization.id
    places = await directory.places(session, organization_id, [user.id])
    return desk.show(
        "person.html",
        called(desk.organization.id, entry),
        trail=[(PEOPLE, desk.text("people.title"))],
        status=refusal.status if refusal else 422 if errors else 200,
        refusal=in_words(desk.words, refusal, REFUSALS) if refusal else None,
        errors=errors,
        entry=entry,
        user=user,
        path=_path(entry),
        since=Clock.day(desk.clock, entry.membership.created_at),
        places=places,
        role_label=entry.custom_role or desk.text(f"role.{entry.membership.role}"),
        role=role_of(entry),
        roles=await roles_to_give(session, desk.words, organization_id, desk.authority, role_of(entry)),
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
        "has_account": has_account,
        "other_teams": [
            (one.team.id, one.team.name)
            for one in all_teams
            if one.team.organization_id == organization_id and one.team.id not in in_teams
        ],
        "attributes": await attributes.of_members(session, [entry.membership.id]),
        "may_assign": desk.may(Permission.ATTRIBUTES_ASSIGN) and not is_invited,
        "absences": await _next_absences(session, desk, entry) if reads_absences else None,
    }


async def _next_absences(session: AsyncSession, desk: Desk, entry: Entry) -> list[tuple[str, str | None]]:
    """The days of the next absences, and who stands in."""
    today = local_date(clock.now(), wanted_zone(entry.user.time_zone))
    found = await absences.entered(session, entry.user.id, today, Page(MOST_ABSENCES))
    return [
        (days(desk.words.locale, one.first_day, one.last_day), name_of(substitute) if substitute else None)
        for one, substitute in found
    ]


def _confirm(desk: Desk, entry: Entry, refusal: LocumError | None = None) -> Response:
    name, organization = called(desk.organization.id, entry), desk.organization.name
    return desk.show(
        "confirm.html",
        desk.text("people.remove_title", name=name, organization=organization),
        trail=[(PEOPLE, desk.text("people.title")), (_path(entry), name)],
        status=refusal.status if refusal else 200,
        refusal=in_words(desk.words, refusal, REFUSALS) if refusal else None,
        goes=[desk.text("people.remove_teams"), desk.text("people.remove_hosts"), desk.text("people.remove_roles")],
        stays=desk.text("people.remove_stays"),
        undo=desk.text("people.remove_undo"),
        action=f"{_path(entry)}/remove",
        label=desk.text("people.remove"),
        back=_path(entry),
    )
