"""Signing in, and who is signed in (mailbox sheet, sections 2 and 7)."""

from typing import Any

from fastapi import APIRouter, Request
from fastapi.responses import JSONResponse

from locum.grommunio import tokens
from locum.grommunio.callers import COOKIE, MailAdmin, Proven, admin_of, enter, holder_of
from locum.grommunio.refusals import NEVER_KEPT, Faulty, NotProven
from locum.http.session import CurrentSettings, Session, database_of
from locum.kit import clock
from locum.users.models import User
from locum.users.proving import allow_attempt, prove
from locum.users.tokens import state_of

router = APIRouter(tags=["Sign-in"])

LONGEST_FORM = 10_000

EVERYTHING = (
    "SystemAdminWrite",
    "SystemAdminRead",
    "DomainAdminWrite",
    "DomainAdminRead",
    "OrgAdmin",
    "ResetPasswd",
    "DomainPurge",
)
OF_ORGANIZATION = ("DomainAdminRead", "DomainAdminWrite", "OrgAdmin", "ResetPasswd")


@router.post("/login")
async def login(request: Request, session: Session, settings: CurrentSettings) -> JSONResponse:
    """A token for address and password, or, with an empty form, a fresh one for the cookie that is still good."""
    form = await request.form()
    address, password = form.get("user"), form.get("pass")
    if not isinstance(address, str) or not isinstance(password, str) or not address or not password:
        return await _renewed(request, session, settings)
    await allow_attempt(database_of(request).quick, request.scope["locum.address"], address.strip().lower())
    user = await prove(session, address[:LONGEST_FORM], password[:LONGEST_FORM])
    if user is None:
        raise NotProven("Login failed", error="Invalid username or password")
    if not settings.oof_self_service and not (await admin_of(session, user)).is_anybody:
        raise NotProven("Login failed", error="Access denied")
    return await _answer(session, settings, user)


async def _renewed(request: Request, session: Session, settings: CurrentSettings) -> JSONResponse:
    token = request.cookies.get(COOKIE)
    if token is None:
        raise Faulty("Incomplete login form")
    try:
        claim = tokens.read(await tokens.signing_key(session, settings.vault), token, clock.now())
        user = await holder_of(session, claim, settings.secret)
    except NotProven as error:
        raise Faulty("Incomplete login form") from error
    return await _answer(session, settings, user)


async def _answer(session: Session, settings: CurrentSettings, user: User) -> JSONResponse:
    """The client writes the cookie itself, so none is set here."""
    key = await tokens.signing_key_or_new(session, settings.vault)
    pair = tokens.issue(key, tokens.Claim(user.email, state_of(settings.secret, user)), clock.now())
    return JSONResponse({"grommunioAuthJwt": pair.token, "csrf": pair.csrf}, headers=NEVER_KEPT)


@router.get("/profile")
async def profile(request: Request, session: Session, claim: Proven) -> JSONResponse:
    """Who is signed in, and what he may do."""
    admin = await enter(request, session, claim)
    return JSONResponse({"user": shown(admin.user), "capabilities": capabilities(admin)}, headers=NEVER_KEPT)


def shown(user: User) -> dict[str, Any]:
    """The signed-in person as the client's head line wants him."""
    return {"ID": user.id, "username": user.email, "properties": {"displayname": user.name or user.email}}


def capabilities(admin: MailAdmin) -> list[str]:
    """By these names the client shows and hides what there is to do."""
    if admin.user.is_system_admin:
        return list(EVERYTHING)
    return list(OF_ORGANIZATION) if admin.organization_ids else []
