"""Codes for the addresses of bookers over HTTP, as the component library asks for them (client surface sheet, 1.2)."""

from typing import Annotated

from fastapi import Query

from locum.bookings.proving import CurrentProver
from locum.bookings.schemas.create import Email
from locum.http.envelope import Envelope, success
from locum.http.limits import OwnLimit
from locum.http.realms import Resource
from locum.http.session import Session
from locum.kit.errors import BadRequest
from locum.kit.wire import WireInput, WireOutput

booker_addresses = Resource("booker addresses")

CODES = OwnLimit("BookerCodeRequest", 5)
TRIES = OwnLimit("BookerCodeVerification", 10)


class SendCodeInput(WireInput):
    """Where a code is to go."""

    email: Email
    language: str | None = None


class VerifyCodeInput(WireInput):
    """A code that was read there."""

    email: Email
    code: str


class SentOutput(WireOutput):
    """That a code is on its way."""

    ok: bool


class CheckOutput(WireOutput):
    """Whether an address still has to be proven."""

    should_verify: bool


@booker_addresses.post("/send-code", public=True, status_code=200, limit=CODES)
async def send_code(session: Session, prover: CurrentProver, body: SendCodeInput) -> Envelope[SentOutput]:
    """Have a code mailed to an address."""
    await prover.send(session, body.email, body.language or "en")
    return success(SentOutput(ok=True))


@booker_addresses.post("/verify-code", public=True, status_code=200, limit=TRIES)
async def verify_code(prover: CurrentProver, body: VerifyCodeInput) -> Envelope[bool]:
    """Whether a code is right."""
    if not await prover.is_right(body.email, body.code):
        raise BadRequest("invalid_verification_code")
    return success(True)


@booker_addresses.get("/check", public=True)
async def check_address(
    email: Annotated[str, Query()] = "", userSessionEmail: Annotated[str, Query()] = ""
) -> Envelope[CheckOutput]:
    """Whether an address has to be proven: not by who has signed in with it."""
    return success(CheckOutput(should_verify=email.lower() != userSessionEmail.lower() or not email))
