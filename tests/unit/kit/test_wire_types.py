"""Constrained values of bodies: what they take, what they become, and in which words they refuse."""

from datetime import UTC, datetime
from typing import Any

import pytest
from fastapi.exceptions import RequestValidationError
from pydantic import TypeAdapter, ValidationError

from locum.http.violations import violations_of
from locum.kit.wire import WireInput
from locum.kit.wire_types import (
    EmailText,
    HexColor,
    ImageAddress,
    InstantText,
    Metadata,
    NonEmptyText,
    PhoneText,
    TimeFormat,
    WebAddress,
    Weekday,
    ZoneName,
)


@pytest.mark.parametrize(
    ("kind", "given", "kept"),
    [
        (EmailText, "Anna@Example.COM", "anna@example.com"),
        (EmailText, "anna+clx1@example.test", "anna+clx1@example.test"),
        (EmailText, "anna@firm.local", "anna@firm.local"),
        (EmailText, "anna@bücher.example", "anna@bücher.example"),
        (ZoneName, "america/new_york", "America/New_York"),
        (ZoneName, "Europe/Isle_Of_Man", "Europe/Isle_of_Man"),
        (HexColor, "#a1B", "#a1B"),
        (HexColor, "292929", "292929"),
        (WebAddress, "http://localhost:3000/a?b=c", "http://localhost:3000/a?b=c"),
        (ImageAddress, "data:image/png;base64,iVBORw0KGgo=", "data:image/png;base64,iVBORw0KGgo="),
        (PhoneText, "+49 170 1234567", "+491701234567"),
        (Metadata, {"a": "b", "n": 1.5, "yes": True}, {"a": "b", "n": 1.5, "yes": True}),
        (Metadata, {}, {}),
        (InstantText, "2050-05-01T10:00:00+02:00", datetime(2050, 5, 1, 8, tzinfo=UTC)),
        (InstantText, "2050-05-01T10:00:00.123Z", datetime(2050, 5, 1, 10, 0, 0, 123000, tzinfo=UTC)),
        (InstantText, "2050-05-01T10:00", datetime(2050, 5, 1, 10, tzinfo=UTC)),
        (InstantText, "2050-05-01", datetime(2050, 5, 1, tzinfo=UTC)),
        (Weekday, "Monday", "Monday"),
        (TimeFormat, 24, 24),
    ],
)
def test_good_values_are_kept_in_their_one_form(kind: Any, given: Any, kept: Any) -> None:
    assert TypeAdapter(kind).validate_python(given, strict=True) == kept


@pytest.mark.parametrize(
    ("kind", "given"),
    [
        (EmailText, "anna"),
        (EmailText, "anna@@example.com"),
        (EmailText, "anna@localhost"),
        (EmailText, "anna@example.c"),
        (EmailText, "anna@[127.0.0.1]"),
        (EmailText, " anna@example.com"),
        (EmailText, "Anna <anna@example.com>"),
        (EmailText, 5),
        (ZoneName, ""),
        (ZoneName, "Mars/Base"),
        (HexColor, "#12"),
        (HexColor, "red"),
        (WebAddress, "javascript:alert(1)"),
        (WebAddress, "https://"),
        (WebAddress, "https://example.com/\"onload='x'"),
        (WebAddress, "https://example.com:99999/"),
        (WebAddress, "data:image/png;base64,iVBORw0KGgo="),
        (ImageAddress, "data:text/html,<script>"),
        (PhoneText, "0170 1234567"),
        (PhoneText, "+1"),
        (Metadata, '{"a": 1}'),
        (Metadata, {"a": {"b": 1}}),
        (Metadata, {"a": [1]}),
        (Metadata, {"a": None}),
        (Metadata, {"a": float("nan")}),
        (Metadata, {"a" * 41: 1}),
        (Metadata, {"a": "b" * 501}),
        (Metadata, {str(number): number for number in range(51)}),
        (InstantText, "2050-02-30T10:00:00Z"),
        (InstantText, "2050-5-1"),
        (InstantText, 1_700_000_000),
        (InstantText, "0001-01-01T00:00:00+14:00"),
        (Weekday, "monday"),
        (TimeFormat, 13),
        (TimeFormat, "12"),
    ],
)
def test_others_are_refused(kind: Any, given: Any) -> None:
    with pytest.raises(ValidationError):
        TypeAdapter(kind).validate_python(given, strict=True)


class _Body(WireInput):
    time_zone: ZoneName
    name: NonEmptyText
    metadata: Metadata | None = None


def test_refusals_name_the_property_and_the_rule() -> None:
    with pytest.raises(ValidationError) as caught:
        _Body.model_validate({"timeZone": "Nowhere", "name": "", "metadata": "text"})
    faults = [{**fault, "loc": ("body", *fault["loc"])} for fault in caught.value.errors()]
    found = {
        violation.property: violation.constraints
        for violation in violations_of(RequestValidationError(faults).errors())
    }
    assert found["timeZone"] == {"isTimeZone": "timeZone must be a valid IANA time-zone"}
    assert found["name"] == {"isNotEmpty": "name should not be empty"}
    assert set(found["metadata"]) == {"isMetadata"}
    for limit in ("50", "40", "500"):
        assert limit in found["metadata"]["isMetadata"]
