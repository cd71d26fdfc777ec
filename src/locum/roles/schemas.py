"""Roles on the wire (members sheet, section 7)."""

from collections.abc import Sequence
from datetime import datetime
from typing import Annotated, Any, Literal, TypeVar

from pydantic import Field, WithJsonSchema

from locum.http.envelope import Envelope
from locum.kit.wire import Instant, WireInput, WireOutput
from locum.kit.wire_types import HexColor, NonEmptyText
from locum.roles.authority import words_of_role
from locum.roles.models import CustomRole
from locum.roles.rules import SYSTEM_ROLES
from locum.roles.service import NewRole
from locum.roles.vocabulary import ALL_WORDS, ORGANIZATION_WORDS, TEAM_WORDS


def _one_of(words: Sequence[str]) -> WithJsonSchema:
    """For the document; the use cases check, because the place decides and the refusal has a text of its own."""
    return WithJsonSchema({"type": "string", "enum": list(words)})


Word = Annotated[str, _one_of(ALL_WORDS)]
_IN_ORDER = Field(description="In the order in which they were added.")
Words = Annotated[list[Word], Field(max_length=500, examples=[["eventType.read", "booking.read"]])]
Name = Annotated[NonEmptyText, Field(max_length=255)]
Description = Annotated[str, Field(max_length=2000)]


class RoleCreate(WireInput):
    """A new role."""

    name: Name
    color: HexColor | None = None
    description: Description | None = None
    permissions: Words | None = Field(None, description="None unless given.")

    def new(self) -> NewRole:
        """What the role is made of."""
        return NewRole(self.name, self.color, self.description, self.permissions or [])


class RoleUpdate(WireInput):
    """Changes of a role; what is not named stays."""

    name: Name | None = None
    color: HexColor | None = None
    description: Description | None = None
    permissions: Words | None = Field(None, description="Replaces all that the role has.")


class RolePermissions(WireInput):
    """Permissions to add to a role, or to replace those it has."""

    permissions: Words


class RoleOut(WireOutput):
    """A role; mounts show the one name of its place that fits."""

    id: str
    name: str
    color: str | None
    description: str | None
    organization_id: int | None
    team_id: int | None
    type: Literal["SYSTEM", "CUSTOM"]
    permissions: list[str]
    created_at: Instant
    updated_at: Instant


class _Shown(WireOutput):
    id: str
    name: str
    color: str | None
    description: str | None
    type: Literal["SYSTEM", "CUSTOM"]
    permissions: list[str]
    created_at: Instant
    updated_at: Instant


class OrganizationRoleOut(_Shown):
    """A role of an organization; a system role is nobody's in particular."""

    organization_id: int | None
    permissions: list[Annotated[str, _one_of(ORGANIZATION_WORDS)]] = _IN_ORDER


class TeamRoleOut(_Shown):
    """A role of a team; a system role is nobody's in particular."""

    team_id: int | None
    permissions: list[Annotated[str, _one_of(TEAM_WORDS)]] = _IN_ORDER


Shown = TypeVar("Shown", bound=_Shown)


def shown_as(model: type[Shown]) -> dict[str, Any]:
    """For mounts: every handler that answers with roles answers in this form."""
    one, many = Envelope[model], Envelope[list[model]]  # type: ignore[valid-type]
    return {"list_roles": many, **dict.fromkeys(("create_role", "get_role", "update_role", "delete_role"), one)}


def role_out(role: CustomRole) -> RoleOut:
    """A custom role as clients see it."""
    return RoleOut.model_construct(
        id=str(role.id),
        name=role.name,
        color=role.color,
        description=role.description,
        organization_id=role.team_id,
        team_id=role.team_id,
        type="CUSTOM",
        permissions=role.permissions,
        created_at=role.created_at,
        updated_at=role.updated_at,
    )


def system_roles_out(since: datetime, *, of_team: bool) -> list[RoleOut]:
    """The plain roles of a place, with what they open there; they are as old as the place."""
    return [
        RoleOut.model_construct(
            id=role_id,
            name=role.capitalize(),
            color=None,
            description=None,
            organization_id=None,
            team_id=None,
            type="SYSTEM",
            permissions=words_of_role(role, team=of_team),
            created_at=since,
            updated_at=since,
        )
        for role_id, role in SYSTEM_ROLES.items()
    ]
