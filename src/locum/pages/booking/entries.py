"""The form of a booking as it is shown: one entry for each question, with what was typed and what is wrong."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from locum.event_types.rules.booking_fields import PHONE_SLUG, BookingField
from locum.event_types.rules.locations import Location
from locum.mail.catalogue import Words
from locum.pages.booking.answers import FIRST, LAST, PLACE, PREFIX, Typed, control_id
from locum.pages.booking.places import ASKS_FOR, place_name

_KINDS = {
    "name": "text",
    "email": "email",
    "phone": "tel",
    "address": "text",
    "text": "text",
    "number": "number",
    "textarea": "textarea",
    "select": "select",
    "multiselect": "checkbox",
    "multiemail": "email",
    "checkbox": "checkbox",
    "radio": "radio",
    "boolean": "boolean",
    "url": "url",
}
_AUTOCOMPLETE = {"name": "name", "email": "email", "phone": "tel", "address": "street-address", "url": "url"}


@dataclass(frozen=True, slots=True)
class PlaceOption:
    """One place to choose, with the question it leads to."""

    value: str
    label: str
    entry: "Entry | None"


@dataclass(frozen=True, slots=True)
class Entry:
    """One question. `kind` is a type of input, or textarea, select, places, pair, hidden."""

    id: str
    name: str
    kind: str
    label: str = ""
    required: bool = False
    hint: str | None = None
    error: str | None = None
    values: Sequence[str] = ()
    placeholder: str | None = None
    autocomplete: str | None = None
    locked: bool = False
    multiple: bool = False
    step: str | None = None
    options: Sequence[object] = ()
    parts: Sequence["Entry"] = ()

    @property
    def value(self) -> str:
        """The value of an input that holds one; several addresses are written with commas."""
        return ", ".join(self.values) if self.multiple else next(iter(self.values), "")


@dataclass(frozen=True, slots=True)
class _Desk:
    """What all entries are made of."""

    typed: Typed
    errors: Mapping[str, str]
    words: Words

    def entry(self, name: str, kind: str, label: str, **more: object) -> Entry:
        known = control_id(name)
        values = self.typed.all(name)
        return Entry(known, name, kind, label, error=self.errors.get(known), values=values, **more)  # type: ignore[arg-type]


def entries(
    form: Iterable[BookingField],
    places: Sequence[Location],
    typed: Typed,
    errors: Mapping[str, str],
    words: Words,
    *,
    moving: bool,
) -> list[Entry]:
    """All questions in their order. A booking that is moved keeps its answers: only the reason is asked."""
    desk = _Desk(typed, errors, words)
    shown: list[Entry] = []
    for field in form:
        if moving != (field.slug == "rescheduleReason"):
            continue
        shown += _entries_of(desk, field, places)
    return shown


def _entries_of(desk: _Desk, field: BookingField, places: Sequence[Location]) -> list[Entry]:
    if field.slug == "location":
        return _places(desk, field, places)
    if field.hidden:
        name = PREFIX + field.slug
        return [Entry("", name, "hidden", values=[value]) for value in desk.typed.all(name)]
    return [_names(desk, field) if field.slug == "splitName" else _plain(desk, field)]


def _plain(desk: _Desk, field: BookingField) -> Entry:
    several = field.type == "multiemail"
    return desk.entry(
        PREFIX + field.slug,
        _KINDS.get(field.type, "text"),
        field.label or _own_label(desk.words, field),
        required=field.required,
        hint=desk.words.text("field.emails_hint") if several else None,
        placeholder=field.placeholder,
        autocomplete="tel" if field.slug == PHONE_SLUG else _AUTOCOMPLETE.get(field.type),
        locked=field.disable_on_prefill and field.slug in desk.typed.prefilled,
        multiple=several,
        step="any" if field.type == "number" else None,
        options=field.options or (),
    )


def _own_label(words: Words, field: BookingField) -> str:
    key = f"field.{field.slug}"
    return words.text(key) if key in words.entries else field.slug


def _names(desk: _Desk, field: BookingField) -> Entry:
    said = field.split_name
    first_label, last_label = (said.first_name_label, said.last_name_label) if said else (None, None)
    first = desk.entry(
        FIRST,
        "text",
        first_label or desk.words.text("field.first_name"),
        required=True,
        placeholder=said.first_name_placeholder if said else None,
        autocomplete="given-name",
    )
    last = desk.entry(
        LAST,
        "text",
        last_label or desk.words.text("field.last_name"),
        required=bool(said and said.last_name_required),
        placeholder=said.last_name_placeholder if said else None,
        autocomplete="family-name",
    )
    return Entry("names", "names", "pair", parts=(first, last))


def _places(desk: _Desk, field: BookingField, places: Sequence[Location]) -> list[Entry]:
    """One place that asks for nothing is told beside the form and not asked."""
    label = field.label or desk.words.text("field.location")
    options = [
        PlaceOption(str(index), place_name(place, desk.words), _detail(desk, index, place))
        for index, place in enumerate(places)
    ]
    if len(options) == 1:
        return [entry] if (entry := options[0].entry) else []
    return [desk.entry(PLACE, "places", label, required=True, options=options)] if options else []


def _detail(desk: _Desk, index: int, place: Location) -> Entry | None:
    kind = ASKS_FOR.get(place.type)
    if kind is None:
        return None
    return desk.entry(
        f"{PLACE}.{index}",
        kind,
        desk.words.text(f"field.{place.type}"),
        required=True,
        hint=desk.words.text("field.phone_hint") if kind == "tel" else None,
        autocomplete={"attendeePhone": "tel", "attendeeAddress": "street-address"}.get(place.type),
    )


def summary_of(shown: Iterable[Entry]) -> list[tuple[str, str]]:
    """Every error by the id of its control, each with the question it belongs to."""
    found: list[tuple[str, str]] = []
    for entry in shown:
        if entry.error:
            found.append((entry.id, f"{entry.label}: {entry.error}"))
        details = (option.entry for option in entry.options if isinstance(option, PlaceOption))
        found += summary_of([*entry.parts, *(detail for detail in details if detail)])
    return found
