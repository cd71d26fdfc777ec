"""Absences on the wire, where they are called `ooo` (out-of-office sheet, 2 and 3; bridge sheet, 8)."""

from datetime import UTC, datetime, time
from typing import Annotated, Any, Literal, get_args
from uuid import UUID

from pydantic import BeforeValidator, Field, WithJsonSchema

from locum.absences import rules
from locum.absences.models import Absence, AbsenceReply
from locum.absences.texts import OwnText
from locum.kit.wire import Instant, WireInput, WireOutput
from locum.kit.wire_types import refusal
from locum.schedules.fields import WallTime

Reason = Literal["unspecified", "vacation", "travel", "sick", "public_holiday"]
ReplyMode = Literal["inherit", "on", "off"]

LONGEST_TEXT, LONGEST_SUBJECT = 60_000, 250


def _bound(value: Any) -> datetime:
    try:
        return rules.parse_bound(value)
    except ValueError:
        raise refusal("isDate", "$property must be a Date instance") from None


_bound_text = (BeforeValidator(_bound), WithJsonSchema({"type": "string", "format": "date-time"}))
Bound = Annotated[datetime, *_bound_text]
"""An instant of which the UTC day counts. A faulty form is refused with a text of its own, before all else."""
ChangedBound = Annotated[datetime | None, *_bound_text]
"""The same, absent or not: null is a faulty form too."""


class ReplyTextIn(WireInput):
    """What one audience is answered: HTML, which is cleaned. Empty: no reply."""

    subject: str | None = Field(None, max_length=LONGEST_SUBJECT)
    html: str = Field(max_length=LONGEST_TEXT)

    def text(self) -> OwnText:
        """As the use case takes it."""
        return OwnText(self.subject, self.html)


class RepliesIn(WireInput):
    """Extension: what becomes of mail meanwhile. Of texts, null is the usual one, and what is not named stays."""

    mode: ReplyMode | None = None
    internal: ReplyTextIn | None = None
    external: ReplyTextIn | None = None

    def named(self, audience: Literal["internal", "external"]) -> OwnText | None:
        """The text for an audience if the body names it."""
        if audience not in self.model_fields_set:
            return None
        found: ReplyTextIn | None = getattr(self, audience)
        return found.text() if found else OwnText()


class _Extended(WireInput):
    """What Locum knows beyond the published form."""

    start_time: WallTime | None = Field(None, description="Extension: away from this time of the first day, HH:MM")
    end_time: WallTime | None = Field(None, description="Extension: away until this time of the last day, HH:MM")
    replies: RepliesIn | None = Field(None, description="Extension: how mail is answered meanwhile")


class AbsenceCreate(_Extended):
    """A new absence. Of `start` and `end` only the UTC days count, unless the header `x-locum-exact: 1` is sent."""

    start: Bound = Field(description="First day, such as 2050-05-01T00:00:00.000Z")
    end: Bound = Field(description="Last day, such as 2050-05-10T23:59:59.999Z")
    notes: str | None = None
    to_user_id: int | None = Field(None, description="Who stands in")
    reason: Reason | None = "unspecified"


class AbsenceUpdate(_Extended):
    """Changes of an absence; what is not named stays."""

    start: ChangedBound = None
    end: ChangedBound = None
    notes: str | None = None
    to_user_id: int | None = None
    reason: Reason | None = None


class ReplyTextOut(WireOutput):
    """What one audience is answered."""

    subject: str | None
    html: str


class RepliesOut(WireOutput):
    """What an absence says about mail; a text of null is the usual one."""

    mode: str = Field(json_schema_extra={"enum": list(get_args(ReplyMode))})
    internal: ReplyTextOut | None
    external: ReplyTextOut | None


class RecurrenceOut(WireOutput):
    """Which recurring absence this is one occurrence of, and which one."""

    series_id: int
    occurs_on: str
    is_changed: bool


class AbsenceOut(WireOutput):
    """An absence as clients see it. Extensions are left out where they say nothing."""

    id: int
    uuid: UUID
    user_id: int
    to_user_id: int | None
    start: Instant
    end: Instant
    notes: str | None
    reason: str = Field(json_schema_extra={"enum": list(get_args(Reason))})
    exact_start: Instant | None = Field(None, description="Extension: of absences that are not of plain whole days")
    exact_end: Instant | None = Field(None, description="Extension")
    replies: RepliesOut | None = Field(None, description="Extension: where the absence says something about mail")
    recurrence: RecurrenceOut | None = Field(None, description="Extension: of occurrences of recurring absences")


def absence_out(absence: Absence, texts: AbsenceReply | None = None) -> AbsenceOut:
    """A row as clients see it: whole UTC days, from the first millisecond to the last."""
    return AbsenceOut.model_construct(
        id=absence.id,
        uuid=absence.uuid,
        user_id=absence.user_id,
        to_user_id=absence.substitute_id,
        start=datetime.combine(absence.first_day, time.min, UTC),
        end=datetime.combine(absence.last_day, time(23, 59, 59, 999000), UTC),
        notes=absence.notes,
        reason=absence.reason or "unspecified",
        **_extensions(absence, texts),
    )


def _extensions(absence: Absence, texts: AbsenceReply | None) -> dict[str, Any]:
    """Only what there is: plain absences look as published."""
    more: dict[str, Any] = {}
    if absence.starts_at is not None:
        more |= {"exact_start": absence.starts_at, "exact_end": absence.ends_at}
    if texts is not None or absence.replies not in {None, "inherit"}:
        more["replies"] = RepliesOut.model_construct(
            mode=absence.replies,
            internal=_text_out(texts.internal_subject, texts.internal_html) if texts else None,
            external=_text_out(texts.external_subject, texts.external_html) if texts else None,
        )
    if absence.series_id is not None and absence.occurs_on is not None:
        occurs_on, changed = absence.occurs_on.isoformat(), absence.differs_from_series
        more["recurrence"] = RecurrenceOut.model_construct(
            series_id=absence.series_id, occurs_on=occurs_on, is_changed=changed
        )
    return more


def _text_out(subject: str | None, html: str | None) -> ReplyTextOut | None:
    return None if html is None else ReplyTextOut.model_construct(subject=subject, html=html)
