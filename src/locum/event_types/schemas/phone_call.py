"""Calls that an agent makes for an event type."""

from typing import Annotated, Literal

from pydantic import Field

from locum.kit.wire import WireInput, WireOutput

Number = Annotated[str, Field(pattern=r"^\+[1-9]\d{1,14}$", examples=["+37120993151"])]


class CreatePhoneCallInput(WireInput):
    """Whom to call, and what to say."""

    your_phone_number: Number
    number_to_call: Number
    cal_api_key: str
    enabled: bool = True
    template_type: Literal["CHECK_IN_APPOINTMENT", "CUSTOM_TEMPLATE"] = "CUSTOM_TEMPLATE"
    scheduler_name: str | None = None
    guest_name: str | None = None
    guest_email: str | None = None
    guest_company: str | None = None
    begin_message: str | None = None
    general_prompt: str | None = None


class PhoneCallOutput(WireOutput):
    """The call that was begun."""

    call_id: str
    agent_id: str | None = None
