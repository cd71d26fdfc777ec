"""Verified addresses and numbers over HTTP: one resource for a person, a team, and a team of an organization."""

from typing import Annotated, Any

from fastapi import Depends

from locum.http.envelope import Done, Envelope, success
from locum.http.limits import OwnLimit
from locum.http.parameters import CurrentPage, PathId
from locum.http.permissions import Permission
from locum.http.realms import CurrentRealm, Resource
from locum.http.session import CurrentSettings, Session
from locum.sms.gateways import CurrentGateway
from locum.verification.codes import CurrentCodes
from locum.verification.rules import Channel
from locum.verified_resources import queries, service
from locum.verified_resources.queries import Owner
from locum.verified_resources.schemas import (
    EmailCodeRequest,
    EmailVerification,
    PhoneCodeRequest,
    PhoneVerification,
    TeamVerifiedEmailOut,
    TeamVerifiedPhoneOut,
    VerifiedEmailOut,
    VerifiedPhoneOut,
    email_out,
    phone_out,
)

verified_resources = Resource("verified resources")

# Organization plane sheet, section 6: these replace the general limit.
EMAIL_CODES = OwnLimit("EmailCodeRequest", 5)
PHONE_CODES = OwnLimit("PhoneCodeRequest", 3)
VERIFICATIONS = OwnLimit("CodeVerification", 3)

FOR_A_PERSON: dict[str, Any] = {
    "verify_email": Envelope[VerifiedEmailOut],
    "verify_phone": Envelope[VerifiedPhoneOut],
    "list_verified_emails": Envelope[list[VerifiedEmailOut]],
    "list_verified_phones": Envelope[list[VerifiedPhoneOut]],
    "get_verified_email": Envelope[VerifiedEmailOut],
    "get_verified_phone": Envelope[VerifiedPhoneOut],
}
"""What the mount of a person answers with: there is no team in it."""


async def _owner(realm: CurrentRealm) -> Owner | None:
    # None only after a failed resolver, when the handler is not run anyway.
    return Owner(realm.caller.user_id, realm.team_id) if realm else None


CurrentOwner = Annotated[Owner, Depends(_owner)]


@verified_resources.post(
    "/emails/verification-code/request",
    permission=Permission.VERIFIED_RESOURCE_CREATE,
    status_code=200,
    limit=EMAIL_CODES,
)
async def request_email_code(
    owner: CurrentOwner, session: Session, codes: CurrentCodes, body: EmailCodeRequest
) -> Done:
    """Have a code mailed to an address."""
    await service.mail_code(session, codes, owner, body.email)
    return Done()


@verified_resources.post(
    "/phones/verification-code/request",
    permission=Permission.VERIFIED_RESOURCE_CREATE,
    status_code=200,
    limit=PHONE_CODES,
)
async def request_phone_code(
    owner: CurrentOwner,
    session: Session,
    codes: CurrentCodes,
    gateway: CurrentGateway,
    settings: CurrentSettings,
    body: PhoneCodeRequest,
) -> Done:
    """Have a code sent to a phone."""
    await service.text_code(session, codes, gateway, owner, body.phone, settings.sender_name)
    return Done()


@verified_resources.post(
    "/emails/verification-code/verify",
    permission=Permission.VERIFIED_RESOURCE_CREATE,
    status_code=200,
    limit=VERIFICATIONS,
)
async def verify_email(
    owner: CurrentOwner, session: Session, codes: CurrentCodes, body: EmailVerification
) -> Envelope[TeamVerifiedEmailOut]:
    """Prove with the code that somebody reads at an address."""
    kept = await service.verify(session, codes, owner, Channel.EMAIL, body.email, body.code)
    return success(email_out(kept))


@verified_resources.post(
    "/phones/verification-code/verify",
    permission=Permission.VERIFIED_RESOURCE_CREATE,
    status_code=200,
    limit=VERIFICATIONS,
)
async def verify_phone(
    owner: CurrentOwner, session: Session, codes: CurrentCodes, body: PhoneVerification
) -> Envelope[TeamVerifiedPhoneOut]:
    """Prove with the code that somebody reads on a phone."""
    kept = await service.verify(session, codes, owner, Channel.PHONE, body.phone, body.code)
    return success(phone_out(kept))


@verified_resources.get("/emails", permission=Permission.VERIFIED_RESOURCE_READ)
async def list_verified_emails(
    owner: CurrentOwner, session: Session, page: CurrentPage
) -> Envelope[list[TeamVerifiedEmailOut]]:
    """All verified addresses."""
    return success([email_out(kept) for kept in await queries.of_owner(session, owner, Channel.EMAIL, page)])


@verified_resources.get("/phones", permission=Permission.VERIFIED_RESOURCE_READ)
async def list_verified_phones(
    owner: CurrentOwner, session: Session, page: CurrentPage
) -> Envelope[list[TeamVerifiedPhoneOut]]:
    """All verified numbers."""
    return success([phone_out(kept) for kept in await queries.of_owner(session, owner, Channel.PHONE, page)])


@verified_resources.get("/emails/{verifiedId}", permission=Permission.VERIFIED_RESOURCE_READ)
async def get_verified_email(
    owner: CurrentOwner, session: Session, verifiedId: PathId
) -> Envelope[TeamVerifiedEmailOut]:
    """One verified address."""
    return success(email_out(await service.seen(session, owner, Channel.EMAIL, verifiedId)))


@verified_resources.get("/phones/{verifiedId}", permission=Permission.VERIFIED_RESOURCE_READ)
async def get_verified_phone(
    owner: CurrentOwner, session: Session, verifiedId: PathId
) -> Envelope[TeamVerifiedPhoneOut]:
    """One verified number."""
    return success(phone_out(await service.seen(session, owner, Channel.PHONE, verifiedId)))
