"""`/dashboard/keys`: somebody's own API keys."""

from dataclasses import dataclass

from fastapi import APIRouter, Response
from sqlalchemy.ext.asyncio import AsyncSession

from locum.api_keys import queries, rules, service
from locum.api_keys.models import ApiKey
from locum.http.parameters import PathId
from locum.http.session import Session
from locum.kit import clock
from locum.kit.errors import NotFound
from locum.pages.dashboard.desk import CurrentDesk, Desk
from locum.pages.dashboard.listing import leaf
from locum.pages.dashboard.news import News
from locum.pages.forms import TrustedForm

router = APIRouter(include_in_schema=False)

KEYS = "/dashboard/keys"
AT_ONCE = 50
LONGEST_NOTE = 200
VALIDITIES: dict[str, int | None] = {"30": 30, "90": 90, "365": 365, "never": None}


@dataclass(frozen=True, slots=True)
class Row:
    """A key in the list. The key itself is not known any more."""

    id: int
    note: str
    made: str
    ends: str | None
    has_ended: bool


@router.get(KEYS)
async def keys(session: Session, desk: CurrentDesk) -> Response:
    """All of them, the newest first, and the form for another one."""
    pages = leaf(desk.request, AT_ONCE)
    found = await queries.of_person(session, desk.person.id, pages.rows)
    return desk.show(
        "keys.html",
        desk.text("keys.title"),
        rows=[_row(desk, key) for key in found[:AT_ONCE]],
        pages=pages,
        found=len(found),
        validities=[(value, desk.text(f"keys.valid.{value}")) for value in VALIDITIES],
    )


@router.post(KEYS)
async def make_key(session: Session, desk: CurrentDesk, form: TrustedForm) -> Response:
    """Make a key. It stands on the answer itself, this once: nothing that is kept could show it again."""
    days = VALIDITIES.get(str(form.get("valid", "")), rules.DEFAULT_DAYS)
    note = str(form.get("note", "")).strip()[:LONGEST_NOTE]
    expires_at = rules.expiry(clock.now(), days, days is None)
    key = await service.issue_key(session, desk.person.id, note=note or None, expires_at=expires_at)
    return desk.show(
        "key_made.html",
        desk.text("keys.made"),
        trail=[(KEYS, desk.text("keys.title"))],
        key=key,
        ends=desk.clock.day(expires_at) if expires_at else None,
    )


@router.get(f"{KEYS}/{{key_id}}/delete")
async def ask_whether_to_end(session: Session, desk: CurrentDesk, key_id: PathId) -> Response:
    """What happens when a key ends."""
    key = _row(desk, await _one(session, desk, key_id))
    return desk.show(
        "confirm.html",
        desk.text("keys.delete_title", note=key.note),
        trail=[(KEYS, desk.text("keys.title"))],
        goes=[],
        stays=desk.text("keys.delete_text"),
        undo=desk.text("confirm.for_ever"),
        action=f"{KEYS}/{key_id}/delete",
        label=desk.text("keys.delete"),
        back=KEYS,
    )


@router.post(f"{KEYS}/{{key_id}}/delete")
async def end_key(session: Session, desk: CurrentDesk, key_id: PathId, _: TrustedForm) -> Response:
    """End it at once."""
    key = _row(desk, await _one(session, desk, key_id))
    await service.end(session, desk.person.id, key_id)
    return desk.go(KEYS, News("keys.deleted", {"note": key.note}))


async def _one(session: AsyncSession, desk: Desk, key_id: int) -> ApiKey:
    key = await queries.one(session, desk.person.id, key_id)
    if key is None:
        raise NotFound("There is no such key.")
    return key


def _row(desk: Desk, key: ApiKey) -> Row:
    return Row(
        key.id,
        key.note or desk.text("keys.no_note"),
        desk.clock.short(key.created_at),
        desk.clock.short(key.expires_at) if key.expires_at else None,
        key.expires_at is not None and key.expires_at <= clock.now(),
    )
