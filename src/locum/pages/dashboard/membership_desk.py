"""A membership on somebody's desk, of an organization or of a team: giving another role, and taking somebody out."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from fastapi import Response
from sqlalchemy.ext.asyncio import AsyncSession

from locum.http.grants import Authority
from locum.kit.errors import LocumError
from locum.memberships import changing, rules
from locum.memberships.leaving import leave
from locum.organization_users import directory_queries as directory
from locum.organization_users.directory_queries import Entry
from locum.pages.dashboard.desk import Desk, Trail
from locum.pages.dashboard.news import News
from locum.pages.dashboard.people import called
from locum.pages.dashboard.refusals import attempt, in_words
from locum.pages.dashboard.roles_shown import Chosen, Options, roles_to_give
from locum.pages.dashboard.roles_shown import called as role_called
from locum.roles import giving

REFUSALS: Mapping[str, str] = {
    rules.LAST_OWNER: "people.last_owner",
    rules.ALREADY_IN: "people.known_here",
    changing.NOT_HIS_TO_ACCEPT: "people.not_yours_to_accept",
    giving.OWNERS_GIVE: "people.owners_give",
    giving.OWNERS_CHANGE: "people.owners_change",
    giving.ADMINS_GIVE: "people.admins_give",
    giving.STANDS_ABOVE: "people.stands_above",
    giving.NOT_HELD: "people.not_held",
}


@dataclass(frozen=True, slots=True)
class Held:
    """Somebody's membership of a place, at the desk of somebody who may do something with it.

    `path` is the page of the member there, and `trail` are the pages above it.
    """

    desk: Desk
    entry: Entry
    place_id: int
    place_name: str
    organization_id: int | None
    authority: Authority
    path: str
    trail: Trail

    @property
    def name(self) -> str:
        """What the member is called there."""
        return called(self.organization_id, self.entry)

    @property
    def role(self) -> str:
        """The role as a value of a form."""
        return str(self.entry.membership.custom_role_id or self.entry.membership.role)

    @property
    def role_label(self) -> str:
        """The role in words."""
        return self.entry.custom_role or self.desk.text(f"role.{self.entry.membership.role}")

    async def afresh(self, session: AsyncSession) -> Entry:
        """The membership as it is after a change of it was undone."""
        return await directory.entry(session, self.place_id, self.entry.user.id) or self.entry

    async def roles(self, session: AsyncSession, present: str = "") -> Options:
        """The roles that can be given there, and the one that is held at present."""
        return await roles_to_give(session, self.desk.words, self.place_id, self.authority, present)


async def give_role(session: AsyncSession, held: Held, chosen: str) -> News | LocumError:
    """Give the role that was chosen in a form; what to tell, or why not."""
    changes = Chosen.of(chosen).changes()
    work = changing.change(session, held.entry.membership, changes, asked_by=held.desk.caller, authority=held.authority)
    offered, name = await held.roles(session), held.name
    done = await attempt(session, work)
    if isinstance(done, LocumError):
        return done
    return News("people.role_given", {"name": name, "role": role_called(offered, chosen, held.desk.words)})


@dataclass(frozen=True, slots=True)
class Parting:
    """What is said when somebody is taken out of a kind of place; all are keys of the catalogue."""

    goes: Sequence[str]
    undo: str
    label: str
    told: str


async def take_out(session: AsyncSession, held: Held, parting: Parting, back: str) -> Response:
    """End the membership and go back to where others are, or say why not."""
    told = News(parting.told, {"name": held.name, "team": held.place_name})
    work = leave(session, held.entry.membership, asked_by=held.desk.caller, authority=held.authority)
    done = await attempt(session, work)
    return ask(held, parting, done) if isinstance(done, LocumError) else held.desk.go(back, told)


def ask(held: Held, parting: Parting, refusal: LocumError | None = None) -> Response:
    """What goes with a membership, before it goes."""
    desk = held.desk
    return desk.show(
        "confirm.html",
        desk.text("people.remove_title", name=held.name, organization=held.place_name),
        trail=[*held.trail, (held.path, held.name)],
        status=refusal.status if refusal else 200,
        refusal=in_words(desk.words, refusal, REFUSALS) if refusal else None,
        goes=[desk.text(key) for key in parting.goes],
        stays=desk.text("people.remove_stays"),
        undo=desk.text(parting.undo),
        action=f"{held.path}/remove",
        label=desk.text(parting.label),
        back=held.path,
    )
