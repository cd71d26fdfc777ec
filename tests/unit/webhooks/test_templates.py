"""Templates: paths, what is missing, what breaks, and that nothing a visitor writes gets out of its text."""

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from locum.webhooks.templates import FORM, JSON, LONGEST, Rendered, render

BODY: dict[str, Any] = {
    "triggerEvent": "BOOKING_CREATED",
    "createdAt": "2050-01-03T08:00:00.000Z",
    "payload": {
        "type": "check-up",
        "title": "Check-up between Ada and Bea",
        "length": 60,
        "requiresConfirmation": False,
        "seatsPerTimeSlot": None,
        "organizer": {"name": "Ada", "language": {"locale": "en"}},
        "attendees": [{"name": 'Bea "B" <b@x> & Co', "email": "bea@example.com"}, {"name": "Cem"}],
        "metadata": {"a key": 1},
    },
}


def filled(template: str, body: dict[str, Any] = BODY) -> str:
    """What a template that is no JSON becomes."""
    rendered = render(template, body)
    assert rendered.content_type == FORM
    return rendered.content.decode()


def is_default(rendered: Rendered, body: dict[str, Any] = BODY) -> bool:
    return rendered.content_type == JSON and json.loads(rendered.content) == body


@pytest.mark.parametrize(
    ("template", "text"),
    [
        ("{{type}} {{ title }}", "check-up Check-up between Ada and Bea"),
        ("{{triggerEvent}} {{createdAt}}", "BOOKING_CREATED 2050-01-03T08:00:00.000Z"),
        ("{{organizer.language.locale}}", "en"),
        ("{{attendees.1.name}} {{attendees.[1].name}}", "Cem Cem"),
        ("{{attendees.0.name}}", 'Bea "B" &lt;b@x&gt; &amp; Co'),
        ("{{{attendees.0.name}}} {{&attendees.0.name}}", 'Bea "B" <b@x> & Co ' * 2),
        ("<{{nothing}}{{organizer.nothing.more}}{{attendees.2.name}}{{attendees.-1}}{{title.0}}>", "<>"),
        ("{{seatsPerTimeSlot}}|{{requiresConfirmation}}|{{length}}", "|false|60"),
        ("{{organizer}}", '{"name":"Ada","language":{"locale":"en"}}'),
        ("{{metadata.[a key]}}", "1"),
        ("a{{! a remark }}b{{!-- with }} inside --}}c", "abc"),
        ("id={{length}}}", "id=60}"),
        ("{{attendees.__class__}}{{title.upper}}{{payload}}", ""),
        ("{{attendees.99999999999999999999}}", ""),
    ],
)
def test_what_paths_become(template: str, text: str) -> None:
    assert filled(template) == text.strip()


def test_json_stays_json_whatever_the_values_hold() -> None:
    template = '{"name": "{{attendees.0.name}}", "n": [1, null, {"{{type}}": "{{length}} min"}], "€": true}'
    rendered = render(template, BODY)
    assert rendered.content_type == JSON
    assert json.loads(rendered.content) == {
        "name": 'Bea "B" &lt;b@x&gt; &amp; Co',
        "n": [1, None, {"check-up": "60 min"}],
        "€": True,
    }
    assert "€" in rendered.content.decode()


@pytest.mark.parametrize("template", [None, "", "  \n"])
def test_without_a_template_the_body_goes_out(template: str | None) -> None:
    assert is_default(render(template, BODY))


@pytest.mark.parametrize(
    "template",
    [
        "{{#if title}}x{{/if}}",
        "{{title",
        '{"a": "{{title"}',
        "{{}}",
        "{{a..b}}",
        "{{lookup attendees 0}}",
        "{{!-- never closed }}",
        "{{{title}}",
        "[" * 100_000 + "]" * 100_000,
        "{{title}}" * LONGEST,
        '{"a": "' + "{{title}}" * (LONGEST // 20) + '"}',
    ],
    ids=lambda text: text[:20],
)
def test_what_cannot_be_filled_in_is_left_aside(template: str) -> None:
    assert is_default(render(template, BODY))


@pytest.mark.parametrize("number", ["NaN", "1e999", "-Infinity", "9" * 5000])
def test_what_only_looks_like_json_is_text(number: str) -> None:
    assert filled(f'{{"a": {number}}}') == f'{{"a": {number}}}'


def test_half_a_surrogate_pair_survives() -> None:
    rendered = render(r'{"a": "\ud83d"}', BODY)
    assert json.loads(rendered.content) == {"a": "\ud83d"}


@pytest.mark.parametrize(
    ("trigger", "applies"),
    [
        ("BOOKING_CANCELLED", True),
        ("BOOKING_NO_SHOW_UPDATED", True),
        ("OOO_CREATED", True),
        ("MEETING_STARTED", False),
        ("MEETING_ENDED", False),
        ("FORM_SUBMITTED", False),
        ("INSTANT_MEETING", False),
        ("AFTER_GUESTS_CAL_VIDEO_NO_SHOW", False),
    ],
)
def test_which_events_have_templates(trigger: str, applies: bool) -> None:
    body = {**BODY, "triggerEvent": trigger}
    assert is_default(render("{{type}}", body), body) is not applies


values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from("abc"), inner, max_size=3),
    max_leaves=8,
)
payloads = st.dictionaries(st.sampled_from("abc"), values)
words = st.sampled_from(
    ["{{", "}}", "{{{", "}}}", "{{a}}", "{{b.0}}", "{{&c}}", "{{!", "{{!--", "--}}", ".", "#", "a", '"']
)
anything = st.lists(words | st.text(max_size=5)).map("".join)


@given(payload=payloads, template=anything)
def test_any_text_gives_some_body(payload: dict[str, Any], template: str) -> None:
    rendered = render(template, {"triggerEvent": "X", "createdAt": "now", "payload": payload})
    assert rendered.content_type in {JSON, FORM}
    if rendered.content_type == JSON:
        json.loads(rendered.content)


templates = st.recursive(
    st.sampled_from(["{{a}}", "x{{{b}}}y", "{{a.b}}", "{{c.0}}", "none"]) | st.integers() | st.none(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from("klm"), inner, max_size=3),
    max_leaves=6,
)


@given(payload=payloads, template=templates)
def test_values_never_change_the_shape_of_json(payload: dict[str, Any], template: Any) -> None:
    rendered = render(json.dumps(template), {"triggerEvent": "X", "createdAt": "now", "payload": payload})
    assert rendered.content_type == JSON
    assert shape(json.loads(rendered.content)) == shape(template)


def shape(value: Any) -> Any:
    """What is left when texts are all alike."""
    if isinstance(value, dict):
        return {name: shape(inner) for name, inner in value.items()}
    if isinstance(value, list):
        return [shape(inner) for inner in value]
    return "text" if isinstance(value, str) else value


@given(text=st.text())
def test_escaping_can_be_undone(text: str) -> None:
    body = {"triggerEvent": "X", "payload": {"a": text}}
    escaped = json.loads(render('"{{a}}"', body).content)
    assert not set(escaped) & set("<>")
    assert escaped.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&") == text
    assert json.loads(render('"{{{a}}}"', body).content) == text
