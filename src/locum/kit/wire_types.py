"""Constrained values of request bodies, refused in the words of the contract's validator.

`$property` in a text stands for the name of the property (organization plane sheet, section 3.2).
Optional properties are written `EmailText | None = None`: null and absent both mean "not given".
"""

import re
from datetime import UTC, datetime
from math import isfinite
from typing import Annotated, Any, Literal
from urllib.parse import urlsplit
from uuid import UUID

import phonenumbers
from email_validator import SPECIAL_USE_DOMAIN_NAMES, EmailNotValidError, validate_email
from pydantic import AfterValidator, BeforeValidator, Field, WithJsonSchema
from pydantic_core import PydanticCustomError

from locum.kit import zones
from locum.kit.ids import uuid_of

# The library's own switch: networks of one's own are often called so, and their people have addresses too.
SPECIAL_USE_DOMAIN_NAMES[:] = [name for name in SPECIAL_USE_DOMAIN_NAMES if name not in {"local", "invalid"}]

_HEX_COLOR = re.compile(r"#?([0-9a-f]{3}|[0-9a-f]{4}|[0-9a-f]{6}|[0-9a-f]{8})", re.IGNORECASE)
_TOP_LEVEL = re.compile(r"\.([a-z]{2,}|xn--[a-z0-9-]+)$", re.IGNORECASE)
_DATA_IMAGE = re.compile(r"data:image/[a-z0-9.+-]+(;[a-z0-9=-]+)*,[a-z0-9+/=%_-]+", re.IGNORECASE)
_INSTANT = re.compile(
    r"\d{4}-\d{2}-\d{2}([T ]\d{2}:\d{2}(:\d{2}([.,]\d{1,9})?)?(Z|[+-]\d{2}:?\d{2}|[+-]\d{2})?)?", re.IGNORECASE
)

METADATA_KEYS, METADATA_KEY_LENGTH, METADATA_VALUE_LENGTH = 50, 40, 500
_METADATA_RULE = (
    f"Metadata must have at most {METADATA_KEYS} keys, each key up to {METADATA_KEY_LENGTH} characters, "
    f"and each value must be a string up to {METADATA_VALUE_LENGTH} characters, a number or a boolean."
)


def refusal(rule: str, text: str) -> PydanticCustomError:
    """A violation: the rule's name as the contract's validator calls it, and its text."""
    return PydanticCustomError(rule, text, {"rule": rule})


def email_address(text: str) -> str:
    """The address in lower case. Raises ValueError for what is none; nobody's mail server is asked.

    Names of a network of one's own (`firm.local`) are good, names without a dot are not.
    """
    checked = validate_email(text, check_deliverability=False, test_environment=True, globally_deliverable=False)
    if text != text.strip() or not _TOP_LEVEL.search(checked.ascii_domain):
        raise ValueError(text)
    return checked.normalized.lower()


def _email(text: str) -> str:
    try:
        return email_address(text)
    except (EmailNotValidError, ValueError) as error:
        raise refusal("isEmail", "$property must be an email") from error


def _zone(text: str) -> str:
    name = zones.canonical_name(text)
    if name is None:
        raise refusal("isTimeZone", "$property must be a valid IANA time-zone")
    return name


def _hex_color(text: str) -> str:
    if not _HEX_COLOR.fullmatch(text):
        raise refusal("isHexColor", "$property must be a hexadecimal color")
    return text


def is_web_address(text: str) -> bool:
    """Whether this is an http or https address with a host and nothing that breaks out of an attribute."""
    if any(character.isspace() or character in "\"'<>\\" or ord(character) < 32 for character in text):
        return False
    try:
        parts = urlsplit(text)
        _ = parts.port
    except ValueError:
        return False
    return parts.scheme in {"http", "https"} and bool(parts.hostname)


def _web_address(text: str) -> str:
    if not is_web_address(text):
        raise refusal("isUrl", "$property must be a URL address")
    return text


def is_image_address(text: str) -> bool:
    """Whether this is the web address of an image, or the image itself."""
    return is_web_address(text) or _DATA_IMAGE.fullmatch(text) is not None


def _image_address(text: str) -> str:
    if not is_image_address(text):
        raise refusal("isUrl", "$property must be a URL address")
    return text


