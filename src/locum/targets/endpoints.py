"""Mail targets over HTTP: of one mailbox (one's own, or an organization's), and of an organization's domains."""

from typing import Annotated

from fastapi import Body, Depends, Query

from locum.http.envelope import Envelope, success
from locum.http.parameters import CurrentPage, PathId
from locum.http.permissions import Permission
from locum.http.realms import CurrentRealm, Resource
from locum.http.session import CurrentSettings, Session
from locum.kit.errors import NotFound
from locum.mailboxes.models import MailDomain
from locum.targets import choosing, queries, standing
from locum.targets.models import EMBEDDED
from locum.targets.queries import Answering
from locum.targets.schemas import (
    MailDomainOut,
    MailTargetOut,
    MailTargetPut,
    StandingOut,
    State,
    TriedOut,
    domain_out,
    standing_out,
    target_out,
    tried_out,
)

mail_target = Resource("mail target")
mail_domains = Resource("mail domains")
mail_standings = Resource("standings of mail targets")

NO_DOMAIN = "There is no such mail domain"
WRITE = Permission.MAILBOXES_WRITE


async def _mailbox(realm: CurrentRealm, session: Session) -> Answering:
    """Raises NotFound for who has no mailbox, and for mailboxes in another organization's domain."""
    found = await queries.answering(session, realm.owner_id)
    if found is None or found.domain is None or realm.organization_id not in {None, found.domain.organization_id}:
        raise NotFound(standing.NO_MAILBOX)
    return found


async def _domain(realm: CurrentRealm, session: Session, domainId: PathId) -> MailDomain:
    found = await queries.domain_of(session, realm.organization, domainId)
    if found is None:
        raise NotFound(NO_DOMAIN)
    return found


Mailbox = Annotated[Answering, Depends(_mailbox)]
Domain = Annotated[MailDomain, Depends(_domain)]


async def _shown(session: Session, user_id: int) -> Envelope[StandingOut]:
    found = await standing.standing_of(session, user_id)
    if found is None:
        raise NotFound(standing.NO_MAILBOX)
    return success(standing_out(found, await queries.target_of_user(session, user_id)))


@mail_target.get(permission=WRITE)
async def get_mail_target(mailbox: Mailbox, session: Session) -> Envelope[StandingOut]:
    """Which server answers the mailbox's mail while its owner is away, and how far it has been told."""
    return await _shown(session, mailbox.user.id)


@mail_target.put(permission=WRITE)
async def choose_mail_target(
    mailbox: Mailbox, session: Session, settings: CurrentSettings, body: MailTargetPut
) -> Envelope[StandingOut]:
    """Have another server answer; the one that did so far is switched off first."""
    await choosing.choose_for_user(session, settings, mailbox.user.id, body.choice())
    return await _shown(session, mailbox.user.id)


@mail_target.delete(permission=WRITE)
async def forget_mail_target(mailbox: Mailbox, session: Session) -> Envelope[StandingOut]:
    """Have the mailbox answered for as its domain is."""
    await choosing.forget_for_user(session, mailbox.user.id)
    return await _shown(session, mailbox.user.id)


@mail_target.post("/retry", permission=WRITE, status_code=200)
async def retry_mail_target(mailbox: Mailbox, session: Session) -> Envelope[StandingOut]:
    """Have the server looked at at once."""
    await standing.try_now(session, mailbox.user.id)
    return await _shown(session, mailbox.user.id)


@mail_target.post("/test", permission=WRITE, status_code=200)
async def try_mail_target(
    mailbox: Mailbox,
    session: Session,
    settings: CurrentSettings,
    body: Annotated[MailTargetPut | None, Body()] = None,
) -> Envelope[TriedOut]:
    """Look at a server without keeping anything: the one in charge, or the one in the body."""
    choice = body.choice() if body else None
    return success(tried_out(await standing.try_connection(session, settings, mailbox, choice)))


@mail_domains.get(permission=WRITE)
async def list_mail_domains(realm: CurrentRealm, session: Session) -> Envelope[list[MailDomainOut]]:
    """The organization's mail domains by name, each with the server that answers for it."""
    found = await queries.domains_of(session, realm.organization)
    return success([domain_out(domain, target) for domain, target in found])


@mail_domains.put("/{domainId}/mail-target", permission=WRITE)
async def choose_domain_target(
    domain: Domain, session: Session, settings: CurrentSettings, body: MailTargetPut
) -> Envelope[MailTargetOut]:
    """Have a server answer for every mailbox of the domain that has none of its own."""
    return success(target_out(await choosing.choose_for_domain(session, settings, domain, body.choice())))


@mail_domains.delete("/{domainId}/mail-target", permission=WRITE)
async def forget_domain_target(domain: Domain, session: Session, settings: CurrentSettings) -> Envelope[MailTargetOut]:
    """Have Locum's own responder answer for the domain."""
    choice = choosing.Choice(EMBEDDED, {})
    return success(target_out(await choosing.choose_for_domain(session, settings, domain, choice)))


@mail_standings.get(permission=WRITE)
async def list_mail_standings(
    realm: CurrentRealm,
    session: Session,
    page: CurrentPage,
    state: Annotated[State | None, Query(description="Only mailboxes that stand like this.")] = None,
) -> Envelope[list[StandingOut]]:
    """The mailboxes of the organization that a mail server answers for, by address."""
    found = await queries.syncs_of_organization(session, realm.organization, page, state)
    return success([standing_out(standing.standing_in_list(*row)) for row in found])
