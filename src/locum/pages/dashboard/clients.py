"""`/dashboard/clients`: the OAuth clients of a platform organization."""

from fastapi import APIRouter, Response
from sqlalchemy.ext.asyncio import AsyncSession

from locum.http.permissions import Permission
from locum.http.session import CurrentSettings, Session
from locum.kit.errors import Forbidden
from locum.oauth import queries, service
from locum.oauth.rules import bits_of
from locum.pages.dashboard.client_form import SWITCHES, ClientForm, Errors
from locum.pages.dashboard.desk import CurrentDesk, Desk
from locum.pages.dashboard.news import News
from locum.pages.forms import TrustedForm

router = APIRouter(include_in_schema=False)

CLIENTS = "/dashboard/clients"
WRITE = Permission.OAUTH_CLIENT_WRITE


def check_manager(desk: Desk) -> None:
    """Clients and their secrets are for those who manage them. Raises Forbidden."""
    if desk.place is None or not desk.may(WRITE):
        raise Forbidden("This takes a permission that you do not hold.")


@router.get(CLIENTS)
async def clients(session: Session, desk: CurrentDesk) -> Response:
    """All of them, and the form for another one."""
    check_manager(desk)
    return await _list(session, desk, ClientForm(), {})


@router.post(CLIENTS)
async def register_client(
    session: Session, settings: CurrentSettings, desk: CurrentDesk, form: TrustedForm
) -> Response:
    """Register a client of the organization."""
    check_manager(desk)
    typed = ClientForm.of(form)
    errors = typed.errors(desk.words)
    if errors or not desk.organization.is_platform:
        return await _list(session, desk, typed, errors)
    values = {**typed.values(), "permissions": bits_of(typed.permissions)}
    client, _ = await service.register(session, settings.vault, desk.organization.id, values)
    return desk.go(f"{CLIENTS}/{client.id}", News("clients.registered", {"name": client.name}))


async def _list(session: AsyncSession, desk: Desk, typed: ClientForm, errors: Errors) -> Response:
    found = await queries.of_organization(session, desk.organization.id)
    people = await queries.counts_of_people(session, [client.id for client in found])
    return desk.show(
        "clients.html",
        desk.text("clients.title"),
        status=422 if errors else 200,
        errors=errors,
        rows=[(client, people.get(client.id, 0)) for client in found],
        is_platform=desk.organization.is_platform,
        slug=desk.organization.slug or "",
        typed=typed,
        switches=[(switch, desk.text(f"clients.{switch}")) for switch in SWITCHES],
    )
