"""`/dashboard/away/feeds`: secret addresses from which calendars read when people are away.

One's own absences, and those of the organization and of teams for those who look after them.
"""

from dataclasses import dataclass
from typing import Annotated

from fastapi import APIRouter, Depends, Response
from sqlalchemy.ext.asyncio import AsyncSession

from locum.feeds import queries, service
from locum.feeds.endpoints import ADDRESS
from locum.feeds.queries import FeedOwner
from locum.http.parameters import PathId
from locum.http.permissions import Permission
from locum.http.session import CurrentSettings, Session
from locum.kit.errors import LocumError, NotFound
from locum.kit.paging import Page
from locum.memberships.authority import authority_in_team
from locum.organizations.models import Team
from locum.pages.dashboard.desk import CurrentDesk, Desk
from locum.pages.dashboard.news import News
from locum.pages.dashboard.own_absences import AWAY
from locum.pages.dashboard.refusals import attempt
from locum.pages.forms import TrustedForm
from locum.teams import directory_queries as teams

router = APIRouter(include_in_schema=False)

FEEDS = f"{AWAY}/feeds"
OF = "of"
"""In the address: which place's absences, where they are not one's own."""
DETAILS = ("away", "substitute")
LONGEST_NAME = 100
_ALL_TEAMS = Page(1000)


@dataclass(frozen=True, slots=True)
class Shelf:
    """Whose feeds are looked at: one's own, or those of a `place`; and the places that could be chosen."""

    desk: Desk
    place: Team | None
    places: list[Team]

    @property
    def owner(self) -> FeedOwner:
        """As the use cases know it."""
        return FeedOwner(team_id=self.place.id) if self.place else FeedOwner(user_id=self.desk.person.id)

    @property
    def query(self) -> dict[str, int]:
        """What an address needs to lead here."""
        return {OF: self.place.id} if self.place else {}


async def _shelf(session: Session, desk: CurrentDesk) -> Shelf:
    """What the address asks for. Raises NotFound for places whose absences the person does not look after."""
    places, asked = await _places(session, desk), desk.request.query_params.get(OF)
    if not asked:
        return Shelf(desk, None, places)
    for place in places:
        if str(place.id) == asked and await _looks_after(session, desk, place):
            return Shelf(desk, place, places)
    raise NotFound("There is no such team.")


CurrentShelf = Annotated[Shelf, Depends(_shelf)]


async def _places(session: AsyncSession, desk: Desk) -> list[Team]:
    """The organization and its teams for those who may change absences in it; else the teams that one leads."""
    manages = desk.place is not None and desk.may(Permission.ABSENCE_UPDATE)
    organization_id = desk.place.id if desk.place else None
    found = await teams.directory(session, desk.person.id, organization_id, _ALL_TEAMS, with_all=manages)
    within = manages and organization_id is not None
    return [
        *([desk.organization] if manages else []),
        *(
            one.team
            for one in found
            if (within and one.team.organization_id == organization_id) or one.own_role in {"ADMIN", "OWNER"}
        ),
    ]


async def _looks_after(session: AsyncSession, desk: Desk, place: Team) -> bool:
    """As the API decides it."""
    authority = desk.authority
    if not place.is_organization:
        authority = await authority_in_team(session, desk.caller, place.id)
    return authority.may(Permission.ABSENCE_READ) and authority.may(Permission.ABSENCE_UPDATE)


@router.get(FEEDS)
async def feeds(session: Session, shelf: CurrentShelf) -> Response:
    """Those there are; what their addresses are is not known any more."""
    return await _list(session, shelf)


@router.post(FEEDS)
async def make_feed(session: Session, settings: CurrentSettings, shelf: CurrentShelf, form: TrustedForm) -> Response:
    """Make one; its address stands on the answer itself, this once."""
    desk = shelf.desk
    name, detail = str(form.get("name", "")).strip()[:LONGEST_NAME], str(form.get("detail", ""))
    if not name:
        return await _list(session, shelf, {"name": desk.text("form.required")})
    detail = detail if detail in DETAILS else DETAILS[0]
    done = await attempt(session, service.make(session, shelf.owner, desk.person.id, name, detail))
    if isinstance(done, LocumError):
        return await _list(session, shelf, {"name": desk.text("feeds.too_many")})
    _, secret = done
    return desk.show(
        "feed_made.html",
        desk.text("feeds.made"),
        trail=[(AWAY, desk.text("away.title")), (FEEDS, desk.text("feeds.title"))],
        address=f"{settings.base_url}{ADDRESS}?token={secret}",
        back=desk.url(FEEDS, **shelf.query),
    )


@router.post(f"{FEEDS}/{{feed_id}}/revoke")
async def revoke_feed(session: Session, shelf: CurrentShelf, feed_id: PathId, _: TrustedForm) -> Response:
    """End one."""
    gone = await service.revoke(session, shelf.owner, feed_id)
    return shelf.desk.go(FEEDS, News("feeds.revoked", {"name": gone.name}), **shelf.query)


async def _list(session: AsyncSession, shelf: Shelf, errors: dict[str, str] | None = None) -> Response:
    desk, query = shelf.desk, shelf.query
    found = await queries.of_owner(session, shelf.owner, Page(service.MOST_OF_AN_OWNER))
    suffix = "_of" if shelf.place else ""
    return desk.show(
        "feeds.html",
        desk.text("feeds.title"),
        trail=[(AWAY, desk.text("away.title"))],
        status=422 if errors else 200,
        errors=errors,
        path=FEEDS,
        action=desk.url(FEEDS, **query),
        empty=desk.text(f"feeds.none{suffix}"),
        places=[("", desk.text("feeds.own")), *((one.id, one.name) for one in shelf.places)],
        place=shelf.place,
        rows=[
            (
                desk.url(f"{FEEDS}/{one.id}/revoke", **query),
                one.name,
                desk.text(f"feeds.{one.detail}{suffix if one.detail == 'away' else ''}"),
                desk.clock.short(one.created_at),
            )
            for one in found
        ],
        details=[(detail, desk.text(f"feeds.{detail}{suffix if detail == 'away' else ''}")) for detail in DETAILS],
    )
