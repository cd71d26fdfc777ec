"""A desk at the custom roles of a place: an organization, or one of its teams."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from locum.http.permissions import Permission
from locum.pages.dashboard.desk import Desk, Trail
from locum.roles.service import Place


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


Resolve = Callable[[Permission], Callable[..., Any]]
"""Makes the dependency that finds whose roles these are and checks a permission."""
