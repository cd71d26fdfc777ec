"""Previews of replies, beside the absences that they are about, and whom replies may be for (extensions)."""

from fastapi import Request

from locum.absences.endpoints import Exactly, OwnAbsence, entered
from locum.absences.schemas import AbsenceCreate
from locum.db.session import taken_back
from locum.http.envelope import Envelope, success
from locum.http.permissions import Permission
from locum.http.realms import CurrentRealm, Resource
from locum.http.session import Session
from locum.replies import queries
from locum.replies.preview import preview
from locum.replies.schemas import KnownSenders, KnownSendersOut, PreviewOut, preview_out
from locum.replies.setting import keep_known
from locum.settings import Settings
from locum.users.models import User

reply_previews = Resource("previews of replies")
known_senders = Resource("known senders")


@known_senders.get(permission=Permission.MAILBOX_MESSAGES_READ)
async def list_known_senders(realm: CurrentRealm, session: Session) -> Envelope[KnownSendersOut]:
    """Whom you know by mail, besides those who attended a booking of yours: replies may be for them alone."""
    return success(KnownSendersOut(senders=[*await queries.known_senders(session, realm.owner_id)]))


@known_senders.put(permission=Permission.MAILBOXES_WRITE)
async def replace_known_senders(realm: CurrentRealm, session: Session, body: KnownSenders) -> Envelope[KnownSendersOut]:
    """Say whom you know, as a whole."""
    return success(KnownSendersOut(senders=[*await keep_known(session, realm.owner_id, body.senders)]))


@reply_previews.post("/preview", permission=Permission.ABSENCE_READ, status_code=200)
async def preview_new_absence(
    request: Request, realm: CurrentRealm, session: Session, body: AbsenceCreate, exact: Exactly
) -> Envelope[PreviewOut]:
    """What mail would be answered with if this absence were entered. It is refused as entering it would be."""
    settings: Settings = request.app.state.settings
    user = await session.get_one(User, realm.owner_id)
    async with taken_back(session):
        absence = await entered(session, user.id, body, exact=exact)
        found = await preview(session, settings, user, absence)
        return success(preview_out(found, unsaved_id=absence.id))


@reply_previews.post("/{oooId}/preview", permission=Permission.ABSENCE_READ, status_code=200)
async def preview_absence(
    request: Request, realm: CurrentRealm, session: Session, absence: OwnAbsence
) -> Envelope[PreviewOut]:
    """What mail is answered with during an absence that is entered."""
    settings: Settings = request.app.state.settings
    user = await session.get_one(User, realm.owner_id)
    return success(preview_out(await preview(session, settings, user, absence)))
