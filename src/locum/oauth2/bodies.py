"""How applications write to the token addresses: JSON or a form, with or without HTTP's own way to show a secret."""

import binascii
import json
from base64 import b64decode
from typing import Annotated, Any
from urllib.parse import parse_qsl, unquote_plus

from fastapi import Depends, Request

from locum.oauth2.rules.token_request import Sent

FORM = "application/x-www-form-urlencoded"


async def _sent(request: Request) -> Sent:
    text = (await request.body()).decode("utf-8", "replace")
    is_form = request.headers.get("content-type", "").partition(";")[0].strip().lower() == FORM
    fields = read_form(text) if is_form else read_json(text)
    return Sent(fields, read_basic(request.headers.get("authorization", "")))


CurrentBody = Annotated[Sent, Depends(_sent)]


def read_form(text: str) -> dict[str, Any] | None:
    """The fields of a form, each at most once."""
    pairs = parse_qsl(text, keep_blank_values=True)
    fields: dict[str, Any] = dict(pairs)
    return fields if len(fields) == len(pairs) else None


def read_json(text: str) -> dict[str, Any] | None:
    """The fields of a JSON object."""
    try:
        found = json.loads(text)
    except (ValueError, RecursionError):
        return None
    return found if isinstance(found, dict) else None


def read_basic(header: str) -> tuple[str, str] | None:
    """Id and secret of an `Authorization: Basic` header, each form-encoded first (RFC 6749, section 2.3.1)."""
    scheme, _, encoded = header.partition(" ")
    if scheme.lower() != "basic":
        return None
    try:
        client_id, colon, secret = b64decode(encoded.strip(), validate=True).decode().partition(":")
    except (binascii.Error, UnicodeDecodeError):
        return None
    return (unquote_plus(client_id), unquote_plus(secret)) if colon else None
