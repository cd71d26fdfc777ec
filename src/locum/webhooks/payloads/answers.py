"""Answers to the form as subscribers see them: with the label of the question, and whether it was hidden."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any

from locum.bookings.rules.answers import REMINDER_SLUG
from locum.event_types.rules.booking_fields import PHONE_SLUG, BookingField, booking_form
from locum.webhooks.payloads.facts import BookingFacts

_LABELS: Mapping[str, str] = MappingProxyType(
    {
        "name": "your_name",
        "email": "email_address",
        PHONE_SLUG: "phone_number",
        "location": "location",
        "title": "what_is_this_meeting_about",
        "notes": "additional_notes",
        "guests": "additional_guests",
        "rescheduleReason": "reason_for_reschedule",
    }
)
"""What the system's fields are called where nobody named them: the peer's keys, which receivers look for."""
_PHONE = BookingField(type="phone", slug=PHONE_SLUG, is_default=True, hidden=True)
_FORM_OF_NOTHING = booking_form((), disable_guests=False)


def all_answers(facts: BookingFacts) -> dict[str, Any]:
    """Every field of the form, answered or not, then answers that no field asked for."""
    said = {**facts.responses, "rescheduleReason": facts.rescheduling_reason}
    form = _form(facts)
    answers = {
        slug: _answer(field.label or _LABELS.get(slug, slug), said.get(slug), field.hidden)
        for slug, field in form.items()
    }
    return answers | {slug: _answer(slug, value, hidden=False) for slug, value in said.items() if slug not in form}


def answers_of_own_fields(facts: BookingFacts) -> dict[str, Any]:
    """Only those to what the event type asks beyond the system's fields."""
    own = {slug for slug, field in _form(facts).items() if not field.is_default} - {PHONE_SLUG, REMINDER_SLUG}
    return {slug: answer for slug, answer in all_answers(facts).items() if slug in own}


def _form(facts: BookingFacts) -> dict[str, BookingField]:
    """The fields by the slug under which they are answered: a name in two fields is kept as one."""
    form = facts.event_type.form if facts.event_type else _FORM_OF_NOTHING
    fields = {"name" if field.slug == "splitName" else field.slug: field for field in form}
    return fields if PHONE_SLUG in fields else {**fields, PHONE_SLUG: _PHONE}


def _answer(label: str, value: Any, hidden: bool) -> dict[str, Any]:
    return {"label": label, "value": value, "isHidden": hidden}
