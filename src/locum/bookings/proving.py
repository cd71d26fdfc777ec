"""Use cases: prove that the booker's address is his, where an event type wants to know (bookings sheet, 3.3)."""

from dataclasses import dataclass, replace
from typing import Annotated

from fastapi import Depends, Request
from sqlalchemy.ext.asyncio import AsyncSession

from locum.bookings import queries
from locum.bookings.moving import Move
from locum.bookings.rules.asked import Asked, Proof
from locum.db.events import publish
from locum.http.principal import Principal
from locum.http.session import database_of, settings_of
from locum.kit.wire_types import email_address
from locum.verification.codes import Codes
from locum.verification.events import EmailCodeIssued
from locum.verification.rules import Channel


@dataclass(frozen=True, slots=True)
class Prover:
    """Sends codes and checks them for whoever asks from one address of the network; bookers have no accounts."""

    codes: Codes
    asker: str

    async def send(self, session: AsyncSession, email: str, language: str = "en", zone: str = "UTC") -> None:
        """Have a code mailed to an address. Raises TooManyRequests."""
        issued = await self.codes.issue(Channel.EMAIL, email_address(email), self.asker)
        await publish(session, EmailCodeIssued(issued.id, email_address(email), language, zone))

    async def is_right(self, email: str, code: str) -> bool:
        """Whether this is the address's code now. Raises TooManyRequests."""
        return await self.codes.is_right(Channel.EMAIL, email_address(email), code, self.asker)

    async def proof(self, email: str | None, code: str | None, caller: Principal | None) -> Proof:
        """What a code proves; who has signed in as the owner of the address has proven it already."""
        if email is None:
            return Proof.MISSING
        if caller is not None and caller.email.lower() == email.lower():
            return Proof.GIVEN
        if not code:
            return Proof.MISSING
        return Proof.GIVEN if await self.is_right(email, code) else Proof.WRONG

    async def of_booking(self, asked: Asked, code: str | None, caller: Principal | None) -> Asked:
        """A booking with what its code proves."""
        return replace(asked, proof=await self.proof(asked.booker.email, code, caller))

    async def of_move(
        self, session: AsyncSession, uid: str, move: Move, code: str | None, caller: Principal | None
    ) -> Move:
        """A move with what its code proves: of the booker, or of the holder of the seat."""
        view = await queries.by_uid(session, uid) if code or caller else None
        if view is None:
            return move
        person = view.with_seat(move.seat_uid) or view.booker
        return replace(move, proof=await self.proof(person.email if person else None, code, caller))


def prover_of(request: Request) -> Prover:
    """For whoever sends a request."""
    codes = Codes(database_of(request).quick, settings_of(request).secret)
    return Prover(codes, f"address:{request.scope['locum.address']}")


async def _prover(request: Request) -> Prover:
    return prover_of(request)


CurrentProver = Annotated[Prover, Depends(_prover)]
