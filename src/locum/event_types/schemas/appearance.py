"""How an event type looks and where its traces go: layouts, colors, video, calendars (event types sheet, section 4)."""

from typing import Literal

from pydantic import Field, model_validator

from locum.event_types.schemas.parts import FilledText, HexColor, WebAddress, absent
from locum.kit.wire import WireInput, WireOutput

Layout = Literal["month", "week", "column"]

InterfaceLanguage = Literal[
    "", "en", "ar", "az", "bg", "bn", "ca", "cs", "da", "de", "el", "es", "es-419", "eu", "et", "fi", "fr", "he", "hu",
    "it", "ja", "km", "ko", "nl", "no", "pl", "pt-BR", "pt", "ro", "ru", "sk-SK", "sr", "sv", "tr", "uk", "vi",
    "zh-CN", "zh-TW",
]  # fmt: skip
"""Languages of the booking page; empty: the visitor's own."""


class BookerLayoutsInput(WireInput):
    """Views of the booking page."""

    default_layout: Layout
    enabled_layouts: list[Layout] = Field(description="Views the booker may pick; the default one among them")

    @model_validator(mode="after")
    def _default_is_enabled(self) -> "BookerLayoutsInput":
        if self.default_layout not in self.enabled_layouts:
            raise ValueError("enabledLayouts must contain defaultLayout")
        return self


class ColorInput(WireInput):
    """Colors of the event type's bookings."""

    light_theme_hex: HexColor = Field(examples=["#292929"])
    dark_theme_hex: HexColor = Field(examples=["#fafafa"])


class CalVideoSettingsInput(WireInput):
    """What the house's video meetings do."""

    disable_recording_for_organizer: bool | None = None
    disable_recording_for_guests: bool | None = None
    redirect_url_on_exit: WebAddress | None = Field(default=None, description="Where participants go when they leave")
    enable_automatic_recording_for_organizer: bool | None = None
    enable_automatic_transcription: bool | None = None
    disable_transcription_for_guests: bool | None = None
    disable_transcription_for_organizer: bool | None = None
    send_transcription_emails: bool | None = None


class DestinationCalendarInput(WireInput):
    """The calendar that bookings are written to."""

    integration: FilledText = Field(description="As listed by the calendars endpoint")
    external_id: FilledText = Field(description="As listed by the calendars endpoint")


class BookerLayoutsOutput(WireOutput):
    """Views of the booking page."""

    default_layout: Layout
    enabled_layouts: list[Layout]


class ColorOutput(WireOutput):
    """Colors of the event type's bookings."""

    light_theme_hex: str
    dark_theme_hex: str


class CalVideoSettingsOutput(WireOutput):
    """What the house's video meetings do."""

    disable_recording_for_organizer: bool | None = absent()
    disable_recording_for_guests: bool | None = absent()
    redirect_url_on_exit: str | None = absent()
    enable_automatic_recording_for_organizer: bool | None = absent()
    enable_automatic_transcription: bool | None = absent()
    disable_transcription_for_guests: bool | None = absent()
    disable_transcription_for_organizer: bool | None = absent()
    send_transcription_emails: bool = True


class DestinationCalendarOutput(WireOutput):
    """The calendar that bookings are written to."""

    integration: str
    external_id: str
