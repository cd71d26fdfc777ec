"""Passwords on this face: one's own with the old one, others' by whoever manages them (mailbox sheet, section 7)."""

import asyncio
from typing import Annotated

from fastapi import APIRouter, Depends, Request
from fastapi.responses import JSONResponse
from sqlalchemy.ext.asyncio import AsyncSession

from locum.grommunio.callers import Admin, MailAdmin, Proven, enter
from locum.grommunio.mailboxes import PATH, managed_mailbox
from locum.grommunio.parameters import WholeNumber
from locum.grommunio.refusals import NEVER_KEPT, SUCCESS, Faulty, NotAllowed, NotProven
from locum.grommunio.schemas import FaceBody, needed, read_body
from locum.http.session import Session, database_of
from locum.kit.passwords import hash_password
from locum.mailboxes.queries import Mailbox
from locum.memberships.authority import authority_in
from locum.memberships.guarding import why_not_his_account
from locum.users.proving import allow_attempt, prove
from locum.users.service import set_password

router = APIRouter(tags=["Passwords"])

SHORTEST = 8


class NewPassword(FaceBody):
    """Somebody else's new password."""

    new: str


class OwnPassword(NewPassword):
    """One's own, with the one that holds until then."""

    old: str


async def _new(request: Request, _: Proven) -> NewPassword | None:
    return await read_body(request, NewPassword)


async def _own(request: Request, _: Proven) -> OwnPassword | None:
    return await read_body(request, OwnPassword)


async def _digest(password: str) -> str:
    if len(password) < SHORTEST:
        raise Faulty(f"Password must have at least {SHORTEST} characters")
    return await asyncio.to_thread(hash_password, password)


@router.put("/passwd")
async def put_own_password(
    request: Request, session: Session, claim: Proven, body: Annotated[OwnPassword | None, Depends(_own)]
) -> JSONResponse:
    """Change one's own password."""
    admin, said = await enter(request, session, claim), needed(body)
    await allow_attempt(database_of(request).quick, request.scope["locum.address"], admin.user.email)
    user = await prove(session, admin.user.email, said.old)
    if user is None:
        raise NotProven("Login failed", error="Invalid username or password")
    await set_password(session, user, await _digest(said.new))
    return JSONResponse(SUCCESS, headers=NEVER_KEPT)


@router.put(PATH + "/{userID}/password")
async def put_password(
    session: Session,
    admin: Admin,
    body: Annotated[NewPassword | None, Depends(_new)],
    domainID: WholeNumber,
    userID: WholeNumber,
) -> JSONResponse:
    """Give somebody a password; never to who ranks above the caller."""
    found, said = await managed_mailbox(session, admin, domainID, userID), needed(body)
    if admin.user.id == userID:
        raise Faulty("Use PUT /passwd to change your own password")
    if not await _reaches(session, admin, found):
        raise NotAllowed
    await set_password(session, found.user, await _digest(said.new))
    return JSONResponse(SUCCESS, headers=NEVER_KEPT)


async def _reaches(session: AsyncSession, admin: MailAdmin, found: Mailbox) -> bool:
    """Whether somebody does not rank above the caller: a new password is as good as the account."""
    place_id = found.domain.organization_id
    if place_id is None:
        return admin.user.is_system_admin
    authority = await authority_in(session, admin.caller, place_id)
    return await why_not_his_account(session, found.user, place_id, admin.caller, authority) is None
