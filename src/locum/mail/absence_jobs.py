"""Writing to substitutes."""

from dataclasses import asdict
from datetime import date, datetime
from uuid import uuid4

from sqlalchemy.ext.asyncio import AsyncSession

from locum.absences.models import Absence
from locum.db.jobs import Workshop, defer, jobs, workshop
from locum.kit import clock
from locum.mail.absence_news import SubstituteNews
from locum.mail.compose import absence_mail
from locum.mail.message import Sender
from locum.mail.notices import AbsenceKind, AbsenceNotice
from locum.mail.people import is_written_to, load_users, person_of
from locum.mail.shelf import RETRIES, Subject, keep


async def defer_news(session: AsyncSession, absence_id: int, absentee_id: int, news: SubstituteNews) -> None:
    """Have a substitute told once this transaction commits.

    The days travel with the job: they may change again, and a deleted absence has none. `happening` tells this
    occasion from all others, because days can change to and fro.
    """
    facts = {name: value.isoformat() if isinstance(value, date) else value for name, value in asdict(news).items()}
    await defer(
        session,
        tell_substitute,
        lock=f"mail.absence:{absence_id}",
        absence_id=absence_id,
        absentee_id=absentee_id,
        happening=uuid4().hex,
        happened_at=clock.now().isoformat(),
        facts=facts,
    )


@jobs.task(name="mail.tell_substitute", retry=RETRIES)
async def tell_substitute(
    absence_id: int, absentee_id: int, happening: str, happened_at: str, facts: dict[str, str | int | None]
) -> None:
    """Write to one substitute."""
    at = datetime.fromisoformat(happened_at)
    await write_to_substitute(workshop(), absence_id, absentee_id, happening, at, _news(facts))


async def write_to_substitute(
    tools: Workshop, absence_id: int, absentee_id: int, happening: str, at: datetime, news: SubstituteNews
) -> None:
    """Write the message and keep it, once for this happening. Who is gone meanwhile is not written to."""
    sender = Sender.parse(tools.settings.mail_from)
    async with tools.database.work() as session:
        users = await load_users(session, (absentee_id, news.substitute_id))
        if len(users) < 2:
            return
        absentee = users[absentee_id]
        if not await is_written_to(session, users[news.substitute_id]):
            return
        notice = AbsenceNotice(
            kind=news.kind,
            absentee=person_of(absentee),
            substitute=person_of(users[news.substitute_id]),
            first_day=news.first_day,
            last_day=news.last_day,
            previous_first_day=news.previous_first_day,
            previous_last_day=news.previous_last_day,
            note=await _note(session, absence_id, news.kind),
            link=f"{tools.settings.base_url}/dashboard",
            recurs=news.recurs,
        )
        key = f"absence:{absence_id}:{news.kind}:{happening}:{notice.substitute.email}"
        mail = absence_mail(notice, sender, key, f"absence:{absence_id}", at)
        about = Subject(f"absence.{news.kind}", absence_id=absence_id, organization_id=absentee.organization_id)
        await keep(session, [mail], about, sender)


async def _note(session: AsyncSession, absence_id: int, kind: AbsenceKind) -> str | None:
    """The note, where everybody may read it anyway; the reason of an absence is never read here."""
    if kind is AbsenceKind.CANCELLED:
        return None
    absence = await session.get(Absence, absence_id)
    return absence.notes if absence is not None and absence.show_note_publicly else None


def _news(facts: dict[str, str | int | None]) -> SubstituteNews:
    days = {name: date.fromisoformat(str(value)) for name, value in facts.items() if value and name.endswith("_day")}
    recurs = bool(facts.get("recurs"))
    return SubstituteNews(AbsenceKind(str(facts["kind"])), int(facts["substitute_id"] or 0), **days, recurs=recurs)
