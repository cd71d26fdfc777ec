"""Writing choices down, and reading them again."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import BigInteger, bindparam, select
from sqlalchemy.ext.asyncio import AsyncSession

from locum.host_choice.models import HostChoice
from locum.host_choice.rules import Choice, Considered, Outcome

MOST_KEPT = 100
"""So many hosts stand in the account of a choice: those who were free come first."""

_OF_BOOKING = (
    select(HostChoice).where(HostChoice.booking_id == bindparam("booking_id", type_=BigInteger)).order_by(HostChoice.id)
)


@dataclass(frozen=True, slots=True)
class Origin:
    """Where a choice that was not made while booking comes from: who wanted it, and why."""

    assigned_by: int | None = None
    note: str | None = None


_BOOKED = Origin()


def keep(
    session: AsyncSession, booking_id: int, choices: Iterable[tuple[str | None, Choice]], origin: Origin = _BOOKED
) -> None:
    """Write down choices, each with the group it was made from; they are stored with the transaction."""
    session.add_all(
        HostChoice(
            booking_id=booking_id,
            host_id=choice.user_id,
            group_key=group_key,
            reason=choice.reason.value,
            assigned_by=origin.assigned_by,
            note=origin.note,
            considered=_accounts(choice.considered),
        )
        for group_key, choice in choices
    )


async def of_booking(session: AsyncSession, booking_id: int) -> Sequence[HostChoice]:
    """The choices of a booking, the first one first."""
    return (await session.scalars(_OF_BOOKING, {"booking_id": booking_id})).all()


def _accounts(considered: Sequence[Considered]) -> list[dict[str, Any]]:
    by_interest = sorted(considered, key=lambda one: one.outcome is Outcome.NOT_FREE)
    return [_account(one) for one in by_interest[:MOST_KEPT]]


def _account(one: Considered) -> dict[str, Any]:
    account: dict[str, Any] = {"userId": one.user_id, "outcome": one.outcome.value}
    if one.count is not None:
        account["bookings"] = one.count
    if one.shortfall is not None:
        account["shortfall"] = round(float(one.shortfall), 2)
    return account
