"""Which keys will do, and for what."""

from typing import Any

import pytest

from locum.delegation.rules import plain_domain, platform_of_key

GOOGLE = {"private_key": "k", "client_email": "e", "client_id": "i"}
MICROSOFT = {"private_key": "k", "tenant_id": "t", "client_id": "i"}
NO_TEXTS: list[Any] = ["", "  ", None, 7, []]


@pytest.mark.parametrize(
    ("key", "slug"),
    [
        (GOOGLE, "google"),
        (MICROSOFT, "office365"),
        ({**GOOGLE, "type": "service_account", "token_uri": "http://127.0.0.1"}, "google"),
        ({**MICROSOFT, "client_email": ""}, "office365"),
        ({}, None),
        ({"private_key": "k", "client_id": "i"}, None),
        *(({**GOOGLE, name: bad}, None) for name in ("private_key", "client_id") for bad in NO_TEXTS),
        *(({**MICROSOFT, name: bad}, None) for name in ("private_key", "client_id") for bad in NO_TEXTS),
        ({**GOOGLE, "client_email": " "}, None),
        ({**GOOGLE, "private_key": "k" * 8001}, None),
    ],
)
def test_a_key_says_whose_it_is(key: dict[str, Any], slug: str | None) -> None:
    found = platform_of_key(key)
    assert (found.slug if found else None) == slug


@pytest.mark.parametrize("text", ["acme.com", "ACME.com", " @Acme.com "])
def test_domains_are_compared_in_one_spelling(text: str) -> None:
    assert plain_domain(text) == "acme.com"
