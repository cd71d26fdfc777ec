"""`/dashboard/people/{id}/attributes`: what an organization says of a person, all attributes in one form."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Response
from sqlalchemy.ext.asyncio import AsyncSession
from starlette.datastructures import FormData

from locum.attributes import assigning, queries, rules
from locum.attributes import choice_queries as choices
from locum.attributes.choice_queries import Chosen
from locum.attributes.models import Attribute
from locum.attributes.rules import Choice
from locum.http.permissions import Permission
from locum.http.session import Session
from locum.kit.errors import LocumError
from locum.kit.ids import parse_uuid
from locum.organization_users.directory_queries import Entry
from locum.pages.dashboard.attributes import LONGEST_VALUE
from locum.pages.dashboard.desk import Desk
from locum.pages.dashboard.listing import leaf
from locum.pages.dashboard.membership_desk import Held
from locum.pages.dashboard.news import News
from locum.pages.dashboard.people import PEOPLE, called
from locum.pages.dashboard.person import person_at
from locum.pages.dashboard.refusals import attempt, in_words
from locum.pages.forms import TrustedForm
from locum.pages.rendering import here

router = APIRouter(prefix=f"{PEOPLE}/{{user_id}}/attributes", include_in_schema=False)

AT_ONCE = 25
_REFUSALS = {assigning.NOT_ACCEPTED: "attributes.not_accepted"}

Assigning = Annotated[Held, person_at(Permission.ATTRIBUTES_ASSIGN)]


@dataclass(frozen=True, slots=True)
class Part:
    """One attribute in the form: what can be chosen, what is chosen or typed, what is wrong with it."""

    attribute: Attribute
    options: Sequence[tuple[str, str]]
    chosen: Sequence[str]
    error: str | None = None

    @property
    def name(self) -> str:
        """Of its field."""
        return f"a-{self.attribute.uuid}"


@router.get("")
async def attributes(session: Session, found: Assigning) -> Response:
    """The form."""
    desk, entry = found.desk, found.entry
    sheet = await _sheet(session, desk)
    return await _form(session, desk, entry, sheet, await _typed(session, entry, sheet.attributes))


@router.post("")
async def assign(session: Session, found: Assigning, form: TrustedForm) -> Response:
    """Make what is held what was typed, all of it or nothing."""
    desk, entry = found.desk, found.entry
    sheet = await _sheet(session, desk)
    typed = {one.id: _of_form(form, one) for one in sheet.attributes}
    errors = {one.id: desk.text("form.number") for one in sheet.attributes if _is_no_number(one, typed[one.id])}
    if errors:
        return await _form(session, desk, entry, sheet, typed, errors)
    held = await choices.held_by(session, entry.membership.id)
    done = await attempt(session, _apply(session, desk, entry, sheet.attributes, held, typed))
    if isinstance(done, LocumError):
        return await _form(session, desk, entry, sheet, typed, {}, in_words(desk.words, done, _REFUSALS))
    name = called(desk.organization.id, entry)
    return desk.go(f"{PEOPLE}/{entry.user.id}", News("attributes.assigned", {"name": name}))


Typed = Mapping[int, Sequence[str]]
"""Ids of options, or the one text that was typed, by the number of their attribute."""


@dataclass(frozen=True, slots=True)
class Sheet:
    """The attributes in use of one page of the form, and the ways to its neighbours."""

    attributes: Sequence[Attribute]
    before: str | None
    after: str | None


async def _sheet(session: AsyncSession, desk: Desk) -> Sheet:
    pages = leaf(desk.request, AT_ONCE)
    found = await queries.attributes(session, desk.organization.id, pages.rows)
    return Sheet([one for one in found[:AT_ONCE] if one.enabled], pages.before, pages.after(len(found)))


async def _typed(session: AsyncSession, entry: Entry, shown: Sequence[Attribute]) -> Typed:
    held = await choices.held_by(session, entry.membership.id)
    return {
        one.id: [str(uuid) if rules.offers_options(one.type) else value for uuid, value in held.get(one.id, [])]
        for one in shown
    }


def _of_form(form: FormData, attribute: Attribute) -> list[str]:
    given = [str(text).strip()[:LONGEST_VALUE] for text in form.getlist(f"a-{attribute.uuid}")]
    return [text for text in given if text]


def _is_no_number(attribute: Attribute, typed: Sequence[str]) -> bool:
    return attribute.type == "NUMBER" and any(rules.number_of(text) is None for text in typed)


async def _apply(
    session: AsyncSession, desk: Desk, entry: Entry, shown: Sequence[Attribute], held: Chosen, typed: Typed
) -> None:
    for one in shown:
        own = held.get(one.id, [])
        if rules.offers_options(one.type):
            await _choose(session, desk, entry, one, {uuid for uuid, _ in own}, typed[one.id])
        elif [value for _, value in own] != list(typed[one.id]):
            await _write(session, desk, entry, one, [uuid for uuid, _ in own], typed[one.id])


async def _choose(
    session: AsyncSession, desk: Desk, entry: Entry, attribute: Attribute, own: set[UUID], typed: Sequence[str]
) -> None:
    """Hold these options of an attribute and no others."""
    wanted = {uuid for text in typed if (uuid := parse_uuid(text)) is not None}
    for uuid in own - wanted:
        await assigning.unassign(session, desk.organization.id, entry.user.id, uuid)
    for uuid in wanted - own:
        await assigning.assign(session, desk.organization.id, entry.user.id, attribute.uuid, Choice(option_id=uuid))


async def _write(
    session: AsyncSession, desk: Desk, entry: Entry, attribute: Attribute, own: Sequence[UUID], typed: Sequence[str]
) -> None:
    """Hold this text, or none."""
    if typed:
        await assigning.assign(session, desk.organization.id, entry.user.id, attribute.uuid, Choice(value=typed[0]))
        return
    for uuid in own:
        await assigning.unassign(session, desk.organization.id, entry.user.id, uuid)


async def _form(
    session: AsyncSession,
    desk: Desk,
    entry: Entry,
    sheet: Sheet,
    typed: Typed,
    errors: Mapping[int, str] | None = None,
    refusal: str | None = None,
) -> Response:
    wrong = errors or {}
    offered = await choices.choices(session, sheet.attributes)
    parts = [
        Part(
            one,
            [(str(uuid), value) for uuid, value in offered.get(one.id, [])],
            typed.get(one.id, []),
            wrong.get(one.id),
        )
        for one in sheet.attributes
    ]
    name, path = called(desk.organization.id, entry), f"{PEOPLE}/{entry.user.id}"
    return desk.show(
        "person_attributes.html",
        desk.text("attributes.of", name=name),
        trail=[(PEOPLE, desk.text("people.title")), (path, name)],
        status=422 if errors or refusal else 200,
        errors={part.name: part.error for part in parts if part.error},
        refusal=refusal,
        parts=parts,
        action=here(desk.request),
        back=path,
        sheet=sheet,
    )
