"""Mail domains on this face (mailbox sheet, sections 1 and 7)."""

from typing import Annotated, Any

from fastapi import APIRouter, Depends, Request
from fastapi.responses import JSONResponse
from sqlalchemy.ext.asyncio import AsyncSession

from locum.grommunio.callers import Admin, MailAdmin, Proven
from locum.grommunio.parameters import WholeNumber
from locum.grommunio.refusals import NEVER_KEPT, Missing, NotAllowed
from locum.grommunio.schemas import FaceBody, needed, read_body
from locum.http.session import Session
from locum.mailboxes import queries
from locum.mailboxes.domains import NewDomain, create_domain
from locum.mailboxes.models import MailDomain

router = APIRouter(tags=["Mail domains"])

NO_END = "9999-12-31"


class DomainCreate(FaceBody):
    """A new mail domain."""

    domainname: str
    maxUser: int | None = None  # noqa: N815
    orgID: int | None = None  # noqa: N815
    title: str | None = None
    address: str | None = None
    adminName: str | None = None  # noqa: N815
    tel: str | None = None


async def _new(request: Request, _: Proven) -> DomainCreate | None:
    return await read_body(request, DomainCreate)


@router.get("/domains")
async def list_domains(session: Session, admin: Admin) -> JSONResponse:
    """The domains that the caller may see, by name."""
    found = await _seen_by(session, admin)
    counts = await queries.counts(session, found)
    data = [shown(domain, counts.get(domain.name, 0)) for domain in found]
    return JSONResponse({"count": len(data), "data": data}, headers=NEVER_KEPT)


@router.get("/system/domains")
async def list_system_domains(session: Session, admin: Admin) -> JSONResponse:
    """The same under the address that system administrators use."""
    return await list_domains(session, admin)


@router.get("/system/domains/{domainID}")
async def get_domain(session: Session, admin: Admin, domainID: WholeNumber) -> JSONResponse:
    """One domain."""
    domain = await queries.domain(session, domainID)
    if domain is None or not admin.may_manage(domain):
        raise Missing("Domain not found")
    counts = await queries.counts(session, [domain])
    return JSONResponse(whole(domain, counts.get(domain.name, 0)), headers=NEVER_KEPT)


@router.get("/domains/{domainID}")
async def get_own_domain(session: Session, admin: Admin, domainID: WholeNumber) -> JSONResponse:
    """The same under the address that domain administrators use."""
    return await get_domain(session, admin, domainID)


@router.post("/system/domains")
async def post_domain(
    session: Session, admin: Admin, body: Annotated[DomainCreate | None, Depends(_new)]
) -> JSONResponse:
    """A new domain, whose addresses are mailboxes from now on."""
    if not admin.user.is_system_admin:
        raise NotAllowed
    said = needed(body)
    new = NewDomain(
        said.domainname, said.orgID or None, said.title, said.address, said.adminName, said.tel, said.maxUser
    )
    domain = await create_domain(session, new)
    return JSONResponse(whole(domain, 0), 201, NEVER_KEPT)


async def _seen_by(session: AsyncSession, admin: MailAdmin) -> list[MailDomain]:
    organizations = None if admin.user.is_system_admin else sorted(admin.organization_ids)
    return await queries.domains(session, organizations)


def shown(domain: MailDomain, mailboxes: int) -> dict[str, Any]:
    """A domain in a list."""
    return {
        "ID": domain.id,
        "domainname": domain.name,
        "displayname": domain.display_name or domain.name,
        "orgID": domain.organization_id or 0,
        "maxUser": domain.most_mailboxes or 0,
        "activeUsers": mailboxes,
        "inactiveUsers": 0,
        "virtualUsers": 0,
        "title": domain.title or "",
        "address": domain.address or "",
        "adminName": domain.admin_name or "",
        "tel": domain.phone or "",
        "endDay": NO_END,
        "domainStatus": 0,
    }


def whole(domain: MailDomain, mailboxes: int) -> dict[str, Any]:
    """A domain alone."""
    return {**shown(domain, mailboxes), "syncPolicy": None, "chat": False, "homeserver": None}
