"""`/dashboard/attributes`: what an organization says of its members, and the options to choose from."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Annotated, Any
from uuid import uuid4

from fastapi import APIRouter, Depends, Response
from sqlalchemy.ext.asyncio import AsyncSession
from starlette.datastructures import FormData

from locum.attributes import choice_queries as choices
from locum.attributes import queries, rules, service
from locum.attributes.models import Attribute
from locum.attributes.schemas import MOST_OPTIONS_AT_ONCE
from locum.attributes.service import NewOption
from locum.http.permissions import Permission
from locum.http.session import Session
from locum.kit.errors import LocumError, NotFound
from locum.kit.slugs import slugify
from locum.pages.dashboard.desk import Desk, with_permission
from locum.pages.dashboard.listing import leaf
from locum.pages.dashboard.news import News
from locum.pages.dashboard.paths import PathUuid
from locum.pages.dashboard.refusals import attempt
from locum.pages.forms import TrustedForm

router = APIRouter(include_in_schema=False)

ATTRIBUTES = "/dashboard/attributes"
AT_ONCE = 50
LONGEST_NAME, LONGEST_VALUE = 255, 1000
TYPES: tuple[rules.AttributeType, ...] = ("SINGLE_SELECT", "MULTI_SELECT", "TEXT", "NUMBER")
SWITCHES = ("enabled", "users_can_edit_relation", "is_locked", "is_weights_enabled")

READ, UPDATE = Permission.ATTRIBUTES_READ, Permission.ATTRIBUTES_UPDATE
Reading = Annotated[Desk, Depends(with_permission(READ))]
Creating = Annotated[Desk, Depends(with_permission(Permission.ATTRIBUTES_CREATE))]


@dataclass(frozen=True, slots=True)
class At:
    """An attribute, at the desk of somebody who may do something with it."""

    desk: Desk
    attribute: Attribute

    @property
    def path(self) -> str:
        """The address of its page."""
        return f"{ATTRIBUTES}/{self.attribute.uuid}"


def at_attribute(permission: Permission) -> Any:
    """A dependency: the attribute that the address names. Raises NotFound, Forbidden."""

    async def resolve(
        session: Session, desk: Annotated[Desk, Depends(with_permission(permission))], attribute_id: PathUuid
    ) -> At:
        attribute = await queries.one(session, desk.organization.id, attribute_id)
        if attribute is None:
            raise NotFound("There is no such attribute.")
        return At(desk, attribute)

    return Depends(resolve)


@dataclass(frozen=True, slots=True)
class NewAttribute:
    """A new attribute, as typed; options stand one to a line."""

    name: str = ""
    type: str = "SINGLE_SELECT"
    options: str = ""

    @classmethod
    def of(cls, form: FormData) -> "NewAttribute":
        """As typed."""
        name, kind, options = (str(form.get(field, "")) for field in ("name", "type", "options"))
        return cls(name.strip()[:LONGEST_NAME], kind if kind in TYPES else "SINGLE_SELECT", options)


def lines(text: str) -> list[NewOption]:
    """The options that a text names, one to a line, each once."""
    values = dict.fromkeys(line.strip()[:LONGEST_VALUE] for line in text.splitlines() if line.strip())
    return [NewOption(value, rules.slug_of(value)[:LONGEST_NAME]) for value in values][:MOST_OPTIONS_AT_ONCE]


@router.get(ATTRIBUTES)
async def attributes(session: Session, desk: Reading) -> Response:
    """All of them, in the order in which they were made."""
    pages = leaf(desk.request, AT_ONCE)
    found = await queries.attributes(session, desk.organization.id, pages.rows)
    shown = found[:AT_ONCE]
    return desk.show(
        "attributes.html",
        desk.text("attributes.title"),
        rows=shown,
        holders=await choices.holders_of(session, shown) if desk.may(Permission.ORGANIZATION_MEMBERS_READ) else None,
        pages=pages,
        found=len(found),
        may_create=desk.may(Permission.ATTRIBUTES_CREATE),
    )


@router.get(f"{ATTRIBUTES}/new")
async def new_attribute(desk: Creating) -> Response:
    """The form of a new attribute."""
    return _new(desk, NewAttribute(), {})


@router.post(f"{ATTRIBUTES}/new")
async def make_attribute(session: Session, desk: Creating, form: TrustedForm) -> Response:
    """Make an attribute with its options."""
    typed = NewAttribute.of(form)
    if not typed.name:
        return _new(desk, typed, {"name": desk.text("form.required")})
    values = {"name": typed.name, "slug": slugify(typed.name) or uuid4().hex[:8], "type": typed.type}
    work = service.create_attribute(session, desk.organization.id, values, lines(typed.options))
    made = await attempt(session, work)
    if isinstance(made, LocumError):
        return _new(desk, typed, {"name": desk.text("attributes.name_taken")})
    return desk.go(f"{ATTRIBUTES}/{made.uuid}", News("attributes.made", {"name": made.name}))


@router.get(f"{ATTRIBUTES}/{{attribute_id}}")
async def attribute(session: Session, at: Annotated[At, at_attribute(READ)]) -> Response:
    """One attribute with its options."""
    return await _page(session, at)


@router.post(f"{ATTRIBUTES}/{{attribute_id}}")
async def change_attribute(session: Session, at: Annotated[At, at_attribute(UPDATE)], form: TrustedForm) -> Response:
    """Change its name and switches."""
    name = str(form.get("name", "")).strip()[:LONGEST_NAME]
    if not name:
        return await _page(session, at, {"name": at.desk.text("form.required")})
    values: dict[str, Any] = {"name": name, **{switch: form.get(switch) == "true" for switch in SWITCHES}}
    await service.change_attribute(session, at.desk.organization.id, at.attribute.uuid, values)
    return at.desk.go(at.path, News("attributes.changed", {"name": name}))


@router.get(f"{ATTRIBUTES}/{{attribute_id}}/delete")
async def ask_whether_to_delete(
    session: Session, at: Annotated[At, at_attribute(Permission.ATTRIBUTES_DELETE)]
) -> Response:
    """What goes with an attribute."""
    desk, name = at.desk, at.attribute.name
    holders = await choices.number_of_holders(session, at.attribute)
    return desk.show(
        "confirm.html",
        desk.text("attributes.delete_title", name=name),
        trail=[*_trail(desk), (at.path, name)],
        goes=[desk.text("attributes.delete_options"), desk.words.count("attributes.delete_holders", holders)],
        stays=None,
        undo=desk.text("confirm.for_ever"),
        action=f"{at.path}/delete",
        label=desk.text("attributes.delete"),
        back=at.path,
    )


@router.post(f"{ATTRIBUTES}/{{attribute_id}}/delete")
async def delete_attribute(
    session: Session, at: Annotated[At, at_attribute(Permission.ATTRIBUTES_DELETE)], _: TrustedForm
) -> Response:
    """Remove it with its options."""
    await service.remove_attribute(session, at.desk.organization.id, at.attribute.uuid)
    return at.desk.go(ATTRIBUTES, News("attributes.deleted", {"name": at.attribute.name}))


def _trail(desk: Desk) -> list[tuple[str, str]]:
    return [(ATTRIBUTES, desk.text("attributes.title"))]


def _new(desk: Desk, typed: NewAttribute, errors: Mapping[str, str]) -> Response:
    return desk.show(
        "attribute_new.html",
        desk.text("attributes.new"),
        trail=_trail(desk),
        status=422 if errors else 200,
        errors=errors,
        typed=replace(typed, options=typed.options.strip()),
        types=[(kind, desk.text(f"attributes.type.{kind}")) for kind in TYPES],
    )


async def _page(session: AsyncSession, at: At, errors: Mapping[str, str] | None = None) -> Response:
    desk = at.desk
    pages = leaf(desk.request, AT_ONCE)
    found = await choices.options_in_use(session, at.attribute, pages.rows)
    return desk.show(
        "attribute.html",
        at.attribute.name,
        trail=_trail(desk),
        status=422 if errors else 200,
        errors=errors,
        attribute=at.attribute,
        path=at.path,
        options=found[:AT_ONCE],
        pages=pages,
        found=len(found),
        switches=SWITCHES,
        may_add=desk.may(Permission.ATTRIBUTES_CREATE),
        may_update=desk.may(UPDATE),
        may_delete=desk.may(Permission.ATTRIBUTES_DELETE),
    )
