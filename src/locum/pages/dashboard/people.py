"""`/dashboard/people`: the directory of an organization, and asking people in."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Annotated

from email_validator import EmailNotValidError
from fastapi import APIRouter, Depends, Request, Response
from sqlalchemy.ext.asyncio import AsyncSession
from starlette.datastructures import FormData

from locum.http.parameters import id_of
from locum.http.permissions import Permission
from locum.http.session import Session
from locum.kit.errors import LocumError
from locum.kit.paging import Page
from locum.kit.wire_types import email_address
from locum.organization_users import directory_queries as directory
from locum.organization_users.directory_queries import Entry, Search
from locum.organization_users.service import EMAIL_KNOWN_HERE, NewPerson, invite
from locum.pages.dashboard.desk import Desk, with_permission
from locum.pages.dashboard.listing import leaf
from locum.pages.dashboard.news import News
from locum.pages.dashboard.refusals import attempt, in_words
from locum.pages.dashboard.roles_shown import ROLES, role_name, role_options
from locum.pages.forms import TrustedForm
from locum.roles import queries as roles
from locum.roles.rules import role_id
from locum.roles.service import MOST_ROLES
from locum.teams import directory_queries as teams

router = APIRouter(include_in_schema=False)

PEOPLE = "/dashboard/people"
AT_ONCE = 50
_ALL_TEAMS = Page(1000)
_LONGEST = 200

Reading = Annotated[Desk, Depends(with_permission(Permission.ORGANIZATION_MEMBERS_READ))]
Inviting = Annotated[Desk, Depends(with_permission(Permission.ORGANIZATION_MEMBERS_INVITE))]


@dataclass(frozen=True, slots=True)
class Row:
    """A person in the list."""

    id: int
    name: str
    email: str
    role: str
    teams: Sequence[str]
    is_invited: bool
    has_arrived: bool


@dataclass(frozen=True, slots=True)
class InvitationForm:
    """Who is asked in, as typed."""

    email: str = ""
    name: str = ""
    role: str = "MEMBER"

    @classmethod
    def of(cls, form: FormData) -> "InvitationForm":
        """As typed."""
        email, name, role = (str(form.get(field, "")).strip()[:_LONGEST] for field in ("email", "name", "role"))
        return cls(email, name, role if role in ROLES else "MEMBER")


@router.get(PEOPLE)
async def people(session: Session, desk: Reading) -> Response:
    """Everybody of the organization, the invited included, or only some."""
    search = _search(desk.request)
    pages = leaf(desk.request, AT_ONCE)
    organization_id = desk.organization.id
    shown = await directory.entries(session, organization_id, search, pages.exact)
    total = await directory.number(session, organization_id, search)
    known = await directory.places(session, organization_id, [one.user.id for one in shown])
    of_person: dict[int, list[str]] = {}
    for place in known:
        of_person.setdefault(place.user_id, []).append(place.team)
    all_teams = await teams.directory(session, desk.person.id, organization_id, _ALL_TEAMS, with_all=True)
    return desk.show(
        "people.html",
        desk.text("people.title"),
        rows=[_row(desk, one, of_person.get(one.user.id, [])) for one in shown],
        search=search,
        is_narrowed=search != Search(),
        roles=[
            ("", desk.text("people.any_role")),
            *role_options(desk.words),
            *((str(one.id), one.name) for one in await roles.of_place(session, organization_id, MOST_ROLES)),
        ],
        role=str(search.custom_role_id or search.role),
        teams=[
            ("", desk.text("people.any_team")),
            *((one.team.id, one.team.name) for one in all_teams if one.team.organization_id is not None),
        ],
        states=[("", desk.text("people.any_state")), ("invited", desk.text("people.invited"))],
        pages=pages,
        total=total,
        span=pages.told(desk.words, len(shown), total),
        may_invite=desk.may(Permission.ORGANIZATION_MEMBERS_INVITE),
    )


@router.get(f"{PEOPLE}/new")
async def invitation(desk: Inviting) -> Response:
    """The form to ask somebody in."""
    return _form(desk, InvitationForm(), {})


@router.post(f"{PEOPLE}/new")
async def ask_in(session: Session, desk: Inviting, form: TrustedForm) -> Response:
    """Ask somebody in. Whether he had an account before is nobody's business: the answer is the same."""
    typed = InvitationForm.of(form)
    errors = await _ask(session, desk, typed)
    if errors:
        return _form(desk, typed, errors)
    return desk.go(PEOPLE, News("people.asked", {"email": typed.email}))


async def _ask(session: AsyncSession, desk: Desk, typed: InvitationForm) -> dict[str, str]:
    try:
        email = email_address(typed.email)
    except (EmailNotValidError, ValueError):
        return {"email": desk.text("form.email")}
    person = NewPerson(email, role=role_name(typed.role), values={"name": typed.name} if typed.name else {})
    work = invite(
        session,
        desk.organization.id,
        person,
        inviter=desk.person,
        asked_by=desk.caller,
        authority=desk.authority,
    )
    done = await attempt(session, work)
    if not isinstance(done, LocumError):
        return {}
    field = "role" if done.status == 403 else "email"
    return {field: in_words(desk.words, done, {EMAIL_KNOWN_HERE: "people.known_here"})}


def _form(desk: Desk, typed: InvitationForm, errors: dict[str, str]) -> Response:
    return desk.show(
        "invite.html",
        desk.text("people.invite"),
        trail=[(PEOPLE, desk.text("people.title"))],
        status=422 if errors else 200,
        errors=errors,
        typed=typed,
        roles=role_options(desk.words, desk.authority),
    )


def _search(request: Request) -> Search:
    query = request.query_params
    role, team = query.get("role", ""), query.get("team", "")
    return Search(
        query.get("q", "").strip()[:_LONGEST],
        role if role in ROLES else "",
        role_id(role),
        id_of(team),
        "invited" if query.get("state") == "invited" else "",
    )


def _row(desk: Desk, entry: Entry, in_teams: Sequence[str]) -> Row:
    user, membership = entry.user, entry.membership
    return Row(
        user.id,
        called(desk.organization.id, entry),
        user.email,
        entry.custom_role or desk.text(f"role.{membership.role}"),
        in_teams,
        not membership.accepted,
        user.password_hash is not None or user.platform_client_id is not None,
    )


def called(home: int | None, entry: Entry) -> str:
    """What somebody is called. Who is only invited and of another organization than `home`: by his address."""
    user = entry.user
    is_stranger = not entry.membership.accepted and user.organization_id not in {None, home}
    return user.email if is_stranger else user.name or user.username or user.email
