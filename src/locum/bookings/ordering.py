"""What every way of booking has in common: the event type, the rules, and whether the booker may."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from locum.bookings import access, hosting, managed_people, queries, resolving
from locum.bookings.availability import Wanted
from locum.bookings.rules.asked import Asked, Proof
from locum.bookings.rules.plan import Plan, check_kind, plan_of
from locum.bookings.rules.status import Status, status_of_new
from locum.event_types.loading import Bookable
from locum.event_types.rules.settings import EventTypeSettings
from locum.http.principal import Principal
from locum.kit.errors import BadRequest


@dataclass(frozen=True, slots=True)
class Order:
    """A booking that holds to its event type's rules; whether anybody is free is not known yet."""

    asked: Asked
    bookable: Bookable
    plan: Plan
    status: Status
    now: datetime

    @property
    def settings(self) -> EventTypeSettings:
        """Of the event type."""
        return self.bookable.settings

    def wanted(self) -> Wanted:
        """The time that hosts have to be free at."""
        plan, asked = self.plan, self.asked
        return Wanted(
            plan.starts_at,
            plan.ends_at,
            plan.booker.time_zone,
            routed=asked.routed,
            contact_email=asked.contact_email.lower() if asked.contact_email else None,
        )


async def order_of(session: AsyncSession, caller: Principal | None, asked: Asked, now: datetime) -> Order:
    """What is asked for, checked as far as no calendar is needed (bookings sheet, sections 3.1 and 3.3).

    Raises BadRequest, NotFound, Unprocessable, Unauthorized or Forbidden.
    """
    bookable = await resolving.bookable(session, asked.event_type)
    settings = bookable.settings
    if settings.rules.requires_authentication:
        await access.check_may_book(session, caller, settings.id)
    check_kind(settings, asked)
    hosting.candidates(bookable)
    asked = await managed_people.as_kept(session, bookable, asked)
    plan = plan_of(asked, settings, now)
    status = status_of_new(settings.rules.confirmation, plan.starts_at, now, by_host=False)
    return Order(asked, bookable, plan, status, now)


async def check_booker(session: AsyncSession, order: Order) -> None:
    """How many bookings he has already, and whether his address is his. Raises BadRequest."""
    settings = order.settings
    limit = settings.rules.active_bookings_limit
    if limit is not None and limit.maximum is not None:
        active = await queries.active_of_booker(session, settings.id, order.plan.booker.email, order.now)
        if len(active) >= limit.maximum:
            offer = f" You can reschedule your existing booking ({active[-1]})." if limit.offer_reschedule else ""
            raise BadRequest(f"The maximum number of active bookings has been reached for this event type.{offer}")
    check_proven(settings, order.asked.proof)


def check_proven(settings: EventTypeSettings, proof: Proof) -> None:
    """Event types that verify the booker's address want the code that was sent there. Raises BadRequest."""
    if settings.rules.verifies_booker_email and proof is not Proof.GIVEN:
        raise BadRequest("invalid_verification_code" if proof is Proof.WRONG else "email_verification_required")
