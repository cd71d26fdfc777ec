"""What mail hears: events become jobs in the transaction in which they happened."""

from sqlalchemy.ext.asyncio import AsyncSession

from locum.absences.events import AbsenceCreated, AbsenceDeleted, AbsenceUpdated, SeriesChanged
from locum.affected_bookings.events import BookingKept
from locum.bookings.events import (
    BookingCancelled,
    BookingEvent,
)
from locum.db.events import listens_to
from locum.invitations.events import SignUpRequested
from locum.mail.absence_jobs import defer_news
from locum.mail.absence_news import AbsenceEvent, news_of_series, substitute_news
from locum.mail.account_jobs import defer_confirmation, defer_invitation
from locum.mail.booking_happenings import TOLD, happening_of
from locum.mail.booking_jobs import defer_happening
from locum.mail.code_jobs import defer_code
from locum.mail.invitation_jobs import defer_offer
from locum.mail.sign_up_jobs import defer_sign_up
from locum.mail.webhook_jobs import defer_disabled
from locum.memberships.events import MembershipOffered
from locum.users.events import EmailChangeRequested, UserInvited
from locum.verification.events import EmailCodeIssued
from locum.webhooks.events import WebhookDisabled


async def tell_substitutes(session: AsyncSession, event: AbsenceEvent) -> None:
    """Substitutes learn that they are, are otherwise, or are no longer."""
    for news in substitute_news(event):
        await defer_news(session, event.absence_id, event.user_id, news)


async def tell_substitutes_of_series(session: AsyncSession, event: SeriesChanged) -> None:
    """The same of what recurs, by its next occurrence."""
    for news in news_of_series(event):
        await defer_news(session, event.next_id or 0, event.user_id, news)


async def tell_people(session: AsyncSession, event: BookingEvent) -> None:
    """Hosts and attendees learn what becomes of their booking, unless another one of its series speaks for it."""
    if isinstance(event, BookingCancelled) and event.spoken_for:
        return
    await defer_happening(session, happening_of(event))


async def tell_host_who_keeps(session: AsyncSession, event: BookingKept) -> None:
    """A host learns that he keeps a booking, unless he said so himself."""
    if event.decided_by != event.host_id:
        await tell_people(session, event)


listens_to(AbsenceCreated)(tell_substitutes)
listens_to(AbsenceUpdated)(tell_substitutes)
listens_to(AbsenceDeleted)(tell_substitutes)
listens_to(SeriesChanged)(tell_substitutes_of_series)

listens_to(*TOLD)(tell_people)
listens_to(BookingKept)(tell_host_who_keeps)

listens_to(UserInvited)(defer_invitation)
listens_to(MembershipOffered)(defer_offer)
listens_to(EmailChangeRequested)(defer_confirmation)
listens_to(SignUpRequested)(defer_sign_up)
listens_to(EmailCodeIssued)(defer_code)
listens_to(WebhookDisabled)(defer_disabled)
