"""Where somebody signed in stands: who, in which organization, and what he may there.

Every page of the dashboard is shown from a desk, so that it has the same frame, language and ways on.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Annotated, Any

from fastapi import Depends, Request, Response
from fastapi.responses import RedirectResponse
from sqlalchemy.ext.asyncio import AsyncSession

from locum.http.grants import NO_AUTHORITY, Authority
from locum.http.parameters import id_of
from locum.http.permissions import Permission
from locum.http.principal import Principal
from locum.http.session import Session
from locum.kit.errors import Forbidden, NotFound
from locum.mail.catalogue import Words
from locum.memberships import queries as memberships
from locum.memberships.authority import authority_in
from locum.organizations.models import Team
from locum.pages import rendering
from locum.pages.dashboard import news
from locum.pages.dashboard.navigation import Door, ways
from locum.pages.dashboard.news import News
from locum.pages.people import display_name
from locum.pages.rendering import CARRIED, Brand, page, words_of
from locum.pages.sessions.visitor import SignedIn, principal_of
from locum.pages.when import Clock
from locum.pages.zones import wanted_zone
from locum.users.models import User

HOME = "/dashboard"
CHOSEN = "org"
"""In the address of a page: which organization is looked at, where it is not the usual one."""

Trail = Sequence[tuple[str, str]]
"""The pages above a page: path and name, the uppermost first."""


@dataclass(frozen=True, slots=True)
class Workplace:
    """An organization that somebody belongs to, or that a system administrator looks at."""

    organization: Team

    @property
    def id(self) -> int:
        """Of the organization."""
        return self.organization.id

    @property
    def brand(self) -> Brand:
        """The colours of the organization."""
        return Brand(self.organization.brand_color, self.organization.dark_brand_color)


@dataclass(frozen=True, slots=True)
class Desk:
    """Somebody signed in, looking at an organization or, where he belongs to none, only at what is his.

    `authority` is what he may do in the organization.
    """

    request: Request
    person: User
    words: Words
    workplaces: Sequence[Workplace]
    place: Workplace | None
    authority: Authority

    @property
    def caller(self) -> Principal:
        """The person as use cases know callers."""
        return principal_of(self.person)

    @property
    def organization(self) -> Team:
        """The organization that is looked at."""
        if self.place is None:
            raise RuntimeError("this page was opened without an organization")
        return self.place.organization

    @property
    def clock(self) -> Clock:
        """How the person reads instants."""
        return Clock(self.words, wanted_zone(self.person.time_zone), 24 if self.person.time_format == 24 else 12)

    def may(self, permission: Permission) -> bool:
        """Whether the person may do something in the organization."""
        return self.authority.may(permission)

    def _opens(self, door: Door) -> bool:
        if door.for_system_admins:
            return self.person.is_system_admin
        if door.permission is not None:
            return self.may(door.permission)
        return self.place is not None or not door.of_organization

    def url(self, path: str, **query: Any) -> str:
        """An address for a link; within the dashboard it stays in the organization that is looked at."""
        usual = self.workplaces[0] if self.workplaces else None
        if self.place is not None and self.place != usual and path.startswith(HOME):
            query = {CHOSEN: self.place.id, **query}
        return rendering.url(self.request, path, **query)

    def text(self, key: str, **values: str) -> str:
        """An entry of the catalogue."""
        return self.words.text(key, **values)

    def go(self, path: str, told: News | None = None, **query: Any) -> Response:
        """Answer a form by sending the browser on (303: it asks anew with GET), and have what changed told there."""
        response = RedirectResponse(self.url(path, **query), 303)
        if told is not None:
            news.leave(self.request, response, told)
        return response

    def show(
        self,
        template: str,
        heading: str,
        *,
        trail: Trail = (),
        status: int = 200,
        errors: Mapping[str, str] | None = None,
        refusal: str | None = None,
        **values: Any,
    ) -> Response:
        """A page in the frame. `errors` are by field; `refusal` is what stood in the way of all of it."""
        left = news.left(self.request)
        response = page(
            self.request,
            f"dashboard/{template}",
            words=self.words,
            status=status,
            brand=self.place.brand if self.place else rendering.NO_BRAND,
            theme=self.person.app_theme,
            desk=self,
            url=self.url,
            person=self.person,
            name=display_name(self.person),
            ways=ways(self.request.scope["path"], self._opens),
            carried=[(key, value) for key in (*CARRIED, CHOSEN) if (value := self.request.query_params.get(key))],
            heading=heading,
            trail=trail,
            told=left,
            errors=errors or {},
            refusal=refusal,
            **values,
        )
        if left is not None:
            news.forget(self.request, response)
        return response


async def _desk(request: Request, session: Session, person: SignedIn) -> Desk:
    found = list(await memberships.organizations_of(session, person.id))
    # The main organization first: it is the one that is looked at when nothing else is said.
    found.sort(key=lambda organization: organization.id != person.organization_id)
    workplaces = [Workplace(organization) for organization in found]
    place = await _chosen(session, request.query_params.get(CHOSEN), person, workplaces)
    authority = await authority_in(session, principal_of(person), place.id) if place else NO_AUTHORITY
    return Desk(request, person, words_of(request, person.locale), workplaces, place, authority)


async def _chosen(
    session: AsyncSession, asked: str | None, person: User, workplaces: Sequence[Workplace]
) -> Workplace | None:
    if asked is None:
        return workplaces[0] if workplaces else None
    for workplace in workplaces:
        if str(workplace.id) == asked:
            return workplace
    if person.is_system_admin and (organization_id := id_of(asked)) is not None:
        organization = await session.get(Team, organization_id)
        if organization is not None and organization.is_organization:
            return Workplace(organization)
    raise NotFound("There is no such organization.")


CurrentDesk = Annotated[Desk, Depends(_desk)]
"""The desk of whoever is signed in. Raises NotSignedIn, or NotFound for an organization that is not his."""


def with_permission(permission: Permission) -> Callable[..., Any]:
    """A dependency: the desk of somebody who may do this in the organization, as the API decides it.

    Raises NotFound where there is no organization, Forbidden.
    """

    async def resolve(desk: CurrentDesk) -> Desk:
        if desk.place is None:
            raise NotFound("This page is for people of an organization.")
        if not desk.may(permission):
            raise Forbidden("This takes a permission that you do not hold.")
        return desk

    return resolve
