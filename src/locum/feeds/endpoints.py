"""Feeds over HTTP (extension): made and revoked by those who may see the absences, read by whoever has the address."""

from datetime import timedelta
from hashlib import sha256
from typing import Annotated

from fastapi import Depends, Header, Query, Response

from locum.feeds import queries, service
from locum.feeds.calendar import feed_ics
from locum.feeds.queries import FeedOwner
from locum.feeds.schemas import FeedIn, FeedOut, NewFeedOut, feed_out, new_feed_out
from locum.http.credentials import digest
from locum.http.envelope import Envelope, success
from locum.http.parameters import CurrentPage, PathId
from locum.http.permissions import Permission
from locum.http.realms import CurrentRealm, Resource
from locum.http.session import CurrentSettings, Session
from locum.kit import clock
from locum.kit.errors import NotFound
from locum.mail.catalogue import words_for

absence_feeds = Resource("feeds of absences")
open_feeds = Resource("open feeds of absences")

PAST, AHEAD = timedelta(days=92), timedelta(days=400)
"""How far a feed reaches from today."""
ADDRESS = "/v2/ooo/feed.ics"
UNKNOWN = "There is no such feed, or it was revoked."


async def _owner(realm: CurrentRealm) -> FeedOwner:
    """The narrowest that the path names."""
    if realm.user_id is not None:
        return FeedOwner(user_id=realm.user_id)
    return FeedOwner(team_id=realm.team_id if realm.team_id is not None else realm.organization)


Owner = Annotated[FeedOwner, Depends(_owner)]


@absence_feeds.get(permission=Permission.ABSENCE_READ)
async def list_feeds(owner: Owner, session: Session, page: CurrentPage) -> Envelope[list[FeedOut]]:
    """The feeds there are. Their addresses are not shown again."""
    return success([feed_out(feed) for feed in await queries.of_owner(session, owner, page)])


@absence_feeds.post(permission=Permission.ABSENCE_UPDATE)
async def make_feed(
    realm: CurrentRealm, owner: Owner, session: Session, settings: CurrentSettings, body: FeedIn
) -> Envelope[NewFeedOut]:
    """Make a secret address from which calendars read absences."""
    feed, secret = await service.make(session, owner, realm.caller.user_id, body.name, body.detail)
    return success(new_feed_out(feed, f"{settings.base_url}{ADDRESS}?token={secret}"))


@absence_feeds.delete("/{feedId}", permission=Permission.ABSENCE_UPDATE)
async def revoke_feed(owner: Owner, session: Session, feedId: PathId) -> Envelope[FeedOut]:
    """Revoke an address: nobody reads from it any more."""
    return success(feed_out(await service.revoke(session, owner, feedId)))


@open_feeds.get("/feed.ics", public=True, response_class=Response)
async def read_feed(
    session: Session,
    settings: CurrentSettings,
    token: Annotated[str, Query(max_length=200)] = "",
    if_none_match: Annotated[str | None, Header()] = None,
) -> Response:
    """The absences of a feed as an iCalendar object, for calendars that subscribe to it."""
    found = await queries.opened(session, digest(token))
    if found is None:
        raise NotFound(UNKNOWN)
    today = clock.now().date()
    entries = await queries.entries(session, found, today - PAST, today + AHEAD)
    content = feed_ics(found, entries, words_for(found.locale), settings.base_url)
    tag = f'"{sha256(content).hexdigest()[:32]}"'
    headers = {"ETag": tag, "Cache-Control": "private, max-age=300", "Referrer-Policy": "no-referrer"}
    if _holds(if_none_match, tag):
        return Response(status_code=304, headers=headers)
    headers["Content-Disposition"] = 'inline; filename="absences.ics"'
    return Response(content, media_type="text/calendar; charset=utf-8", headers=headers)


def _holds(sent: str | None, tag: str) -> bool:
    """Whether a reader has this very content (RFC 9110, section 13.1.2: compared weakly)."""
    known = {part.strip().removeprefix("W/") for part in (sent or "").split(",")}
    return tag in known or "*" in known
