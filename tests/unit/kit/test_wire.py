"""Answers built from trusted values look exactly as validated ones."""

from datetime import UTC, datetime

from pydantic import Field

from locum.kit.wire import Instant, WireInput, WireOutput


class Inner(WireOutput):
    first_name: str
    note: str | None = None


class Outer(WireOutput):
    id: int
    made_at: Instant
    inner_parts: list[Inner] = Field(default_factory=list)


AT = datetime(2050, 5, 1, 7, tzinfo=UTC)


def test_trusted_and_validated_answers_are_the_same() -> None:
    trusted = Outer.model_construct(id=1, made_at=AT, inner_parts=[Inner.model_construct(first_name="Ada")])
    validated = Outer(id=1, made_at=AT, inner_parts=[Inner(first_name="Ada")])
    assert trusted == validated
    assert trusted.model_dump_json(by_alias=True) == validated.model_dump_json(by_alias=True)
    assert trusted.model_fields_set == validated.model_fields_set == {"id", "made_at", "inner_parts"}


def test_defaults_are_not_shared() -> None:
    one, two = Outer.model_construct(id=1, made_at=AT), Outer.model_construct(id=2, made_at=AT)
    one.inner_parts.append(Inner(first_name="Ada"))
    assert two.inner_parts == []
    assert "inner_parts" not in two.model_fields_set
    assert '"madeAt":"2050-05-01T07:00:00.000Z"' in two.model_dump_json(by_alias=True)


class Body(WireInput):
    to_user_id: int | None = None
    notes: str | None = None


def test_absent_is_not_the_same_as_null() -> None:
    assert Body.model_validate({"toUserId": None, "other": 1}).given() == {"to_user_id": None}
