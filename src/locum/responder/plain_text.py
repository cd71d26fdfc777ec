"""HTML in plain text: pure."""

from locum.kit.plain import plain_text
from locum.mail.clean import paragraphs


def plain(html: str) -> str:
    """What somebody reads whose program shows no HTML; empty where there is nothing to be read."""
    return paragraphs(plain_text(html), limit=20_000).strip()
