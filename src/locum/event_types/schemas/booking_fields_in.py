"""Booking fields as a caller sends them (event types sheet, section 7)."""

from typing import Literal

from pydantic import Field

from locum.event_types.schemas.parts import FilledText, Text
from locum.kit.wire import WireInput

PREFILL = (
    "Whether the field cannot be changed when the address of the booking page fills it in, "
    "through a query parameter named like the slug"
)
HIDDEN = "Kept in the settings, but not shown to the booker"


class _Labelled(WireInput):
    label: Text | None = None
    placeholder: Text | None = None
    disable_on_prefill: bool | None = Field(default=None, description=PREFILL)


class NameFieldInput(_Labelled):
    """One field for the whole name."""

    type: Literal["name"]


class SplitNameFieldInput(WireInput):
    """Two fields, first and last name, instead of one."""

    type: Literal["splitName"]
    first_name_label: Text | None = None
    first_name_placeholder: Text | None = None
    last_name_label: Text | None = None
    last_name_placeholder: Text | None = None
    last_name_required: bool | None = None
    disable_on_prefill: bool | None = Field(default=None, description=PREFILL)


class EmailFieldInput(_Labelled):
    """The booker's e-mail address. Only organization teams may make it optional or hide it, asking for a phone."""

    type: Literal["email"]
    required: bool | None = None
    hidden: bool | None = Field(default=None, description=HIDDEN)


class LocationFieldInput(WireInput):
    """The choice between several locations."""

    slug: Literal["location"]
    label: Text | None = None


class _SystemFieldInput(_Labelled):
    required: bool | None = None
    hidden: bool | None = Field(default=None, description=HIDDEN)


class TitleFieldInput(_SystemFieldInput):
    """What the meeting is about."""

    slug: Literal["title"]


class NotesFieldInput(_SystemFieldInput):
    """Anything else the booker wants to say."""

    slug: Literal["notes"]


class GuestsFieldInput(_SystemFieldInput):
    """E-mail addresses of further guests."""

    slug: Literal["guests"]


class RescheduleReasonFieldInput(_SystemFieldInput):
    """Asked when a booking is moved."""

    slug: Literal["rescheduleReason"]


class _CustomFieldInput(WireInput):
    slug: FilledText = Field(description="Unique name under which the answer is sent", examples=["some-slug"])
    label: Text
    required: bool
    hidden: bool | None = Field(default=None, description=HIDDEN)
    disable_on_prefill: bool | None = Field(default=None, description=PREFILL)


class _PlaceholderFieldInput(_CustomFieldInput):
    placeholder: Text


class _OptionsFieldInput(_CustomFieldInput):
    options: list[Text] = Field(examples=[["Option 1", "Option 2"]])


class PhoneFieldInput(_PlaceholderFieldInput):
    """A phone number. With the slug `attendeePhoneNumber` it can take the place of the e-mail address."""

    type: Literal["phone"]


class AddressFieldInput(_PlaceholderFieldInput):
    """A postal address."""

    type: Literal["address"]


class TextFieldInput(_PlaceholderFieldInput):
    """A line of text."""

    type: Literal["text"]


class NumberFieldInput(_PlaceholderFieldInput):
    """A number."""

    type: Literal["number"]


class TextAreaFieldInput(_PlaceholderFieldInput):
    """Several lines of text."""

    type: Literal["textarea"]


class SelectFieldInput(_OptionsFieldInput):
    """One of several options, from a list."""

    type: Literal["select"]
    placeholder: Text


class MultiSelectFieldInput(_OptionsFieldInput):
    """Some of several options, from a list."""

    type: Literal["multiselect"]


class MultiEmailFieldInput(_PlaceholderFieldInput):
    """Several e-mail addresses."""

    type: Literal["multiemail"]


class CheckboxFieldInput(_OptionsFieldInput):
    """Some of several options, as check boxes."""

    type: Literal["checkbox"]


class RadioFieldInput(_OptionsFieldInput):
    """One of several options, as radio buttons."""

    type: Literal["radio"]


class BooleanFieldInput(_CustomFieldInput):
    """Yes or no."""

    type: Literal["boolean"]


class UrlFieldInput(_PlaceholderFieldInput):
    """A web address."""

    type: Literal["url"]


BookingFieldInput = (
    NameFieldInput
    | SplitNameFieldInput
    | EmailFieldInput
    | TitleFieldInput
    | LocationFieldInput
    | NotesFieldInput
    | GuestsFieldInput
    | RescheduleReasonFieldInput
    | PhoneFieldInput
    | AddressFieldInput
    | TextFieldInput
    | NumberFieldInput
    | TextAreaFieldInput
    | SelectFieldInput
    | MultiSelectFieldInput
    | MultiEmailFieldInput
    | CheckboxFieldInput
    | RadioFieldInput
    | BooleanFieldInput
    | UrlFieldInput
)
