"""One custom role in the dashboard: what it allows, who holds it, changing it, its end."""

from collections.abc import Mapping

from fastapi import APIRouter, Depends, Response
from sqlalchemy.ext.asyncio import AsyncSession

from locum.http.permissions import Permission
from locum.http.session import Session
from locum.kit.errors import LocumError
from locum.memberships import queries as memberships
from locum.organization_users import directory_queries as directory
from locum.organization_users.directory_queries import Search
from locum.pages.dashboard.listing import leaf
from locum.pages.dashboard.membership_desk import REFUSALS
from locum.pages.dashboard.news import News
from locum.pages.dashboard.people import called
from locum.pages.dashboard.refusals import attempt, in_words
from locum.pages.dashboard.role_desk import Resolve, Roles
from locum.pages.dashboard.role_form import RoleForm, wrong
from locum.pages.dashboard.role_words import sheet
from locum.pages.forms import TrustedForm
from locum.roles import service
from locum.roles.models import CustomRole

AT_ONCE = 50
UPDATE, DELETE = Permission.ROLE_UPDATE, Permission.ROLE_DELETE


def add(router: APIRouter, resolve: Resolve) -> None:
    """The page of a role and its forms."""
    _add_changing(router, resolve)
    _add_removing(router, resolve)


def _add_changing(router: APIRouter, resolve: Resolve) -> None:
    reading, updating = Depends(resolve(Permission.ROLE_READ)), Depends(resolve(UPDATE))

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
        work = service.change_role(session, at.place, role_id, typed.changes()) if typed.name else None
        done = await attempt(session, work) if work else None
        if not isinstance(done, CustomRole):
            await session.refresh(found)
            return await _single(session, at, found, typed, wrong(at, done))
        return at.desk.go(f"{at.base}/{role_id}", News("roles.changed", {"name": typed.name}))


def _add_removing(router: APIRouter, resolve: Resolve) -> None:
    deleting = Depends(resolve(DELETE))

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
