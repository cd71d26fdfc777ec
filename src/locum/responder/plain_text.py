"""HTML made harmless, and the same in plain text: pure."""

import nh3

from locum.kit.plain import plain_text
from locum.mail.clean import paragraphs

_SCHEMES = {"http", "https", "mailto", "tel"}
_ATTRIBUTES = {**nh3.ALLOWED_ATTRIBUTES, "*": {"dir", "lang"}}


def harmless(html: str) -> str:
    """What may be mailed of it: no scripts, no styles from elsewhere, links to web, mail and telephone only."""
    return nh3.clean(html, attributes=_ATTRIBUTES, url_schemes=_SCHEMES, link_rel=None)


def plain(html: str) -> str:
    """What somebody reads whose program shows no HTML; empty where there is nothing to be read."""
    return paragraphs(plain_text(html), limit=20_000).strip()
