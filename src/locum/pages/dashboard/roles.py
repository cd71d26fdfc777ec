"""Custom roles in the dashboard: written once, for an organization and for each of its teams."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from fastapi import APIRouter, Depends, Response
from sqlalchemy.ext.asyncio import AsyncSession
from starlette.datastructures import FormData

from locum.http.permissions import Permission
from locum.http.session import Session
from locum.kit.errors import LocumError
from locum.memberships import queries as memberships
from locum.organization_users import directory_queries as directory
from locum.organization_users.directory_queries import Search
from locum.pages.dashboard.desk import Desk, Trail
from locum.pages.dashboard.listing import leaf
from locum.pages.dashboard.news import News
from locum.pages.dashboard.people import called
from locum.pages.dashboard.person import REFUSALS
from locum.pages.dashboard.refusals import attempt, in_words
from locum.pages.dashboard.role_words import sheet
from locum.pages.forms import TrustedForm
from locum.roles import service
from locum.roles.models import CustomRole
from locum.roles.service import NewRole, Place
from locum.roles.vocabulary import words_of

AT_ONCE = 50
LONGEST_NAME, LONGEST_DESCRIPTION = 255, 2000
READ, CREATE = Permission.ROLE_READ, Permission.ROLE_CREATE
UPDATE, DELETE = Permission.ROLE_UPDATE, Permission.ROLE_DELETE


@dataclass(frozen=True, slots=True)
class Roles:
    """The roles of a place, at the desk of somebody who may do something with them.

    `people` is the address below which those who hold a role are found.
    """

    desk: Desk
    place: Place
    base: str
    people: str
    trail: Trail = ()

    @property
    def above(self) -> Trail:
        """The pages above a single role."""
        return [*self.trail, (self.base, self.desk.text("roles.title"))]

    @property
    def reads_people(self) -> bool:
        """Whether the person may know who holds them."""
        team = Permission.TEAM_MEMBERS_READ
        return self.place.authority.may(team if self.place.is_team else Permission.ORGANIZATION_MEMBERS_READ)


@dataclass(frozen=True, slots=True)
class RoleForm:
    """A role, as typed."""

    name: str = ""
    description: str = ""
    permissions: tuple[str, ...] = ()

    @classmethod
    def of(cls, form: FormData, *, team: bool) -> "RoleForm":
        """As typed; words that such a role cannot hold are left out."""
        ticked = {str(word) for word in form.getlist("permission")}
        return cls(
            str(form.get("name", "")).strip()[:LONGEST_NAME],
            str(form.get("description", "")).strip()[:LONGEST_DESCRIPTION],
            tuple(word for word in words_of(team=team) if word in ticked),
        )

    @classmethod
    def written(cls, role: CustomRole) -> "RoleForm":
        """A role that is to be changed."""
        return cls(role.name, role.description or "", tuple(role.permissions))


Resolve = Callable[[Permission], Callable[..., Any]]
"""Makes the dependency that finds whose roles these are and checks a permission."""


def build(prefix: str, resolve: Resolve) -> APIRouter:
    """The pages below an address."""
    router = APIRouter(prefix=prefix, include_in_schema=False)
    reading, creating = Depends(resolve(READ)), Depends(resolve(CREATE))
    updating, deleting = Depends(resolve(UPDATE)), Depends(resolve(DELETE))

    @router.get("")
    async def roles(session: Session, at: Roles = reading) -> Response:
        """The plain roles and the custom ones, with how many hold each."""
        _, custom = await service.list_roles(session, at.place)
        holders = await memberships.holders_of_roles(session, at.place.id) if at.reads_people else None
        may_create = at.place.authority.may(CREATE)
        return at.desk.show(
            "roles.html",
            at.desk.text("roles.title"),
            trail=at.trail,
            base=at.base,
            rows=custom,
            holders=holders,
            may_create=may_create,
        )

    @router.get("/new")
    async def new_role(at: Roles = creating) -> Response:
        """The form of a new role."""
        return _form(at, RoleForm(), f"{at.base}/new", at.desk.text("roles.new"))

    @router.post("/new")
    async def make_role(session: Session, form: TrustedForm, at: Roles = creating) -> Response:
        """Make a role."""
        typed = RoleForm.of(form, team=at.place.is_team)
        new = NewRole(typed.name, None, typed.description or None, list(typed.permissions))
        done = await attempt(session, service.create_role(session, at.place, new)) if typed.name else None
        if not isinstance(done, CustomRole):
            return _form(at, typed, f"{at.base}/new", at.desk.text("roles.new"), _wrong(at, done))
        return at.desk.go(f"{at.base}/{done.id}", News("roles.made", {"name": typed.name}))

    @router.get("/{role_id}")
    async def role(session: Session, role_id: str, at: Roles = reading) -> Response:
        """One role: what it allows, and who holds it."""
        found = await service.get_role(session, at.place, role_id)
        return await _single(session, at, found, RoleForm.written(found))

    @router.post("/{role_id}")
    async def change_role(session: Session, role_id: str, form: TrustedForm, at: Roles = updating) -> Response:
        """Change name, description and permissions."""
        found = await service.get_role(session, at.place, role_id)
        typed = RoleForm.of(form, team=at.place.is_team)
        changes = {
            "name": typed.name,
            "description": typed.description or None,
            "permissions": list(typed.permissions),
        }
        done = await attempt(session, service.change_role(session, at.place, role_id, changes)) if typed.name else None
        if not isinstance(done, CustomRole):
            await session.refresh(found)
            return await _single(session, at, found, typed, _wrong(at, done))
        return at.desk.go(f"{at.base}/{role_id}", News("roles.changed", {"name": typed.name}))

    @router.get("/{role_id}/delete")
    async def ask_whether_to_delete(session: Session, role_id: str, at: Roles = deleting) -> Response:
        """What goes with a role."""
        return await _confirm(session, at, await service.get_role(session, at.place, role_id))

    @router.post("/{role_id}/delete")
    async def delete_role(session: Session, role_id: str, _: TrustedForm, at: Roles = deleting) -> Response:
        """Remove a role; whoever held it is a plain member."""
        found = await service.get_role(session, at.place, role_id)
        name = found.name
        done = await attempt(session, service.remove_role(session, at.place, role_id))
        if isinstance(done, LocumError):
            return await _confirm(session, at, found, done)
        return at.desk.go(at.base, News("roles.deleted", {"name": name}))

    return router


def _wrong(at: Roles, refusal: CustomRole | LocumError | None) -> dict[str, str]:
    """What has to be put right, by field."""
    if not isinstance(refusal, LocumError):
        return {"name": at.desk.text("form.required")}
    if refusal.status == 403:
        return {"permissions": in_words(at.desk.words, refusal, REFUSALS)}
    taken = {"Role with name": "roles.name_taken", "There are": "roles.too_many"}
    return {"name": in_words(at.desk.words, refusal, taken)}


def _form(at: Roles, typed: RoleForm, action: str, heading: str, errors: Mapping[str, str] | None = None) -> Response:
    return at.desk.show(
        "role_new.html",
        heading,
        trail=at.above,
        status=422 if errors else 200,
        errors=errors,
        typed=typed,
        action=action,
        back=at.base,
        sheet=sheet(at.desk.words, at.place.authority, typed.permissions, team=at.place.is_team),
    )


async def _single(
    session: AsyncSession, at: Roles, role: CustomRole, typed: RoleForm, errors: Mapping[str, str] | None = None
) -> Response:
    desk, authority = at.desk, at.place.authority
    pages = leaf(desk.request, AT_ONCE)
    search = Search(custom_role_id=role.id)
    holders = await directory.entries(session, at.place.id, search, pages.rows) if at.reads_people else []
    reaches = not authority.grants.missing(role.permissions)
    return desk.show(
        "role.html",
        role.name,
        trail=at.above,
        status=422 if errors else 200,
        errors=errors,
        typed=typed,
        action=f"{at.base}/{role.id}",
        back=at.base,
        sheet=sheet(desk.words, authority, typed.permissions, team=at.place.is_team),
        reads_people=at.reads_people,
        holders=[(f"{at.people}/{one.user.id}", called(desk.organization.id, one)) for one in holders[:AT_ONCE]],
        pages=pages,
        found=len(holders),
        reaches=reaches,
        may_update=authority.may(UPDATE) and reaches,
        may_delete=authority.may(DELETE) and reaches,
    )


async def _confirm(session: AsyncSession, at: Roles, role: CustomRole, refusal: LocumError | None = None) -> Response:
    desk = at.desk
    holders = (await memberships.holders_of_roles(session, at.place.id)).get(role.id, 0)
    return desk.show(
        "confirm.html",
        desk.text("roles.delete_title", name=role.name),
        trail=[*at.above, (f"{at.base}/{role.id}", role.name)],
        status=refusal.status if refusal else 200,
        refusal=in_words(desk.words, refusal, REFUSALS) if refusal else None,
        goes=[],
        stays=desk.words.count("roles.delete_holders", holders),
        undo=desk.text("confirm.for_ever"),
        action=f"{at.base}/{role.id}/delete",
        label=desk.text("roles.delete"),
        back=f"{at.base}/{role.id}",
    )
