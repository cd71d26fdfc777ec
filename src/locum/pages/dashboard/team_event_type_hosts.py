"""`/dashboard/teams/{id}/event-types/{id}/hosts`: who of a team hosts an event type, and on which terms.

A page shows some members; those of other pages keep what they have.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import get_args

from fastapi import APIRouter, Response
from sqlalchemy.ext.asyncio import AsyncSession
from starlette.datastructures import FormData

from locum.event_types import hosting, team_queries, team_service
from locum.event_types.models import EventType
from locum.event_types.rules.hosts import Priority
from locum.event_types.rules.team import MANAGED, ROUND_ROBIN, HostsAsked, HostTerms
from locum.event_types.schemas.hosts import HEAVIEST
from locum.http.parameters import PathId
from locum.http.session import Session
from locum.kit.errors import LocumError
from locum.organization_users import directory_queries as directory
from locum.organization_users.directory_queries import Search
from locum.pages.dashboard.listing import leaf
from locum.pages.dashboard.news import News
from locum.pages.dashboard.people import called
from locum.pages.dashboard.refusals import attempt, in_words
from locum.pages.dashboard.team_desk import TEAMS, TeamDesk
from locum.pages.dashboard.team_event_types import Updating, kinds_of, one_of, trail_of
from locum.pages.forms import TrustedForm

router = APIRouter(prefix=f"{TEAMS}/{{team_id}}/event-types/{{event_type_id}}/hosts", include_in_schema=False)

AT_ONCE = 25
"""Each has five fields, and forms have so many at most."""
LONGEST_GROUP = 100
PRIORITIES: tuple[Priority, ...] = tuple(reversed(get_args(Priority)))


@dataclass(frozen=True, slots=True)
class Member:
    """A member as the form shows him."""

    id: int
    name: str
    is_host: bool
    terms: HostTerms
    weight: str


@router.get("")
async def hosts(session: Session, at: Updating, event_type_id: PathId) -> Response:
    """Some members of the team, and how they take part."""
    return await _page(session, at, await one_of(session, at, event_type_id))


@router.post("")
async def change_hosts(session: Session, at: Updating, event_type_id: PathId, form: TrustedForm) -> Response:
    """Have those host it who were chosen, on their terms."""
    found = await one_of(session, at, event_type_id, hold=True)
    faults = {
        f"weight-{one}": at.desk.text("kinds.weight_wrong") for one in _chosen(found, form) if not _weight(form, one)
    }
    if faults:
        return await _page(session, at, found, form, faults)
    present = await _present(session, found)
    asked = HostsAsked(_merged(present, found, form), found.assign_all_team_members)
    work = team_service.change(session, at.team, found, at.desk.person.id, {}, asked)
    done = await attempt(session, work)
    if isinstance(done, LocumError):
        found = await one_of(session, at, event_type_id)
        return await _page(session, at, found, form, refusal=in_words(at.desk.words, done, {}))
    return at.desk.go(f"{kinds_of(at)}/{event_type_id}/hosts", News("kinds.hosts_changed", {"title": done.title}))


async def _present(session: AsyncSession, found: EventType) -> dict[int, HostTerms]:
    if found.scheduling_type != MANAGED:
        return await hosting.terms_now(session, found.id)
    owners = await team_queries.owners_of_children(session, found.id)
    return {user_id: HostTerms(user_id) for user_id in sorted(owners)}


def _ids(form: FormData, name: str) -> list[int]:
    texts = (str(value) for value in form.getlist(name))
    return [int(text) for text in texts if text.isascii() and text.isdigit() and len(text) < 19]


def _chosen(found: EventType, form: FormData) -> Sequence[int]:
    """Everybody who is shown, where everybody hosts it."""
    return _ids(form, "shown" if found.assign_all_team_members else "host")


def _merged(present: Mapping[int, HostTerms], found: EventType, form: FormData) -> tuple[HostTerms, ...]:
    """Those of other pages as they are, those of this page as they were chosen; nobody loses his place in the order."""
    shown, chosen = set(_ids(form, "shown")), _chosen(found, form)
    kept = [one for one in present if one not in shown or one in chosen]
    order = dict.fromkeys([*kept, *chosen])
    takes_turns = found.scheduling_type == ROUND_ROBIN
    return tuple(
        _terms(form, one) if one in chosen and takes_turns else present.get(one) or HostTerms(one) for one in order
    )


def _terms(form: FormData, user_id: int) -> HostTerms:
    priority, group = str(form.get(f"priority-{user_id}", "")), str(form.get(f"group-{user_id}", "")).strip()
    return HostTerms(
        user_id,
        form.get(f"fixed-{user_id}") == "true",
        priority if priority in PRIORITIES else "medium",
        _weight(form, user_id) or 100,
        group[:LONGEST_GROUP] or None,
    )


def _weight(form: FormData, user_id: int) -> int | None:
    """From 1; what is not asked for is the usual weight."""
    text = str(form.get(f"weight-{user_id}", "100")).strip()
    is_number = text.isascii() and text.isdigit() and len(text) < 6
    return int(text) if is_number and 1 <= int(text) <= HEAVIEST else None


async def _page(
    session: AsyncSession,
    at: TeamDesk,
    found: EventType,
    typed: FormData | None = None,
    errors: dict[str, str] | None = None,
    refusal: str | None = None,
) -> Response:
    desk, pages = at.desk, leaf(at.desk.request, AT_ONCE)
    entries = await directory.entries(session, at.team.id, Search(), pages.rows)
    present = await _present(session, found)
    names = {one.user.id: called(at.team.organization_id, one) for one in entries[:AT_ONCE] if one.membership.accepted}
    return desk.show(
        "team_event_type_hosts.html",
        desk.text("kinds.hosts_of", title=found.title),
        trail=[*trail_of(at), (f"{kinds_of(at)}/{found.id}", found.title)],
        status=422 if errors or refusal else 200,
        errors=errors,
        refusal=refusal,
        path=f"{kinds_of(at)}/{found.id}/hosts",
        back=kinds_of(at),
        members=[_member(user_id, name, present, found, typed) for user_id, name in names.items()],
        kind=found,
        takes_turns=found.scheduling_type == ROUND_ROBIN,
        priorities=[(one, desk.text(f"kinds.priority.{one}")) for one in PRIORITIES],
        pages=pages,
        found=len(entries),
    )


def _member(
    user_id: int, name: str, present: Mapping[int, HostTerms], found: EventType, typed: FormData | None
) -> Member:
    if typed is None:
        terms = present.get(user_id) or HostTerms(user_id)
        return Member(user_id, name, user_id in present, terms, str(terms.weight))
    weight = str(typed.get(f"weight-{user_id}", ""))
    return Member(user_id, name, user_id in _chosen(found, typed), _terms(typed, user_id), weight)
