"""Verified addresses and numbers on the wire (platform sheet, section 8)."""

from typing import Any

from locum.kit.wire import WireInput, WireOutput
from locum.kit.wire_types import EmailText, PhoneText
from locum.verified_resources.models import VerifiedResource


class EmailCodeRequest(WireInput):
    """Where to mail a code."""

    email: EmailText


class PhoneCodeRequest(WireInput):
    """Where to send a code."""

    phone: PhoneText


class EmailVerification(WireInput):
    """The address and the code that came there."""

    email: EmailText
    code: str


class PhoneVerification(WireInput):
    """The number and the code that came there."""

    phone: PhoneText
    code: str


class VerifiedEmailOut(WireOutput):
    """An address of a person."""

    id: int
    email: str
    user_id: int


class VerifiedPhoneOut(WireOutput):
    """A number of a person."""

    id: int
    phone_number: str
    user_id: int


class TeamVerifiedEmailOut(WireOutput):
    """An address of a team, and who verified it, as long as he has an account."""

    id: int
    email: str
    team_id: int
    user_id: int | None = None


class TeamVerifiedPhoneOut(WireOutput):
    """A number of a team, and who verified it, as long as he has an account."""

    id: int
    phone_number: str
    team_id: int
    user_id: int | None = None


def email_out(kept: VerifiedResource) -> TeamVerifiedEmailOut:
    """A row as clients see it; the realm of a person leaves the team out."""
    return TeamVerifiedEmailOut.model_construct(email=kept.address, **_whose(kept))


def phone_out(kept: VerifiedResource) -> TeamVerifiedPhoneOut:
    """A row as clients see it; the realm of a person leaves the team out."""
    return TeamVerifiedPhoneOut.model_construct(phone_number=kept.address, **_whose(kept))


def _whose(kept: VerifiedResource) -> dict[str, Any]:
    return {"id": kept.id, "team_id": kept.team_id, "user_id": kept.verified_by_id}
