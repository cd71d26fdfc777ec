"""Cross-origin answers: every origin, whatever headers the preflight asks for (client surface sheet, rule 5)."""

METHODS = "GET, POST, PATCH, PUT, DELETE, HEAD, OPTIONS"
MAX_AGE = "86400"
ALLOWED = (
    "x-cal-client-id, x-cal-secret-key, x-cal-platform-embed, cal-api-version, Accept, Authorization, "
    "Content-Type, Origin"
)

Headers = list[tuple[bytes, bytes]]

PRIVATE: Headers = [(b"cache-control", b"no-store"), (b"x-content-type-options", b"nosniff")]
"""What every answer of the API says unless it knows better: it is for the caller alone, and is what it says it is."""

ANSWER: Headers = [(b"access-control-allow-origin", b"*"), (b"access-control-expose-headers", b"*")]


def preflight(asked_headers: bytes | None) -> Headers:
    """The headers of the answer to a preflight request."""
    return [
        *ANSWER,
        (b"access-control-allow-methods", METHODS.encode()),
        (b"access-control-allow-headers", asked_headers or ALLOWED.encode()),
        (b"access-control-max-age", MAX_AGE.encode()),
        (b"vary", b"Access-Control-Request-Headers"),
        (b"content-length", b"0"),
    ]
