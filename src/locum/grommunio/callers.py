"""Who asks on this face, and what he may."""

from dataclasses import dataclass
from hmac import compare_digest
from typing import Annotated

from fastapi import Depends, Request
from sqlalchemy.ext.asyncio import AsyncSession

from locum.db.audit_trail import act_as
from locum.grommunio import tokens
from locum.grommunio.parameters import check_path
from locum.grommunio.refusals import NotAllowed, access_denied
from locum.grommunio.tokens import Claim
from locum.http.principal import CredentialKind, Principal
from locum.http.session import CurrentSettings, Session, actor_of, settings_of
from locum.kit import clock
from locum.mailboxes import queries
from locum.mailboxes.models import MailDomain
from locum.users.models import User
from locum.users.queries import by_email
from locum.users.tokens import state_of

COOKIE = "grommunioAuthJwt"
CSRF_HEADER = "x-csrf-token"


@dataclass(frozen=True, slots=True)
class MailAdmin:
    """Somebody signed in here. `organization_ids` are those he administers; system administrators see everything."""

    user: User
    organization_ids: frozenset[int]

    @property
    def caller(self) -> Principal:
        """The same as use cases know callers."""
        user = self.user
        return Principal(
            user.id,
            user.email,
            CredentialKind.SESSION,
            is_system_admin=user.is_system_admin,
            main_organization_id=user.organization_id,
        )

    @property
    def is_anybody(self) -> bool:
        """Whether he administers anything."""
        return self.user.is_system_admin or bool(self.organization_ids)

    def may_manage(self, domain: MailDomain | None) -> bool:
        """Whether a mail domain is his to manage; what does not exist is nobody's, save a system administrator's."""
        if self.user.is_system_admin:
            return True
        return domain is not None and domain.organization_id in self.organization_ids


async def admin_of(session: AsyncSession, user: User) -> MailAdmin:
    """What somebody may do here."""
    return MailAdmin(user, frozenset(await queries.administered(session, user.id)))


async def _proven(request: Request, session: Session, settings: CurrentSettings) -> Claim:
    """What the cookie's token says. Only the cookie is read, never a header."""
    check_path(request)
    token = request.cookies.get(COOKIE)
    if not token:
        raise access_denied("No token provided")
    claim = tokens.read(await tokens.signing_key(session, settings.vault), token, clock.now())
    if request.method not in {"GET", "HEAD"} and not tokens.fits(token, request.headers.get(CSRF_HEADER)):
        raise access_denied("Invalid or missing CSRF token")
    return claim


Proven = Annotated[Claim, Depends(_proven)]
"""Checked before anything of the body is looked at (mailbox sheet, section 2, order)."""


async def holder_of(session: AsyncSession, claim: Claim, secret: str) -> User:
    """Whose token it is. Raises NotAllowed when the account is gone, NotProven when its password is another one now."""
    user = await by_email(session, claim.address)
    if user is None:
        raise NotAllowed("Invalid user")
    if not compare_digest(claim.state.encode(), state_of(secret, user).encode()):
        raise access_denied(tokens.EXPIRED)
    return user


async def enter(request: Request, session: AsyncSession, claim: Claim) -> MailAdmin:
    """The caller behind a good token. Raises as `holder_of` does."""
    user = await holder_of(session, claim, settings_of(request).secret)
    admin = await admin_of(session, user)
    if request.method not in {"GET", "HEAD"}:
        await act_as(session, actor_of(request, admin.caller))
    return admin


async def _admin(request: Request, session: Session, claim: Proven) -> MailAdmin:
    found = await enter(request, session, claim)
    if not found.is_anybody:
        raise NotAllowed
    return found


Admin = Annotated[MailAdmin, Depends(_admin)]
"""Somebody who administers something. Raises NotAllowed."""
