"""Use cases of applications: register, change, decide about, renew secrets, remove."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import delete
from sqlalchemy.ext.asyncio import AsyncSession

from locum.http.credentials import digest
from locum.kit.errors import BadRequest, Conflict, Forbidden, NotFound
from locum.kit.wire_types import is_image_address
from locum.oauth2 import queries, tickets
from locum.oauth2.models import Application, ApplicationSecret
from locum.oauth2.rules import redirects, scopes
from locum.oauth2.rules.managing import Kind, Manager, Status, first_status

LONGEST_NAME = 100
LONGEST_LOGO = 100_000
_HINT = 4


@dataclass(frozen=True, slots=True)
class Details:
    """What is said of an application when it is registered."""

    name: str
    redirect_uris: Sequence[str]
    scopes: Sequence[str]
    kind: Kind = Kind.CONFIDENTIAL
    logo_url: str | None = None
    is_trusted: bool = False


@dataclass(frozen=True, slots=True)
class Changes:
    """What is changed of an application; None leaves it, an empty logo takes it away."""

    name: str | None = None
    redirect_uris: Sequence[str] | None = None
    scopes: Sequence[str] | None = None
    logo_url: str | None = None
    is_trusted: bool | None = None


@dataclass(frozen=True, slots=True)
class Registered:
    """A new application and, if it is confidential, its secret, which is shown this once."""

    application: Application
    secret: str | None


async def register(session: AsyncSession, manager: Manager, owner_id: int | None, details: Details) -> Registered:
    """A new application of somebody; system administrators may register for others.

    Raises BadRequest for faulty details, Forbidden when somebody vouches for his own application.
    """
    if not manager.is_system_admin and owner_id != manager.user_id:
        raise Forbidden("You may register applications for yourself only")
    application = Application(
        client_id=tickets.fresh_client_id(),
        owner_id=owner_id,
        kind=details.kind,
        status=first_status(manager),
        is_trusted=False,
    )
    said = Changes(details.name, details.redirect_uris, details.scopes, details.logo_url, details.is_trusted)
    _apply(application, manager, said)
    session.add(application)
    await session.flush()
    secret = await _add_secret(session, application) if details.kind is Kind.CONFIDENTIAL else None
    return Registered(application, secret)


async def change(session: AsyncSession, manager: Manager, client_id: str, changes: Changes) -> Application:
    """Change what is named. Raises NotFound, BadRequest, Forbidden.

    When its owner has it ask for more, send people elsewhere or look different, it waits for approval again.
    """
    application = await _held(session, manager, client_id)
    was = _claims(application)
    _apply(application, manager, changes)
    if not manager.is_system_admin and _claims(application) - was:
        application.status, application.is_trusted = Status.PENDING, False
    await session.flush()
    return application


def _claims(application: Application) -> frozenset[tuple[str, str]]:
    """What an approval rests on."""
    uris = {("redirect_uri", uri) for uri in application.redirect_uris}
    asked = {("scope", scope) for scope in application.scopes}
    return frozenset({("name", application.name), ("logo", application.logo_url or ""), *uris, *asked})


async def decide(session: AsyncSession, manager: Manager, client_id: str, status: Status) -> Application:
    """Approve or reject an application; at once, also for the tokens it has. Raises NotFound, Forbidden."""
    if not manager.is_system_admin:
        raise Forbidden("Only system administrators decide about applications")
    application = await _held(session, manager, client_id)
    application.status = status
    await session.flush()
    return application


async def rotate(session: AsyncSession, manager: Manager, client_id: str, *, keep_former: bool = True) -> str:
    """A new secret. The former one goes on until the next time, or ends at once; an older one ends in any case.

    Raises NotFound, and Conflict for public applications, which have none.
    """
    application = await _held(session, manager, client_id)
    if application.kind != Kind.CONFIDENTIAL:
        raise Conflict("A public application has no secret")
    for former in (await queries.secrets_of(session, application.id))[int(keep_former) :]:
        await session.delete(former)
    return await _add_secret(session, application)


async def end_former_secrets(session: AsyncSession, manager: Manager, client_id: str) -> None:
    """Only the newest secret is good from now on. Raises NotFound."""
    application = await _held(session, manager, client_id)
    for former in (await queries.secrets_of(session, application.id))[1:]:
        await session.delete(former)


async def remove(session: AsyncSession, manager: Manager, client_id: str) -> Application:
    """Remove an application with everything it was allowed; its tokens end at once. Raises NotFound."""
    application = await _held(session, manager, client_id)
    await session.execute(delete(Application).where(Application.id == application.id))
    return application


async def _held(session: AsyncSession, manager: Manager, client_id: str) -> Application:
    application = await queries.held(session, manager, client_id)
    if application is None:
        raise NotFound(f"OAuth client with ID {client_id} not found")
    return application


async def _add_secret(session: AsyncSession, application: Application) -> str:
    secret = tickets.fresh(tickets.SECRET)
    session.add(ApplicationSecret(application_id=application.id, digest=digest(secret), hint=secret[-_HINT:]))
    await session.flush()
    return secret


def _apply(application: Application, manager: Manager, changes: Changes) -> None:
    if changes.name is not None:
        application.name = _name(changes.name)
    if changes.redirect_uris is not None:
        application.redirect_uris = _redirect_uris(changes.redirect_uris)
    if changes.scopes is not None:
        scopes.check_registered(changes.scopes)
        application.scopes = sorted(set(changes.scopes))
    if changes.logo_url is not None:
        application.logo_url = _logo(changes.logo_url)
    if changes.is_trusted is not None:
        application.is_trusted = _trust(application, manager, changes.is_trusted)


def _name(text: str) -> str:
    name = " ".join(text.split())
    if not name or len(name) > LONGEST_NAME or not name.isprintable():
        raise BadRequest(f"An application needs a name of at most {LONGEST_NAME} characters")
    return name


def _redirect_uris(uris: Sequence[str]) -> list[str]:
    wanted = list(dict.fromkeys(uris))
    if not 0 < len(wanted) <= redirects.MOST:
        raise BadRequest(f"An application needs 1 to {redirects.MOST} redirect URIs")
    for uri in wanted:
        redirects.check(uri)
    return wanted


def _logo(text: str) -> str | None:
    if text and (len(text) > LONGEST_LOGO or not is_image_address(text)):
        raise BadRequest("The logo must be a web address, or a picture as data:image/...")
    return text or None


def _trust(application: Application, manager: Manager, is_trusted: bool) -> bool:
    if is_trusted and not application.is_trusted and not manager.is_system_admin:
        raise Forbidden("Only system administrators vouch for applications")
    return is_trusted
