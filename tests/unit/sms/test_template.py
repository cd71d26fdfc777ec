"""What gateways are told, whatever a message holds."""

import json
from urllib.parse import parse_qs

import pytest

from locum.sms.template import fill

NASTY = '"}, {to} {digits} &To=+1\n\\ 100 % "'


def test_a_json_object_keeps_its_shape() -> None:
    template = '{"messages": [{"to": ["{to}"], "text": "Acme: {text}", "count": 1, "flash": false}]}'
    content_type, body = fill(template, "+4915112345", NASTY)
    assert content_type == "application/json"
    message = {"to": ["+4915112345"], "text": f"Acme: {NASTY}", "count": 1, "flash": False}
    assert json.loads(body) == {"messages": [message]}


@pytest.mark.parametrize("sender", ["+15550100", "%2B15550100"])
def test_fields_of_a_form_stay_apart(sender: str) -> None:
    content_type, body = fill(f"From={sender}&To={{to}}&Body={{text}}&n={{digits}}&x=", "+4915112345", NASTY)
    assert content_type == "application/x-www-form-urlencoded"
    assert parse_qs(body.decode(), keep_blank_values=True) == {
        "From": ["+15550100"],
        "To": ["+4915112345"],
        "Body": [NASTY],
        "n": ["4915112345"],
        "x": [""],
    }
