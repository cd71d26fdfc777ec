"""Custom roles and their permissions over HTTP: written once, for organizations and for their teams."""

from typing import Annotated

from fastapi import Depends, Query

from locum.http.envelope import Envelope, success
from locum.http.parameters import CommaList, CurrentPage
from locum.http.permissions import Permission
from locum.http.realms import CurrentRealm, Resource
from locum.http.session import Session
from locum.roles import service
from locum.roles.schemas import RoleCreate, RoleOut, RolePermissions, RoleUpdate, role_out, system_roles_out
from locum.roles.service import Place

roles = Resource("roles")
role_permissions = Resource("permissions of roles")

READ, CREATE = Permission.ROLE_READ, Permission.ROLE_CREATE
UPDATE, DELETE = Permission.ROLE_UPDATE, Permission.ROLE_DELETE


async def _place(realm: CurrentRealm) -> Place:
    is_team = realm.team_id is not None
    return Place(realm.team if is_team else realm.organization, is_team, realm.authority)


ThePlace = Annotated[Place, Depends(_place)]
Unwanted = Annotated[CommaList | None, Query(description="Repeated or comma-separated.")]


@roles.post(permission=CREATE)
async def create_role(place: ThePlace, session: Session, body: RoleCreate) -> Envelope[RoleOut]:
    """Make a role."""
    role = await service.create_role(session, place, body.new())
    return success(role_out(role))


@roles.get(permission=READ)
async def list_roles(place: ThePlace, session: Session, page: CurrentPage) -> Envelope[list[RoleOut]]:
    """The system roles, then the custom ones."""
    since, custom = await service.list_roles(session, place)
    shown = [*system_roles_out(since, of_team=place.is_team), *map(role_out, custom)]
    return success(shown[page.skip : page.skip + page.take])


@roles.get("/{roleId}", permission=READ)
async def get_role(place: ThePlace, session: Session, roleId: str) -> Envelope[RoleOut]:
    """One custom role."""
    return success(role_out(await service.get_role(session, place, roleId)))


@roles.patch("/{roleId}", permission=UPDATE)
async def update_role(place: ThePlace, session: Session, roleId: str, body: RoleUpdate) -> Envelope[RoleOut]:
    """Change what the body names; permissions are replaced."""
    role = await service.change_role(session, place, roleId, body.given())
    return success(role_out(role))


@roles.delete("/{roleId}", permission=DELETE)
async def delete_role(place: ThePlace, session: Session, roleId: str) -> Envelope[RoleOut]:
    """Remove a role: its holders are plain members again. Answers with what it was."""
    return success(role_out(await service.remove_role(session, place, roleId)))


@role_permissions.post(permission=UPDATE, status_code=200)
async def add_permissions(place: ThePlace, session: Session, roleId: str, body: RolePermissions) -> Envelope[list[str]]:
    """Add permissions; answers with all of them."""
    return success(await service.add_permissions(session, place, roleId, body.permissions))


@role_permissions.get(permission=READ)
async def list_permissions(place: ThePlace, session: Session, roleId: str) -> Envelope[list[str]]:
    """The permissions of a role."""
    return success((await service.get_role(session, place, roleId)).permissions)


@role_permissions.put(permission=UPDATE)
async def replace_permissions(
    place: ThePlace, session: Session, roleId: str, body: RolePermissions
) -> Envelope[list[str]]:
    """Replace all permissions of a role."""
    return success(await service.replace_permissions(session, place, roleId, body.permissions))


@role_permissions.delete(permission=UPDATE, status_code=204)
async def remove_permissions(place: ThePlace, session: Session, roleId: str, permissions: Unwanted = None) -> None:
    """Take permissions out of a role; none, if none are named."""
    await service.remove_permissions(session, place, roleId, permissions or ())


@role_permissions.delete("/{permission}", permission=UPDATE, status_code=204)
async def remove_permission(place: ThePlace, session: Session, roleId: str, permission: str) -> None:
    """Take one permission out of a role."""
    await service.remove_permissions(session, place, roleId, [permission])
