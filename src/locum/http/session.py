"""The unit of work of a request: opened when first needed, committed once, before the answer leaves."""

from collections.abc import AsyncIterator
from typing import Annotated

from fastapi import Depends, Request
from sqlalchemy.ext.asyncio import AsyncSession

from locum.db.audit_trail import Actor, act_as
from locum.db.session import Database
from locum.http.parameters import id_of
from locum.http.principal import Principal
from locum.settings import Settings


def database_of(request: Request) -> Database:
    """The database of the application that serves this request."""
    found: Database = request.app.state.database
    return found


def settings_of(request: Request) -> Settings:
    """The settings of the application that serves this request."""
    found: Settings = request.app.state.settings
    return found


async def _unit_of_work(request: Request) -> AsyncIterator[AsyncSession]:
    """GET and HEAD look and change nothing; everything else is one transaction, of which is known whose it is."""
    database = database_of(request)
    if request.method in {"GET", "HEAD"}:
        async with database.look() as session:
            yield session
        return
    async with database.work() as session:
        await act_as(session, actor_of(request, request.scope.get("locum.principal")))
        yield session


def actor_of(request: Request, principal: Principal | None) -> Actor:
    """How the audit log names whoever sent this request."""
    route, named = request.scope.get("route"), request.scope.get("path_params", {}).get("orgId", "")
    return Actor(
        user_id=principal.user_id if principal else None,
        email=principal.email if principal else None,
        credential_kind=principal.kind if principal else "none",
        credential_id=principal.credential_id if principal else None,
        client_id=principal.client_id if principal else None,
        organization_id=id_of(str(named)) or (principal.main_organization_id if principal else None),
        request_id=request.scope.get("locum.request_id"),
        operation=f"{request.method} {getattr(route, 'path', '')}".strip(),
    )


Session = Annotated[AsyncSession, Depends(_unit_of_work, scope="function")]


async def _settings(request: Request) -> Settings:
    return settings_of(request)


CurrentSettings = Annotated[Settings, Depends(_settings)]
