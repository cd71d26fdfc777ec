"""What the client asks of the server itself (mailbox sheet, section 7)."""

from importlib.metadata import version
from typing import Annotated, Any

from babel import Locale
from fastapi import APIRouter, Query
from fastapi.responses import JSONResponse
from psycopg import Error
from psycopg_pool import PoolTimeout
from starlette.requests import Request

from locum.grommunio.callers import Admin
from locum.grommunio.refusals import NEVER_KEPT, NotAllowed
from locum.http.session import Session, database_of
from locum.kit.wire_types import email_address
from locum.mail.catalogue import languages
from locum.users.models import User
from locum.users.queries import count_accounts

router = APIRouter(tags=["Service"])

SPOKEN_VERSION = "1.20.0"
"""The generation of the peer's API that this face follows."""
_TERRITORIES = {"en": "en_US", "de": "de_DE", "ar": "ar_EG"}


@router.get("/status")
async def status(request: Request) -> JSONResponse:
    """Whether the server can work."""
    try:
        async with database_of(request).quick.connection(timeout=2) as connection:
            await connection.execute("SELECT 1")
            works = True
    except (Error, PoolTimeout):
        works = False
    return JSONResponse({"message": "API is operational", "database": works, "tasq": False}, headers=NEVER_KEPT)


@router.get("/about")
async def about() -> JSONResponse:
    """Versions."""
    told = {"API": SPOKEN_VERSION, "backend": version("locum"), "schema": None}
    return JSONResponse(told, headers=NEVER_KEPT)


@router.get("/defaults/storeLangs")
async def store_languages() -> JSONResponse:
    """The languages that texts are written in."""
    codes = [_TERRITORIES.get(language, language) for language in sorted(languages())]
    data = [{"code": code, "name": Locale.parse(code).get_display_name("en")} for code in codes]
    return JSONResponse({"data": data}, headers=NEVER_KEPT)


@router.get("/chkFormat")
async def check_format(email: Annotated[str | None, Query()] = None) -> JSONResponse:
    """What is wrong with the form of an address, null when it is good."""
    return JSONResponse({} if email is None else {"email": _fault(email)}, headers=NEVER_KEPT)


def _fault(address: str) -> str | None:
    try:
        email_address(address)
    except ValueError:
        return "Invalid e-mail address format"
    return None


@router.get("/system/roles")
@router.get("/system/servers")
async def none_of_these(admin: Admin) -> JSONResponse:
    """Roles and storage servers are not managed here."""
    _check_system(admin.user)
    return JSONResponse({"count": 0, "data": []}, headers=NEVER_KEPT)


@router.get("/system/license")
async def license_(session: Session, admin: Admin) -> JSONResponse:
    """There is no limit that a licence could set."""
    _check_system(admin.user)
    users = await count_accounts(session)
    told: dict[str, Any] = {
        "product": "Locum (Apache-2.0)",
        "maxUsers": 2**31 - 1,
        "notBefore": "2026-01-01 00:00:00",
        "notAfter": "9999-12-31 00:00:00",
        "currentUsers": users,
        "certificate": None,
    }
    return JSONResponse(told, headers=NEVER_KEPT)


def _check_system(user: User) -> None:
    if not user.is_system_admin:
        raise NotAllowed
