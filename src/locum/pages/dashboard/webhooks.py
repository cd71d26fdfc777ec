"""`/dashboard/webhooks`: those of a person, an organization and event types, and registering one."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby

from fastapi import APIRouter, Response
from sqlalchemy.ext.asyncio import AsyncSession

from locum.http.permissions import Permission
from locum.http.session import CurrentSettings, Session
from locum.kit.errors import NotFound
from locum.kit.paging import Page
from locum.pages.dashboard import webhook_form, webhook_places, webhook_queries
from locum.pages.dashboard.desk import CurrentDesk, Desk
from locum.pages.dashboard.listing import leaf
from locum.pages.dashboard.news import News
from locum.pages.dashboard.webhook_desk import WEBHOOKS
from locum.pages.dashboard.webhook_form import TRIGGERS, Errors, HookForm
from locum.pages.forms import TrustedForm
from locum.webhooks import queries
from locum.webhooks.models import Webhook

router = APIRouter(include_in_schema=False)

AT_ONCE = 50
MOST_EVENT_TYPES = 500
READ, CREATE = Permission.WEBHOOK_READ, Permission.WEBHOOK_CREATE
OWN = "user_id"


@dataclass(frozen=True, slots=True)
class Shelf:
    """The webhooks of one place, in a list; `key` is the place in addresses."""

    key: str
    title: str
    rows: Sequence[Webhook]


@router.get(WEBHOOKS)
async def webhooks(session: Session, desk: CurrentDesk) -> Response:
    """The person's own, and those of the organization and of event types that he may read; the oldest first."""
    pages = leaf(desk.request, AT_ONCE)
    shelves, most = [], 0
    for place in webhook_places.plain(desk, READ):
        found = await queries.listing(session, place.owner, pages.rows)
        shelves.append(Shelf(place.key, place.title, found[:AT_ONCE]))
        most = max(most, len(found))
    of_event_types, count = await _of_event_types(session, desk, pages.rows)
    return desk.show(
        "webhooks.html",
        desk.text("hooks.title"),
        shelves=shelves + of_event_types,
        pages=pages,
        found=max(most, count),
    )


@router.get(f"{WEBHOOKS}/new")
async def new_webhook(session: Session, desk: CurrentDesk) -> Response:
    """The form of a new one; a link may say where it hangs."""
    return await _form(session, desk, HookForm(), {}, desk.request.query_params.get("of", OWN))


@router.post(f"{WEBHOOKS}/new")
async def make_webhook(session: Session, settings: CurrentSettings, desk: CurrentDesk, form: TrustedForm) -> Response:
    """Register it."""
    typed, key = HookForm.of(form), str(form.get("owner", OWN))
    place = await webhook_places.named(session, desk, key, CREATE)
    if place is None:
        raise NotFound("There is nobody of that kind.")
    made = await webhook_form.register(session, settings, place.owner, typed, desk.words)
    if not isinstance(made, Webhook):
        return await _form(session, desk, typed, made, key)
    return desk.go(f"{WEBHOOKS}/{made.id}" if place.may(READ) else WEBHOOKS, News("hooks.made"))


async def _of_event_types(session: AsyncSession, desk: Desk, page: Page) -> tuple[list[Shelf], int]:
    """A shelf for each event type that has webhooks, and how many webhooks were found."""
    found = await webhook_queries.listing(session, desk.person.id, desk.place.id if desk.place else None, READ, page)
    shelves = [
        Shelf(webhook_places.key_of(kind), webhook_places.called(desk, kind), [one.webhook for one in hung])
        for kind, hung in groupby(found[:AT_ONCE], key=lambda one: one.kind)
    ]
    return shelves, len(found)


async def _form(session: AsyncSession, desk: Desk, typed: HookForm, errors: Errors, whose: str) -> Response:
    place_id = desk.place.id if desk.place else None
    kinds = await webhook_queries.kinds(session, desk.person.id, place_id, CREATE, MOST_EVENT_TYPES)
    places = [(place.key, place.title) for place in webhook_places.plain(desk, CREATE)]
    places += [(webhook_places.key_of(kind), webhook_places.called(desk, kind)) for kind in kinds]
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
        places=places,
    )
