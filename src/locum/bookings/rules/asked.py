"""What somebody who books asks for, whatever the way it came: the API, a page, the command line."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from types import MappingProxyType
from typing import Any

from locum.kit.errors import BadRequest

NOT_NAMED = "Either eventTypeId or eventTypeSlug + username or eventTypeSlug + teamSlug must be provided"

_NOTHING: Mapping[str, Any] = MappingProxyType({})


class Proof(StrEnum):
    """Whether somebody has proven that an address is his."""

    MISSING = "missing"
    WRONG = "wrong"
    GIVEN = "given"


@dataclass(frozen=True, slots=True)
class EventTypeName:
    """Which event type is meant: by its id, which wins, or by its slug and whose it is.

    Or several persons, by user id, who are asked together without one.
    """

    id: int | None = None
    slug: str | None = None
    username: str | None = None
    team_slug: str | None = None
    organization_slug: str | None = None
    persons: tuple[int, ...] = ()
    usernames: tuple[str, ...] = ()
    """The same by their names; in the organization, if one is named."""

    def check(self) -> None:
        """Raises BadRequest when nothing is named (bookings sheet, section 2)."""
        by_slug = self.slug and (self.username or self.team_slug)
        if self.id is None and not (self.persons or self.usernames or by_slug):
            raise BadRequest(NOT_NAMED)


@dataclass(frozen=True, slots=True)
class Booker:
    """Who books. `phone` is an international number; `time_zone` an IANA name."""

    name: str
    time_zone: str
    email: str | None = None
    phone: str | None = None
    language: str = "en"


@dataclass(frozen=True, slots=True)
class Place:
    """A location as the booker names it: a type of the event type's locations, and what he says himself.

    `type` None: a plain text, which is not compared with the event type's locations. `detail` is the application for
    integrations, the booker's address, number or words for the types that ask for them.
    """

    type: str | None
    detail: str | None = None


@dataclass(frozen=True, slots=True)
class Asked:
    """A booking as it is asked for. `length` in minutes; None: the event type's own."""

    event_type: EventTypeName
    start: datetime
    booker: Booker
    guests: tuple[str, ...] = ()
    place: Place | None = None
    responses: Mapping[str, Any] = field(default_factory=lambda: _NOTHING)
    metadata: Mapping[str, Any] = field(default_factory=lambda: _NOTHING)
    length: int | None = None
    length_wish: int | None = None
    """Minutes that are meant only if they are on offer."""
    verification_code: str | None = None
    proof: Proof = Proof.MISSING
    """What the code proves, once somebody has looked at it."""
    recurrence_count: int | None = None
    instant: bool = False
    routed: frozenset[int] = frozenset()
    """The hosts that a routing form found, by user id; nobody: all may be asked."""
    contact_email: str | None = None
    """The address of the host whom the booker belongs to."""
    private_link: str | None = None
    """The name of the private link through which he came."""
