"""`/dashboard/away/feeds`: secret addresses from which calendars read when somebody is away."""

from fastapi import APIRouter, Response
from sqlalchemy.ext.asyncio import AsyncSession

from locum.feeds import queries, service
from locum.feeds.endpoints import ADDRESS
from locum.feeds.queries import FeedOwner
from locum.http.parameters import PathId
from locum.http.session import CurrentSettings, Session
from locum.kit.errors import LocumError
from locum.kit.paging import Page
from locum.pages.dashboard.desk import CurrentDesk, Desk
from locum.pages.dashboard.news import News
from locum.pages.dashboard.own_absences import AWAY
from locum.pages.dashboard.refusals import attempt
from locum.pages.forms import TrustedForm

router = APIRouter(include_in_schema=False)

FEEDS = f"{AWAY}/feeds"
DETAILS = ("away", "substitute")
LONGEST_NAME = 100


@router.get(FEEDS)
async def feeds(session: Session, desk: CurrentDesk) -> Response:
    """One's own; what their addresses are is not known any more."""
    return await _list(session, desk)


@router.post(FEEDS)
async def make_feed(session: Session, settings: CurrentSettings, desk: CurrentDesk, form: TrustedForm) -> Response:
    """Make one; its address stands on the answer itself, this once."""
    name, detail = str(form.get("name", "")).strip()[:LONGEST_NAME], str(form.get("detail", ""))
    if not name:
        return await _list(session, desk, {"name": desk.text("form.required")})
    detail = detail if detail in DETAILS else DETAILS[0]
    done = await attempt(session, service.make(session, _owner(desk), desk.person.id, name, detail))
    if isinstance(done, LocumError):
        return await _list(session, desk, {"name": desk.text("feeds.too_many")})
    _, secret = done
    return desk.show(
        "feed_made.html",
        desk.text("feeds.made"),
        trail=[(AWAY, desk.text("away.title")), (FEEDS, desk.text("feeds.title"))],
        address=f"{settings.base_url}{ADDRESS}?token={secret}",
        back=FEEDS,
    )


@router.post(f"{FEEDS}/{{feed_id}}/revoke")
async def revoke_feed(session: Session, desk: CurrentDesk, feed_id: PathId, _: TrustedForm) -> Response:
    """End one."""
    gone = await service.revoke(session, _owner(desk), feed_id)
    return desk.go(FEEDS, News("feeds.revoked", {"name": gone.name}))


def _owner(desk: Desk) -> FeedOwner:
    return FeedOwner(user_id=desk.person.id)


async def _list(session: AsyncSession, desk: Desk, errors: dict[str, str] | None = None) -> Response:
    found = await queries.of_owner(session, _owner(desk), Page(service.MOST_OF_AN_OWNER))
    return desk.show(
        "feeds.html",
        desk.text("feeds.title"),
        trail=[(AWAY, desk.text("away.title"))],
        status=422 if errors else 200,
        errors=errors,
        path=FEEDS,
        rows=[(one.id, one.name, desk.text(f"feeds.{one.detail}"), desk.clock.short(one.created_at)) for one in found],
        details=[(detail, desk.text(f"feeds.{detail}")) for detail in DETAILS],
    )
