"""Mailboxes on this face: people whose address lies in a mail domain (mailbox sheet, sections 1 and 7)."""

from typing import Annotated, Any

from fastapi import APIRouter, Depends, Query, Request
from fastapi.responses import JSONResponse
from pydantic import Field
from sqlalchemy.ext.asyncio import AsyncSession

from locum.grommunio.callers import Admin, MailAdmin, Proven
from locum.grommunio.parameters import WholeNumber, number_of
from locum.grommunio.refusals import NEVER_KEPT, Missing, NotAllowed
from locum.grommunio.schemas import FaceBody, needed, read_body
from locum.http.session import Session
from locum.mailboxes import queries
from locum.mailboxes.aliases import replace_aliases
from locum.mailboxes.models import MailDomain
from locum.mailboxes.queries import Mailbox
from locum.organization_users.mailboxes import NewMailbox, create_mailbox
from locum.users.models import User
from locum.users.service import apply

router = APIRouter(tags=["Mailboxes"])

PATH = "/domains/{domainID}/users"
MOST = 1000
SWITCHES = (
    "pop3_imap",
    "smtp",
    "changePassword",
    "publicAddress",
    "privChat",
    "privVideo",
    "privFiles",
    "privArchive",
    "privWeb",
    "privEas",
    "privDav",
    "chat",
    "chatAdmin",
)


class Properties(FaceBody):
    """What is kept of a mailbox's many properties."""

    displayname: str | None = None


class MailboxCreate(FaceBody):
    """A new mailbox."""

    username: str
    password: str | None = None
    properties: Properties = Field(default_factory=Properties)
    aliases: list[str] = Field(default_factory=list, max_length=queries.MOST_ALIASES)


class MailboxUpdate(FaceBody):
    """Changes; what is not named stays."""

    aliases: list[str] | None = Field(None, max_length=queries.MOST_ALIASES)
    properties: Properties | None = None
    status: int | None = None


async def _new(request: Request, _: Proven) -> MailboxCreate | None:
    return await read_body(request, MailboxCreate)


async def _changes(request: Request, _: Proven) -> MailboxUpdate | None:
    return await read_body(request, MailboxUpdate)


async def managed_domain(session: AsyncSession, admin: MailAdmin, domain_id: int) -> MailDomain:
    """A domain that the caller manages. Raises NotAllowed or Missing."""
    domain = await queries.domain(session, domain_id)
    if not admin.may_manage(domain):
        raise NotAllowed
    if domain is None:
        raise Missing("Domain not found")
    return domain


async def managed_mailbox(session: AsyncSession, admin: MailAdmin, domain_id: int, user_id: int) -> Mailbox:
    """A mailbox that the caller manages. Raises NotAllowed or Missing."""
    if not admin.may_manage(await queries.domain(session, domain_id)):
        raise NotAllowed
    found = await queries.mailbox(session, domain_id, user_id)
    if found is None:
        raise Missing("User not found")
    return found


@router.get(PATH)
async def list_mailboxes(
    session: Session,
    admin: Admin,
    domainID: WholeNumber,
    level: Annotated[str | None, Query()] = None,
    limit: Annotated[str | None, Query()] = None,
    offset: Annotated[str | None, Query()] = None,
    match: Annotated[str | None, Query()] = None,
    username: Annotated[str | None, Query()] = None,
) -> JSONResponse:
    """The mailboxes of a domain by address."""
    domain = await managed_domain(session, admin, domainID)
    most, skipped = number_of(limit, 50, MOST), number_of(offset, 0, 10**9)
    total, users = await queries.page_of_domain(
        session, domain, address=username and username.lower(), match=match, limit=most, offset=skipped
    )
    data = [in_list(user, domain, number_of(level, 1, 2)) for user in users]
    return JSONResponse({"count": total, "data": data}, headers=NEVER_KEPT)


@router.get(PATH + "/{userID}")
async def get_mailbox(session: Session, admin: Admin, domainID: WholeNumber, userID: WholeNumber) -> JSONResponse:
    """One mailbox."""
    found = await managed_mailbox(session, admin, domainID, userID)
    return JSONResponse(whole(found, await queries.aliases(session, userID)), headers=NEVER_KEPT)


@router.post(PATH)
async def post_mailbox(
    session: Session, admin: Admin, body: Annotated[MailboxCreate | None, Depends(_new)], domainID: WholeNumber
) -> JSONResponse:
    """A new account with an address in this domain."""
    domain = await managed_domain(session, admin, domainID)
    said = needed(body)
    new = NewMailbox(said.username, said.password, said.properties.displayname)
    user = await create_mailbox(session, domain, new)
    await replace_aliases(session, user.id, said.aliases)
    found = Mailbox(user, domain)
    return JSONResponse(whole(found, await queries.aliases(session, user.id)), 201, NEVER_KEPT)


@router.patch(PATH + "/{userID}")
async def patch_mailbox(
    session: Session,
    admin: Admin,
    body: Annotated[MailboxUpdate | None, Depends(_changes)],
    domainID: WholeNumber,
    userID: WholeNumber,
) -> JSONResponse:
    """Change aliases or the name that is shown."""
    found = await managed_mailbox(session, admin, domainID, userID)
    said = needed(body)
    if said.aliases is not None:
        await replace_aliases(session, userID, said.aliases)
    if said.properties is not None and said.properties.displayname is not None:
        await apply(session, found.user, {"name": said.properties.displayname})
    return JSONResponse(whole(found, await queries.aliases(session, userID)), headers=NEVER_KEPT)


def in_list(user: User, domain: MailDomain, level: int) -> dict[str, Any]:
    """A mailbox in a list: the more of it the higher the level."""
    if level >= 2:
        return whole(Mailbox(user, domain), ())
    if level == 0:
        return {"ID": user.id, "username": user.email}
    properties = {"displayname": user.name or user.email}
    short = {"ID": user.id, "username": user.email, "domainID": domain.id, "ldapID": None, "status": 0}
    return {**short, "properties": properties}


def whole(found: Mailbox, aliases: Any) -> dict[str, Any]:
    """A mailbox with everything that the client looks for."""
    user, domain = found.user, found.domain
    return {
        **in_list(user, domain, 1),
        "orgID": domain.organization_id or 0,
        "lang": user.locale,
        **dict.fromkeys(SWITCHES, False),
        "aliases": list(aliases),
        "altnames": [],
        "fetchmail": [],
        "roles": [],
        "forward": None,
        "mlist": None,
        "homeserver": None,
        "defaultPolicy": {},
        "syncPolicy": None,
    }
