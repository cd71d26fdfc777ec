"""Feeds on the wire (extension)."""

from typing import Annotated, Literal

from pydantic import Field, StringConstraints

from locum.feeds.models import AbsenceFeed
from locum.kit.wire import Instant, WireInput, WireOutput


class FeedIn(WireInput):
    """A new feed: what it is called, and how much its readers learn."""

    name: Annotated[str, StringConstraints(min_length=1, max_length=100)]
    detail: Literal["away", "substitute"] = Field(
        "away", description="Only that somebody is away, or who stands in as well. Never why."
    )


class FeedOut(WireOutput):
    """A feed, without its address: that is shown once."""

    id: int
    name: str
    detail: str
    created_at: Instant


class NewFeedOut(FeedOut):
    """A feed that was just made."""

    url: str = Field(description="The secret address. It is not shown again.")


def feed_out(feed: AbsenceFeed) -> FeedOut:
    """A row as clients see it."""
    return FeedOut(id=feed.id, name=feed.name, detail=feed.detail, created_at=feed.created_at)


def new_feed_out(feed: AbsenceFeed, url: str) -> NewFeedOut:
    """The same with its address."""
    return NewFeedOut(id=feed.id, name=feed.name, detail=feed.detail, created_at=feed.created_at, url=url)
