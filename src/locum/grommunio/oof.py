"""`/domains/{domainID}/users/{userID}/oof`: what a mailbox answers while its owner is away (sheet, section 4)."""

from typing import Annotated, Any
from zoneinfo import ZoneInfo

from fastapi import APIRouter, Depends, Request
from fastapi.responses import JSONResponse
from sqlalchemy.ext.asyncio import AsyncSession

from locum.absences.mail_queries import ORIGIN
from locum.grommunio.callers import MailAdmin, Proven, enter
from locum.grommunio.parameters import WholeNumber
from locum.grommunio.refusals import NEVER_KEPT, SUCCESS, Missing, NotAllowed, bad_request
from locum.grommunio.schemas import OofState, needed, read_body
from locum.grommunio.times import read_time, show_time
from locum.http.session import CurrentSettings, Session
from locum.kit import clock
from locum.kit.zones import zone
from locum.mailboxes import queries
from locum.replies.current import Current, current, policy_of
from locum.replies.drafting import texts_of
from locum.replies.setting import Told, say
from locum.replies.state import Audience, Mode, Text, Texts
from locum.settings import Settings
from locum.users.models import User

router = APIRouter(tags=["Mailbox out-of-office"])

PATH = "/domains/{domainID}/users/{userID}/oof"
MODES: tuple[Mode, ...] = ("off", "on", "scheduled")
AUDIENCES: tuple[Audience, ...] = ("none", "known", "all")
UNKNOWN = "User not found"


async def _state(request: Request, _: Proven) -> OofState | None:
    return await read_body(request, OofState)


Said = Annotated[OofState | None, Depends(_state)]
_SAID_IN_DOCUMENT = {
    "requestBody": {"required": True, "content": {"application/json": {"schema": OofState.model_json_schema()}}},
    "parameters": [{"name": "X-Csrf-Token", "in": "header", "required": False, "schema": {"type": "string"}}],
}


@router.get(PATH, response_model=OofState)
async def get_oof(
    request: Request,
    session: Session,
    settings: CurrentSettings,
    claim: Proven,
    domainID: WholeNumber,
    userID: WholeNumber,
) -> JSONResponse:
    """The state, with times and texts as far as there are any."""
    user = await _mailbox(session, await enter(request, session, claim), settings, domainID, userID)
    found = await current(session, user.id, clock.now(), policy_of(settings))
    if found is None:
        raise Missing(UNKNOWN)
    driving = found.state.driving
    # What the mail side set it gets back as it was; what scheduling set comes with the texts that are sent (R11).
    of_scheduling = driving is not None and driving.origin != ORIGIN and found.state.mode == "scheduled"
    texts = await texts_of(session, settings, user, found.state) if of_scheduling else found.state.texts
    return JSONResponse(shown(found, texts, zone(settings.mailbox_zone)), headers=NEVER_KEPT)


@router.put(PATH, response_model=dict[str, str], openapi_extra=_SAID_IN_DOCUMENT)
async def put_oof(
    request: Request,
    session: Session,
    settings: CurrentSettings,
    claim: Proven,
    said: Said,
    domainID: WholeNumber,
    userID: WholeNumber,
) -> JSONResponse:
    """Set the state as a whole, and the texts that are given; all of it or nothing."""
    told = None if said is None else told_by(said, zone(settings.mailbox_zone))
    admin = await enter(request, session, claim)
    await _check(session, admin, settings, domainID, userID)
    needed(said)
    user = await _mailbox(session, admin, settings, domainID, userID)
    await say(session, user, told or Told(), blocks=settings.open_ended_blocks)
    return JSONResponse(SUCCESS, headers=NEVER_KEPT)


async def _check(session: AsyncSession, admin: MailAdmin, settings: Settings, domain_id: int, user_id: int) -> None:
    """Raises NotAllowed. Who may only see to himself may do nothing else."""
    if settings.oof_self_service and admin.user.id == user_id:
        return
    if not admin.may_manage(await queries.domain(session, domain_id)):
        raise NotAllowed


async def _mailbox(session: AsyncSession, admin: MailAdmin, settings: Settings, domain_id: int, user_id: int) -> User:
    await _check(session, admin, settings, domain_id, user_id)
    found = await queries.mailbox(session, domain_id, user_id)
    if found is None:
        raise Missing(UNKNOWN)
    return found.user


def told_by(said: OofState, at: ZoneInfo) -> Told:
    """What a body says. Raises Faulty for times that no calendar has."""
    try:
        starts_at = read_time(said.startTime, at) if said.startTime is not None else None
        ends_at = read_time(said.endTime, at, is_end=True) if said.endTime is not None else None
    except (ValueError, OverflowError) as error:
        raise bad_request([f"{error}: times are YYYY-MM-DD HH:MM:SS"]) from error
    return Told(
        mode=MODES[said.state],
        audience=AUDIENCES[said.externalAudience],
        starts_at=starts_at,
        ends_at=ends_at,
        internal=_text(said, "internal"),
        external=_text(said, "external"),
    )


def _text(said: OofState, audience: str) -> Text | None:
    """A text and its subject; a subject without its reply says nothing, and a reply of null takes both away."""
    if f"{audience}Reply" not in said.model_fields_set:
        return None
    html: str | None = getattr(said, f"{audience}Reply")
    subject: str | None = getattr(said, f"{audience}Subject")
    return Text(subject or None, html) if html is not None else Text(None, None)


def shown(found: Current, texts: Texts, at: ZoneInfo) -> dict[str, Any]:
    """The state on the wire: what there is not is left out."""
    state, said = found.state, found.said
    answer: dict[str, Any] = {
        "state": MODES.index(state.mode),
        "externalAudience": AUDIENCES.index(state.audience),
    }
    starts_at, ends_at = said.starts_at, said.ends_at
    if state.mode == "scheduled" and state.window is not None:
        starts_at, ends_at = state.window.start, state.window.end
    if starts_at is not None:
        answer["startTime"] = show_time(starts_at, at)
    if ends_at is not None:
        answer["endTime"] = show_time(ends_at, at)
    for audience, text in (("internal", texts.internal), ("external", texts.external)):
        if text.html is not None:
            answer |= {f"{audience}Subject": text.subject} if text.subject is not None else {}
            answer[f"{audience}Reply"] = text.html
    return answer
