"""`/dashboard/away/known`: whom one knows by mail, for replies that go to known senders only.

For the mailbox's owner alone, as are the messages: who writes to him is nobody else's business.
"""

from typing import Annotated

from fastapi import APIRouter, Depends, Request, Response
from sqlalchemy.ext.asyncio import AsyncSession
from starlette.datastructures import UploadFile

from locum.http.session import Session
from locum.kit.errors import Forbidden, LocumError
from locum.pages.dashboard.desk import CurrentDesk, Desk
from locum.pages.dashboard.listing import leaf
from locum.pages.dashboard.news import News
from locum.pages.dashboard.own_absences import AWAY
from locum.pages.dashboard.refusals import attempt
from locum.pages.dashboard.replies import REPLIES
from locum.pages.forms import NOT_OURS, TrustedForm, is_trusted
from locum.replies import queries, setting
from locum.replies.known import MOST_KNOWN, Senders, senders_in

router = APIRouter(include_in_schema=False)

KNOWN = f"{AWAY}/known"
AT_ONCE = 50
MOST_LETTERS = 500_000
_ROOM = MOST_LETTERS + 50_000
_MOST_FAULTS = 20


async def _typed(request: Request) -> str:
    """What was typed, and what a file has to say. Raises Forbidden."""
    async with request.form(max_files=1, max_fields=10, max_part_size=_ROOM) as form:
        if not is_trusted(request, form):
            raise Forbidden(NOT_OURS)
        part, typed = form.get("file"), str(form.get("senders", ""))
        if isinstance(part, UploadFile) and part.filename:
            typed += "\n" + (await part.read(_ROOM)).decode("utf-8-sig", "replace")
        return typed


Typed = Annotated[str, Depends(_typed)]


@router.get(KNOWN)
async def known_senders(session: Session, desk: CurrentDesk) -> Response:
    """Those who were named, those who are looked for, and the form for more."""
    return await _page(session, desk)


@router.post(KNOWN)
async def add_known_senders(session: Session, desk: CurrentDesk, typed: Typed) -> Response:
    """Know all who are named in a text or a file; or nobody, where something in it is no address."""
    if len(typed) > MOST_LETTERS:
        return await _page(session, desk, "", desk.text("known.too_large"))
    read = senders_in(typed)
    if error := _fault(desk, read):
        return await _page(session, desk, typed, error)
    done = await attempt(session, setting.add_known(session, desk.person.id, read.found))
    if isinstance(done, LocumError):
        return await _page(session, desk, typed, desk.text("known.too_many", most=str(MOST_KNOWN)))
    return desk.go(KNOWN, News("known.added", {"senders": desk.words.count("known.count", done)}))


@router.post(f"{KNOWN}/remove")
async def remove_known_sender(session: Session, desk: CurrentDesk, form: TrustedForm) -> Response:
    """Know one of them no more."""
    sender = str(form.get("sender", ""))
    await setting.forget_known(session, desk.person.id, sender)
    return desk.go(KNOWN, News("known.removed", {"sender": sender}))


def _fault(desk: Desk, read: Senders) -> str | None:
    if read.faults:
        return desk.text("known.wrong", wrong=", ".join(read.faults[:_MOST_FAULTS]))
    return None if read.found else desk.text("known.nothing")


async def _page(session: AsyncSession, desk: Desk, typed: str = "", error: str | None = None) -> Response:
    wanted = desk.request.query_params.get("q", "").strip().lower()
    everybody = await queries.known_senders(session, desk.person.id)
    found = [one for one in everybody if wanted in one]
    pages = leaf(desk.request, AT_ONCE)
    return desk.show(
        "known_senders.html",
        desk.text("known.title"),
        trail=[(AWAY, desk.text("away.title")), (REPLIES, desk.text("replies.title"))],
        status=422 if error else 200,
        errors={"senders": error} if error else None,
        path=KNOWN,
        audience=await queries.audience_of(session, desk.person.id),
        wanted=wanted,
        total=len(everybody),
        senders=found[pages.exact.skip :][:AT_ONCE],
        before=pages.before,
        after=pages.after_of(len(found)),
        typed=typed,
        most=MOST_KNOWN,
    )
