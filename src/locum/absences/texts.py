"""Use case: texts of one absence, in place of those that its person's mail is usually answered with."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass

from sqlalchemy import BigInteger, any_, bindparam, delete, select
from sqlalchemy.dialects.postgresql import ARRAY, insert
from sqlalchemy.ext.asyncio import AsyncSession

from locum.absences.events import AbsenceTextsChanged
from locum.absences.models import Absence, AbsenceReply
from locum.db.events import publish
from locum.kit.html import bare_text, cleaned

_OF_SOME = select(AbsenceReply).where(
    AbsenceReply.absence_id == any_(bindparam("absence_ids", type_=ARRAY(BigInteger)))
)


@dataclass(frozen=True, slots=True)
class OwnText:
    """What an absence says to one audience. HTML of None: the usual text; empty: no reply."""

    subject: str | None = None
    html: str | None = None

    def harmless(self) -> "OwnText":
        """As it is kept; what says nothing is empty."""
        if self.html is None:
            return OwnText()
        html = cleaned(self.html) if bare_text(self.html) else ""
        return OwnText(" ".join((self.subject or "").split()) or None, html)


async def texts_of(session: AsyncSession, absence_ids: Collection[int]) -> Mapping[int, AbsenceReply]:
    """The own texts of those absences that have any, by absence; one statement, none without absences."""
    if not absence_ids:
        return {}
    found = await session.scalars(_OF_SOME, {"absence_ids": list(absence_ids)})
    return {row.absence_id: row for row in found}


async def keep_texts(
    session: AsyncSession, absence: Absence, internal: OwnText | None, external: OwnText | None
) -> None:
    """Keep the texts that are named; None leaves one as it is. They are cleaned first."""
    columns = {**_columns("internal", internal), **_columns("external", external)}
    if not columns:
        return
    kept = insert(AbsenceReply).values(absence_id=absence.id, **columns)
    await session.execute(kept.on_conflict_do_update(index_elements=[AbsenceReply.absence_id], set_=columns))
    nothing = (AbsenceReply.internal_html.is_(None), AbsenceReply.external_html.is_(None))
    await session.execute(delete(AbsenceReply).where(AbsenceReply.absence_id == absence.id, *nothing))
    await publish(session, AbsenceTextsChanged(absence.id, absence.user_id))


def _columns(audience: str, text: OwnText | None) -> dict[str, str | None]:
    if text is None:
        return {}
    kept = text.harmless()
    return {f"{audience}_subject": kept.subject, f"{audience}_html": kept.html}
