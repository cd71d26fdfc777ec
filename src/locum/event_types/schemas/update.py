"""The body that changes a person's event type. What is absent stays as it is."""

from pydantic import Field

from locum.event_types.schemas.parts import Count, FilledText
from locum.event_types.schemas.settings import OwnLocationsInput, SettingsInput


class UpdateEventTypeInput(SettingsInput, OwnLocationsInput):
    """Some settings of an event type."""

    length_in_minutes: Count | None = Field(default=None, examples=[60])
    title: FilledText | None = Field(default=None, examples=["Coding class"])
    slug: FilledText | None = Field(default=None, examples=["coding-class"])
