"""The body that creates a person's event type."""

from pydantic import Field

from locum.event_types.schemas.parts import Count, FilledText
from locum.event_types.schemas.settings import OwnLocationsInput, SettingsInput


class CreateEventTypeInput(SettingsInput, OwnLocationsInput):
    """A new event type."""

    length_in_minutes: Count = Field(examples=[60])
    title: FilledText = Field(examples=["Coding class"])
    slug: FilledText = Field(examples=["coding-class"])
