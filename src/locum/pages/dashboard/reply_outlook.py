"""What mail will be answered with during an absence, told before it is entered."""

from dataclasses import dataclass

from markupsafe import Markup
from sqlalchemy.ext.asyncio import AsyncSession

from locum.absences.models import Absence
from locum.kit.html import cleaned
from locum.replies.preview import preview
from locum.replies.state import Text
from locum.settings import Settings
from locum.targets import queries as targets
from locum.users.models import User

ELSEWHERE, SILENT, ANSWERED = "elsewhere", "silent", "answered"


@dataclass(frozen=True, slots=True)
class Answer:
    """A reply as its reader gets it; `html` is harmless."""

    subject: str | None
    html: Markup


@dataclass(frozen=True, slots=True)
class ReplyOutlook:
    """`state`: answered, silent (nothing is answered), or elsewhere (the mailbox is none of this server's).

    `audience` says which senders outside are answered: none, known or all. None in place of an answer: no reply.
    """

    state: str
    audience: str = "none"
    inside: Answer | None = None
    outside: Answer | None = None


async def reply_outlook(session: AsyncSession, settings: Settings, owner: User, absence: Absence) -> ReplyOutlook:
    """Look at the first instant of an absence, which is entered, or only tried in this transaction."""
    mailbox = await targets.answering(session, owner.id)
    if mailbox is None or mailbox.domain is None:
        return ReplyOutlook(ELSEWHERE)
    found = await preview(session, settings, owner, absence)
    if not found.is_answering:
        return ReplyOutlook(SILENT)
    outside = None if found.audience == "none" else _answer(found.texts.external)
    return ReplyOutlook(ANSWERED, found.audience, _answer(found.texts.internal), outside)


def _answer(text: Text) -> Answer | None:
    return Answer(text.subject, Markup(cleaned(text.html))) if text.html else None  # noqa: S704 - just cleaned
