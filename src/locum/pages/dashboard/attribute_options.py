"""`/dashboard/attributes/{id}/options`: making, renaming, grouping and removing options."""

from collections.abc import Mapping
from typing import Annotated

from fastapi import APIRouter, Response
from sqlalchemy.ext.asyncio import AsyncSession

from locum.attributes import options, queries, rules
from locum.attributes.options import Changes
from locum.attributes.queries import Option
from locum.attributes.rules import GroupState
from locum.http.permissions import Permission
from locum.http.session import Session
from locum.kit.errors import LocumError, NotFound
from locum.kit.paging import Page
from locum.pages.dashboard.attributes import ATTRIBUTES, LONGEST_NAME, LONGEST_VALUE, At, at_attribute, lines
from locum.pages.dashboard.news import News
from locum.pages.dashboard.paths import PathUuid
from locum.pages.dashboard.refusals import attempt, in_words
from locum.pages.forms import TrustedForm

router = APIRouter(prefix=f"{ATTRIBUTES}/{{attribute_id}}/options", include_in_schema=False)

_MOST_TO_GROUP = Page(200)
_REFUSALS = {
    rules.IS_CONTAINED: "attributes.is_contained",
    rules.NOT_TO_CONTAIN: "attributes.not_to_contain",
    rules.NO_GROUP: "attributes.no_group",
    "Bad Request Exception": "form.number",
}

Adding = Annotated[At, at_attribute(Permission.ATTRIBUTES_CREATE)]
Updating = Annotated[At, at_attribute(Permission.ATTRIBUTES_UPDATE)]
Deleting = Annotated[At, at_attribute(Permission.ATTRIBUTES_DELETE)]


@router.post("")
async def add_options(session: Session, at: Adding, form: TrustedForm) -> Response:
    """Add options, one to a line."""
    done = await attempt(session, _add(session, at, str(form.get("options", ""))))
    if isinstance(done, LocumError):
        return at.desk.go(at.path, News("attributes.not_added"))
    return at.desk.go(at.path, News("attributes.added") if done else None)


@router.get("/{option_id}")
async def option(session: Session, at: Updating, option_id: PathUuid) -> Response:
    """One option."""
    return await _page(session, at, await _one(session, at, option_id))


@router.post("/{option_id}")
async def change_option(session: Session, at: Updating, option_id: PathUuid, form: TrustedForm) -> Response:
    """Call it otherwise, or make it a group of others."""
    shown = await _one(session, at, option_id)
    value = str(form.get("value", "")).strip()[:LONGEST_VALUE]
    if not value:
        return await _page(session, at, shown, {"value": at.desk.text("form.required")})
    others = {one.id for one in await _others(session, at, shown)}
    contained = tuple(one for one in others if str(one) in set(map(str, form.getlist("contains"))))
    is_group = form.get("is_group") == "true"
    changes = Changes(value, rules.slug_of(value)[:LONGEST_NAME], is_group, contained if is_group else ())
    work = options.change_option(session, at.desk.organization.id, at.attribute.uuid, option_id, changes)
    done = await attempt(session, work)
    if isinstance(done, LocumError):
        return await _page(session, at, shown, {"value": in_words(at.desk.words, done, _REFUSALS)})
    return at.desk.go(at.path, News("attributes.option_changed", {"value": value}))


@router.get("/{option_id}/delete")
async def ask_whether_to_delete(session: Session, at: Deleting, option_id: PathUuid) -> Response:
    """What goes with an option."""
    shown = await _one(session, at, option_id)
    desk = at.desk
    return desk.show(
        "confirm.html",
        desk.text("attributes.option_delete_title", value=shown.value),
        trail=[(ATTRIBUTES, desk.text("attributes.title")), (at.path, at.attribute.name)],
        goes=[desk.text("attributes.option_holders")],
        stays=None,
        undo=desk.text("confirm.for_ever"),
        action=f"{at.path}/options/{option_id}/delete",
        label=desk.text("attributes.option_delete"),
        back=at.path,
    )


@router.post("/{option_id}/delete")
async def delete_option(session: Session, at: Deleting, option_id: PathUuid, _: TrustedForm) -> Response:
    """Remove it; nobody holds it any more."""
    gone = await options.remove_option(session, at.desk.organization.id, at.attribute.uuid, option_id)
    return at.desk.go(at.path, News("attributes.option_deleted", {"value": gone.value}))


async def _add(session: AsyncSession, at: At, text: str) -> int:
    new = lines(text)
    for one in new:
        await options.create_option(
            session, at.desk.organization.id, at.attribute.uuid, one.value, one.slug, GroupState()
        )
    return len(new)


async def _one(session: AsyncSession, at: At, option_id: PathUuid) -> Option:
    row = await queries.option_of_attribute(session, at.attribute.id, option_id)
    if row is None:
        raise NotFound("There is no such option.")
    return await queries.shown(session, row)


async def _others(session: AsyncSession, at: At, shown: Option) -> list[Option]:
    """What it could contain."""
    found = await queries.options(session, at.desk.organization.id, at.attribute.uuid, _MOST_TO_GROUP)
    return [one for one in found if not one.is_group and one.id != shown.id]


async def _page(session: AsyncSession, at: At, shown: Option, errors: Mapping[str, str] | None = None) -> Response:
    desk = at.desk
    offers = rules.offers_options(at.attribute.type)
    return desk.show(
        "attribute_option.html",
        shown.value,
        trail=[(ATTRIBUTES, desk.text("attributes.title")), (at.path, at.attribute.name)],
        status=422 if errors else 200,
        errors=errors,
        option=shown,
        others=await _others(session, at, shown) if offers else [],
        path=f"{at.path}/options/{shown.id}",
        back=at.path,
    )