def _phone(text: str) -> str:
    try:
        number = phonenumbers.parse(text, None)
    except phonenumbers.NumberParseException as error:
        raise refusal("isPhoneNumber", "$property must be a valid phone number") from error
    if not phonenumbers.is_possible_number(number):
        raise refusal("isPhoneNumber", "$property must be a valid phone number")
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)


def _id(value: Any) -> UUID:
    if not isinstance(value, str):
        raise refusal("isString", "$property must be a string")
    return uuid_of(value)


def _instant(value: Any) -> datetime:
    if isinstance(value, str) and _INSTANT.fullmatch(value):
        try:
            found = datetime.fromisoformat(value.replace(",", ".").upper())
            return (found if found.tzinfo else found.replace(tzinfo=UTC)).astimezone(UTC)
        except (ValueError, OverflowError):
            pass  # well-formed and still no instant, such as the 30th of February
    raise refusal("isDateString", "$property must be a valid ISO 8601 date string")


def _metadata(value: Any) -> Any:
    good = (
        isinstance(value, dict)
        and len(value) <= METADATA_KEYS
        and all(isinstance(key, str) and len(key) <= METADATA_KEY_LENGTH for key in value)
        and all(_is_plain(inner) for inner in value.values())
    )
    if not good:
        raise refusal("isMetadata", _METADATA_RULE)
    return value


def _is_plain(value: Any) -> bool:
    if isinstance(value, str):
        return len(value) <= METADATA_VALUE_LENGTH
    return isinstance(value, (bool, int)) or (isinstance(value, float) and isfinite(value))


NonEmptyText = Annotated[str, Field(min_length=1)]
"""At least one character (isNotEmpty)."""

EmailText = Annotated[str, AfterValidator(_email), WithJsonSchema({"type": "string", "format": "email"})]
"""An e-mail address; lower case afterwards (isEmail)."""

ZoneName = Annotated[str, AfterValidator(_zone), WithJsonSchema({"type": "string", "examples": ["Europe/Rome"]})]
"""An IANA zone in any letter case; its canonical spelling afterwards (isTimeZone)."""

HexColor = Annotated[str, AfterValidator(_hex_color), WithJsonSchema({"type": "string", "examples": ["#292929"]})]
"""A colour such as #292929 (isHexColor)."""

WebAddress = Annotated[str, AfterValidator(_web_address), WithJsonSchema({"type": "string", "format": "uri"})]
"""An http or https address (isUrl)."""

ImageAddress = Annotated[str, AfterValidator(_image_address), WithJsonSchema({"type": "string"})]
"""The address of an image, or the image itself as `data:image/...` (isUrl)."""

PhoneText = Annotated[str, AfterValidator(_phone), WithJsonSchema({"type": "string", "examples": ["+491701234567"]})]
"""A phone number in international form; E.164 afterwards (isPhoneNumber)."""

IdText = Annotated[UUID, BeforeValidator(_id), WithJsonSchema({"type": "string"})]
"""An id in a path or body. Text that spells none is not refused: it names nothing, and is answered as unknown."""

InstantText = Annotated[datetime, BeforeValidator(_instant), WithJsonSchema({"type": "string", "format": "date-time"})]
"""An ISO 8601 instant, UTC when it names no offset; an aware UTC datetime afterwards (isDateString)."""

Metadata = Annotated[dict[str, Any], BeforeValidator(_metadata), WithJsonSchema({"type": "object"})]
"""A small flat object of the client's own (isMetadata)."""

Weekday = Literal["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"]
TimeFormat = Literal[12, 24]
Theme = Literal["dark", "light"]

# fmt: off
Locale = Literal[
    "ar", "ca", "de", "es", "eu", "he", "id", "ja", "lv", "pl", "ro", "sr", "th", "vi", "az", "cs", "el", "es-419",
    "fi", "hr", "it", "km", "nl", "pt", "ru", "sv", "tr", "zh-CN", "bg", "da", "en", "et", "fr", "hu", "iw", "ko",
    "no", "pt-BR", "sk", "ta", "uk", "zh-TW", "bn",
]
# fmt: on
"""Languages somebody may choose."""
