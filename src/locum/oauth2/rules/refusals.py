"""Refusals in the words of the protocol (RFC 6749, sections 4.1.2.1 and 5.2)."""

import re

LONGEST = 400
_NOT_TOLD = re.compile(r"[^\x20-\x21\x23-\x5b\x5d-\x7e]")
"""What a description may not hold; strangers' words come back in some."""


class Refused(Exception):
    """`error` is one of the protocol's words, `description` a text for developers, `status` that of the answer."""

    def __init__(self, error: str, description: str, status: int = 400) -> None:
        super().__init__(f"{error}: {description}")
        self.error = error
        self.description = _NOT_TOLD.sub("?", description)[:LONGEST]
        self.status = status


def invalid_request(description: str) -> Refused:
    """The request lacks something, says something twice, or cannot be read."""
    return Refused("invalid_request", description)


def invalid_client(description: str) -> Refused:
    """The application is not known, or did not prove itself."""
    return Refused("invalid_client", description, 401)


def invalid_grant(description: str) -> Refused:
    """The code or the refresh token is not, or no longer, good for this application."""
    return Refused("invalid_grant", description)
