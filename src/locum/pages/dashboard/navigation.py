"""The way around the dashboard: only to pages that there are, and that the person may use."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from locum.http.permissions import Permission


@dataclass(frozen=True, slots=True)
class Door:
    """A page, and what it takes to enter: a permission, some organization, the whole server, or nothing."""

    path: str
    key: str
    permission: Permission | None = None
    of_organization: bool = False
    for_system_admins: bool = False


@dataclass(frozen=True, slots=True)
class Wing:
    """Doors that belong together; `key` names them, where a name is needed."""

    doors: tuple[Door, ...]
    key: str | None = None


HOUSE = (
    Wing(
        (
            Door("/dashboard", "nav.home"),
            Door("/dashboard/bookings", "bookings.title"),
            Door("/dashboard/event-types", "kinds.title"),
            Door("/dashboard/availability", "nav.availability"),
            Door("/dashboard/away", "nav.away"),
            Door("/dashboard/away/calendar", "nav.calendar", of_organization=True),
            Door("/dashboard/away/replies", "nav.replies"),
            Door("/dashboard/sessions", "sessions.title"),
        )
    ),
    Wing(
        (
            Door("/dashboard/teams", "nav.teams"),
            Door("/dashboard/people", "nav.people", Permission.ORGANIZATION_MEMBERS_READ),
            Door("/dashboard/roles", "nav.roles", Permission.ROLE_READ),
            Door("/dashboard/attributes", "nav.attributes", Permission.ATTRIBUTES_READ),
        )
    ),
    Wing(
        (
            Door("/dashboard/keys", "nav.keys"),
            Door("/dashboard/clients", "nav.clients", Permission.OAUTH_CLIENT_WRITE),
            Door("/dashboard/webhooks", "nav.webhooks"),
            Door("/dashboard/applications", "nav.applications"),
        ),
        "nav.developers",
    ),
    Wing((Door("/mail", "nav.mail", for_system_admins=True),), "nav.server"),
)


@dataclass(frozen=True, slots=True)
class Way:
    """A link of the navigation; `here` says whether its page, or one below it, is shown."""

    path: str
    key: str
    here: bool


@dataclass(frozen=True, slots=True)
class Ways:
    """The links of a wing."""

    key: str | None
    links: Sequence[Way]


def ways(path: str, opens: Callable[[Door], bool]) -> list[Ways]:
    """What somebody finds in the navigation on the page at `path`, of the doors that open for him."""
    at = _nearest(path)
    wings = [(wing.key, [door for door in wing.doors if opens(door)]) for wing in HOUSE]
    return [Ways(key, [Way(door.path, door.key, door.path == at) for door in doors]) for key, doors in wings if doors]


def _nearest(path: str) -> str:
    """The door that a page lies behind: the longest address that its own begins with."""
    above = [door.path for wing in HOUSE for door in wing.doors if f"{path}/".startswith(f"{door.path}/")]
    return max(above, key=len, default="")
