"""What somebody typed into the form of a booking: read, checked, and brought to the form that a booking wants."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlsplit

import phonenumbers
from email_validator import EmailNotValidError, validate_email

from locum.event_types.rules.booking_fields import BookingField
from locum.event_types.rules.locations import Location
from locum.mail.catalogue import Words
from locum.pages.booking.asked import Asked
from locum.pages.booking.places import ASKS_FOR, Wish, wish_of

PREFIX = "a."
"""Before the slug of a field in the form, so that no field can be mistaken for one of the page's own."""

PLACE, FIRST, LAST = "a.location", "a.name.first", "a.name.last"
CHOICES = frozenset({"select", "radio", "checkbox", "multiselect"})
SEVERAL = frozenset({"checkbox", "multiselect"})
_BETWEEN_ADDRESSES = re.compile(r"[\s,;]+")
_LONGEST = 5000


@dataclass(frozen=True, slots=True)
class Typed:
    """What stands in the form, by name."""

    values: Mapping[str, Sequence[str]] = field(default_factory=dict)
    prefilled: frozenset[str] = frozenset()
    """Slugs that the address filled in."""

    @classmethod
    def of_form(cls, pairs: Iterable[tuple[str, object]], prefilled: frozenset[str]) -> "Typed":
        """From a form that was sent."""
        values: dict[str, list[str]] = {}
        for name, value in pairs:
            if isinstance(value, str):
                values.setdefault(name, []).append(value.strip()[:_LONGEST].replace("\0", ""))
        return cls(values, prefilled)

    @classmethod
    def of_address(cls, form: Iterable[BookingField], places: Sequence[Location], asked: Asked) -> "Typed":
        """From the prefill parameters of an address."""
        values = {PREFIX + entry.slug: asked.all_of(entry.slug) for entry in form if asked.all_of(entry.slug)}
        prefilled = frozenset(name.removeprefix(PREFIX) for name in values)
        values |= _names_of(asked)
        wish = wish_of(places, asked.first_of("location"))
        if wish is not None:
            values |= {PLACE: [str(wish.index)], f"{PLACE}.{wish.index}": [wish.detail]}
        return cls(values, prefilled)

    def one(self, name: str) -> str:
        """The value of a name, or nothing."""
        return next(iter(self.values.get(name, ())), "")

    def all(self, name: str) -> Sequence[str]:
        """Every value of a name that is not empty."""
        return [value for value in self.values.get(name, ()) if value]


def _names_of(asked: Asked) -> dict[str, list[str]]:
    """A name prefilled whole also fills first and last name, and the other way round."""
    name, first, last = asked.first_of("name"), asked.first_of("firstName"), asked.first_of("lastName")
    if name and not (first or last):
        first, _, last = name.partition(" ")
    elif not name:
        name = f"{first} {last}".strip()
    found = {PREFIX + "name": name, FIRST: first, LAST: last}
    return {key: [value] for key, value in found.items() if value}


@dataclass(slots=True)
class Answers:
    """The checked answers. `errors` are texts by the id of the control they belong to."""

    full_name: str = ""
    email: str = ""
    guests: list[str] = field(default_factory=list)
    place: Wish | None = None
    responses: dict[str, Any] = field(default_factory=dict)
    """By slug: everything but name, email, guests and location."""
    errors: dict[str, str] = field(default_factory=dict)


def control_id(name: str) -> str:
    """The id of a control: its name without signs that have a meaning in styles and addresses."""
    return re.sub(r"[^A-Za-z0-9_-]+", "-", name)


def check(form: Sequence[BookingField], places: Sequence[Location], typed: Typed, words: Words) -> Answers:
    """Check everything at once, so that every error is told at once."""
    answers = Answers()
    for entry in form:
        if entry.slug == "location":
            _take_place(answers, places, typed, words)
        elif entry.slug == "splitName":
            _take_names(answers, entry, typed, words)
        else:
            _take(answers, entry, typed, words)
    return answers


def _take(answers: Answers, entry: BookingField, typed: Typed, words: Words) -> None:
    name = PREFIX + entry.slug
    value, problem = _read(entry, typed.all(name))
    if value in ("", [], False, None) and problem is None:
        if entry.required and not entry.hidden:
            answers.errors[control_id(name)] = words.text("form.required")
        elif value is False:
            answers.responses[entry.slug] = False
        return
    if problem is not None:
        answers.errors[control_id(name)] = words.text(problem)
    elif entry.slug == "name":
        answers.full_name = value
    elif entry.slug == "email":
        answers.email = value
    elif entry.slug == "guests":
        answers.guests = value
    else:
        answers.responses[entry.slug] = value


def _take_names(answers: Answers, entry: BookingField, typed: Typed, words: Words) -> None:
    first, last = typed.one(FIRST), typed.one(LAST)
    last_required = bool(entry.split_name and entry.split_name.last_name_required)
    for name, value, required in ((FIRST, first, True), (LAST, last, last_required)):
        if required and not value:
            answers.errors[control_id(name)] = words.text("form.required")
    answers.full_name = f"{first} {last}".strip()


def _take_place(answers: Answers, places: Sequence[Location], typed: Typed, words: Words) -> None:
    if not places:
        return
    chosen = typed.one(PLACE) if len(places) > 1 else "0"
    if chosen not in map(str, range(len(places))):
        answers.errors[control_id(PLACE)] = words.text("form.place")
        return
    name = f"{PLACE}.{chosen}"
    place, detail = places[int(chosen)], typed.one(name)
    if place.type in ASKS_FOR:
        problem = "form.required" if not detail else _phone_problem(detail) if place.type == "attendeePhone" else None
        if problem:
            answers.errors[control_id(name)] = words.text(problem)
    answers.place = Wish(int(chosen), detail)


def _read(entry: BookingField, given: Sequence[str]) -> tuple[Any, str | None]:
    """The value of a field, and the key of what is wrong with it."""
    kind, text = entry.type, next(iter(given), "")
    if kind == "multiemail":
        addresses = list(dict.fromkeys(part for one in given for part in _BETWEEN_ADDRESSES.split(one) if part))
        return addresses, None if all(map(is_address, addresses)) else "form.emails"
    if kind == "boolean":
        return text == "true", None
    if kind in CHOICES:
        known = not entry.options or all(value in entry.options for value in given)
        return list(given) if kind in SEVERAL else text, None if known else "form.option"
    if kind == "number" and text:
        return _number(text)
    return text, _problem(kind, text) if text else None


def _problem(kind: str, text: str) -> str | None:
    if kind == "email":
        return None if is_address(text) else "form.email"
    if kind == "phone":
        return _phone_problem(text)
    if kind == "url":
        return None if _is_web_address(text) else "form.url"
    return None


def _number(text: str) -> tuple[int | float | None, str | None]:
    try:
        number = float(text.replace(",", "."))
    except ValueError:
        return None, "form.number"
    if not abs(number) < 1e15:
        return None, "form.number"
    return int(number) if number.is_integer() else number, None


def is_address(text: str) -> bool:
    """Whether mail could be sent to it."""
    try:
        validate_email(text, check_deliverability=False, test_environment=True)
    except EmailNotValidError:
        return False
    return True


def _phone_problem(text: str) -> str | None:
    try:
        known = phonenumbers.is_valid_number(phonenumbers.parse(text, None))
    except phonenumbers.NumberParseException:
        known = False
    return None if known else "form.phone"


def _is_web_address(text: str) -> bool:
    try:
        parts = urlsplit(text)
    except ValueError:
        return False
    return parts.scheme in {"http", "https"} and bool(parts.hostname)
