"""`/dashboard/clients/{id}`: one OAuth client, its secret, what it may do, and what can be changed of it."""

from typing import Annotated

from fastapi import APIRouter, Depends, Response
from sqlalchemy.ext.asyncio import AsyncSession

from locum.http.session import CurrentSettings, Session
from locum.kit.errors import NotFound
from locum.oauth import queries, service
from locum.oauth.rules import names_of
from locum.organizations.models import OAuthClient
from locum.pages.dashboard.client_form import SWITCHES, ClientForm, Errors
from locum.pages.dashboard.clients import CLIENTS, check_manager
from locum.pages.dashboard.desk import CurrentDesk, Desk
from locum.pages.dashboard.news import News
from locum.pages.forms import TrustedForm
from locum.settings import Settings

router = APIRouter(include_in_schema=False)

PAGE = f"{CLIENTS}/{{client_id}}"


async def _own(session: Session, desk: CurrentDesk, client_id: str) -> OAuthClient:
    check_manager(desk)
    client = await queries.one(session, client_id)
    if client is None or client.organization_id != desk.organization.id:
        raise NotFound("There is no such client.")
    return client


Own = Annotated[OAuthClient, Depends(_own)]
"""A client of the organization that is looked at. Raises NotFound for those of others."""


@router.get(PAGE)
async def one_client(session: Session, settings: CurrentSettings, desk: CurrentDesk, client: Own) -> Response:
    """What it is, with the secret, and the form to change it."""
    return await _page(session, settings, desk, client, ClientForm.written(client), {})


@router.post(PAGE)
async def change_client(
    session: Session, settings: CurrentSettings, desk: CurrentDesk, client: Own, form: TrustedForm
) -> Response:
    """Change its name, addresses and switches."""
    typed = ClientForm.of(form)
    errors = typed.errors(desk.words)
    if errors:
        return await _page(session, settings, desk, client, typed, errors)
    await service.change(session, client, typed.values())
    return desk.go(f"{CLIENTS}/{client.id}", News("clients.changed", {"name": client.name}))


@router.get(PAGE + "/delete")
async def ask_whether_to_remove(session: Session, desk: CurrentDesk, client: Own) -> Response:
    """What goes with it."""
    people = await queries.counts_of_people(session, [client.id])
    return desk.show(
        "confirm.html",
        desk.text("clients.delete_title", name=client.name),
        trail=[(CLIENTS, desk.text("clients.title")), (f"{CLIENTS}/{client.id}", client.name)],
        goes=[desk.text("clients.goes_tokens"), desk.text("clients.goes_webhooks")],
        stays=desk.words.count("clients.stays", people.get(client.id, 0)),
        undo=desk.text("confirm.for_ever"),
        action=f"{CLIENTS}/{client.id}/delete",
        label=desk.text("clients.delete"),
        back=f"{CLIENTS}/{client.id}",
    )


@router.post(PAGE + "/delete")
async def remove_client(session: Session, desk: CurrentDesk, client: Own, _: TrustedForm) -> Response:
    """Remove it with its tokens and webhooks."""
    name = client.name
    await service.remove(session, client)
    return desk.go(CLIENTS, News("clients.deleted", {"name": name}))


async def _page(
    session: AsyncSession, settings: Settings, desk: Desk, client: OAuthClient, typed: ClientForm, errors: Errors
) -> Response:
    people = await queries.counts_of_people(session, [client.id])
    return desk.show(
        "client.html",
        client.name,
        trail=[(CLIENTS, desk.text("clients.title"))],
        status=422 if errors else 200,
        errors=errors,
        client=client,
        secret=service.shown_secret(settings.vault, client),
        permissions=names_of(client.permissions),
        people=people.get(client.id, 0),
        typed=typed,
        switches=[(switch, desk.text(f"clients.{switch}")) for switch in SWITCHES],
    )
