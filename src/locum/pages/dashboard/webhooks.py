"""`/dashboard/webhooks`: somebody's own webhooks and those of an organization, and registering one."""

from collections.abc import Sequence
from dataclasses import dataclass

from fastapi import APIRouter, Response

from locum.http.permissions import Permission
from locum.http.session import CurrentSettings, Session
from locum.kit.errors import NotFound
from locum.pages.dashboard import webhook_form
from locum.pages.dashboard.desk import CurrentDesk, Desk
from locum.pages.dashboard.listing import leaf
from locum.pages.dashboard.news import News
from locum.pages.dashboard.webhook_desk import WEBHOOKS, owners
from locum.pages.dashboard.webhook_form import TRIGGERS, Errors, HookForm
from locum.pages.forms import TrustedForm
from locum.webhooks import queries
from locum.webhooks.models import Webhook
from locum.webhooks.places import Owner

router = APIRouter(include_in_schema=False)

AT_ONCE = 50


@dataclass(frozen=True, slots=True)
class Shelf:
    """The webhooks of one owner, in a list; `name` is None for the person's own."""

    id: str
    name: str | None
    rows: Sequence[Webhook]


@router.get(WEBHOOKS)
async def webhooks(session: Session, desk: CurrentDesk) -> Response:
    """The person's own, and those of the organization for whoever may read them; the oldest first."""
    pages = leaf(desk.request, AT_ONCE)
    shelves, most = [], 0
    for owner in owners(desk, Permission.WEBHOOK_READ):
        found = await queries.listing(session, owner, pages.rows)
        shelves.append(Shelf(owner.column, _name(desk, owner), found[:AT_ONCE]))
        most = max(most, len(found))
    return desk.show("webhooks.html", desk.text("hooks.title"), shelves=shelves, pages=pages, found=most)


@router.get(f"{WEBHOOKS}/new")
async def new_webhook(desk: CurrentDesk) -> Response:
    """The form of a new one."""
    return _form(desk, HookForm(), {})


@router.post(f"{WEBHOOKS}/new")
async def make_webhook(session: Session, settings: CurrentSettings, desk: CurrentDesk, form: TrustedForm) -> Response:
    """Register it."""
    typed, whose = HookForm.of(form), str(form.get("owner", "user_id"))
    owner = next((owner for owner in owners(desk, Permission.WEBHOOK_CREATE) if owner.column == whose), None)
    if owner is None:
        raise NotFound("There is nobody of that kind.")
    made = await webhook_form.register(session, settings, owner, typed, desk.words)
    if not isinstance(made, Webhook):
        return _form(desk, typed, made, whose)
    return desk.go(f"{WEBHOOKS}/{made.id}" if _may_see(desk, owner) else WEBHOOKS, News("hooks.made"))


def _may_see(desk: Desk, owner: Owner) -> bool:
    return owner in owners(desk, Permission.WEBHOOK_READ)


def _name(desk: Desk, owner: Owner) -> str | None:
    return None if owner.column == "user_id" else desk.organization.name


def _form(desk: Desk, typed: HookForm, errors: Errors, whose: str = "user_id") -> Response:
    found = owners(desk, Permission.WEBHOOK_CREATE)
    return desk.show(
        "webhook_edit.html",
        desk.text("hooks.new"),
        trail=[(WEBHOOKS, desk.text("hooks.title"))],
        status=422 if errors else 200,
        errors=errors,
        typed=typed,
        triggers=TRIGGERS,
        action=f"{WEBHOOKS}/new",
        label=desk.text("hooks.make"),
        back=WEBHOOKS,
        whose=whose,
        owners=[(owner.column, _name(desk, owner) or desk.text("hooks.own")) for owner in found],
    )
