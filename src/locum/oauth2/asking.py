"""What a browser brings from an application, read against what is registered.

Whether an answer goes to the application or only to the person decides itself here: nothing is ever sent to an address
that is not registered by an application that is known (RFC 9700, section 4.11).
"""

from dataclasses import dataclass
from enum import StrEnum

from sqlalchemy.ext.asyncio import AsyncSession

from locum.oauth2 import queries
from locum.oauth2.models import Application
from locum.oauth2.rules import authorization, redirects
from locum.oauth2.rules.authorization import Pairs, Wanted
from locum.oauth2.rules.managing import Kind, Status
from locum.oauth2.rules.refusals import Refused


@dataclass(frozen=True, slots=True)
class Question:
    """An application asks somebody for something, and wants the answer at an address of its own."""

    application: Application
    redirect_uri: str
    state: str | None
    wanted: Wanted


@dataclass(frozen=True, slots=True)
class SentBack:
    """It asks for what it cannot have, and is told so."""

    redirect_uri: str
    state: str | None
    refusal: Refused


class Why(StrEnum):
    """Why the person is told and not the application."""

    UNKNOWN = "unknown"
    ELSEWHERE = "elsewhere"
    FAULTY = "faulty"
    WAITING = "waiting"


@dataclass(frozen=True, slots=True)
class Stopped:
    """The person learns why this goes no further."""

    why: Why
    description: str = ""


async def read(session: AsyncSession, pairs: Pairs) -> Question | SentBack | Stopped:
    """The question in an address, or what is wrong with it.

    An application that nobody approved is not sent mistakes: its address is nobody's word but its own.
    """
    client_id, redirect_uri = authorization.only(pairs, "client_id"), authorization.only(pairs, "redirect_uri")
    application = await queries.by_client_id(session, client_id) if client_id else None
    if application is None:
        return Stopped(Why.UNKNOWN)
    is_public = application.kind == Kind.PUBLIC
    if redirect_uri is None or not redirects.matches(application.redirect_uris, redirect_uri, is_public=is_public):
        return Stopped(Why.ELSEWHERE)
    state = authorization.only(pairs, "state")
    try:
        wanted = authorization.read(pairs, application.scopes, is_public=is_public)
    except Refused as refusal:
        if application.status != Status.APPROVED:
            return Stopped(Why.FAULTY, refusal.description)
        return SentBack(redirect_uri, state, refusal)
    return Question(application, redirect_uri, state, wanted)


def with_code(question: Question, code: str) -> str:
    """Where the browser carries the code."""
    return redirects.with_answer(question.redirect_uri, [("code", code), *_told(question.state)])


def with_refusal(back: SentBack) -> str:
    """Where the browser carries a refusal."""
    said = [("error", back.refusal.error), ("error_description", back.refusal.description)]
    return redirects.with_answer(back.redirect_uri, [*said, *_told(back.state)])


def denied(question: Question) -> SentBack:
    """The person does not want it."""
    return SentBack(question.redirect_uri, question.state, Refused("access_denied", "the person did not allow it"))


def _told(state: str | None) -> list[tuple[str, str]]:
    return [] if state is None else [("state", state)]
