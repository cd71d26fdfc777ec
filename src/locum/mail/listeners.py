"""What mail hears: events become jobs in the transaction in which they happened."""

from sqlalchemy.ext.asyncio import AsyncSession

from locum.absences.events import AbsenceCreated, AbsenceDeleted, AbsenceUpdated
from locum.db.events import listens_to
from locum.mail.absence_jobs import defer_news
from locum.mail.absence_news import AbsenceEvent, substitute_news


async def tell_substitutes(session: AsyncSession, event: AbsenceEvent) -> None:
    """Substitutes learn that they are, are otherwise, or are no longer."""
    for news in substitute_news(event):
        await defer_news(session, event.absence_id, event.user_id, news)


listens_to(AbsenceCreated)(tell_substitutes)
listens_to(AbsenceUpdated)(tell_substitutes)
listens_to(AbsenceDeleted)(tell_substitutes)
