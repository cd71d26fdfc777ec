"""HTML made harmless, and the same in plain text: pure."""

import re
from html.parser import HTMLParser

import nh3

from locum.mail.clean import paragraphs

_SCHEMES = {"http", "https", "mailto", "tel"}
_ATTRIBUTES = {**nh3.ALLOWED_ATTRIBUTES, "*": {"dir", "lang"}}
_BREAKS = frozenset({"br", "li", "tr", "dt", "dd"})
_BLOCKS = frozenset(
    {"p", "div", "h1", "h2", "h3", "h4", "h5", "h6", "ul", "ol", "dl", "table", "blockquote", "pre", "hr", "center"}
)
_MANY_BREAKS = re.compile(r"\n{3,}")
_SPACE = re.compile(r"[ \t\r\n\f]+")


def harmless(html: str) -> str:
    """What may be mailed of it: no scripts, no styles from elsewhere, links to web, mail and telephone only."""
    return nh3.clean(html, attributes=_ATTRIBUTES, url_schemes=_SCHEMES, link_rel=None)


def plain(html: str) -> str:
    """What somebody reads whose program shows no HTML; empty where there is nothing to be read."""
    reader = _Reader()
    reader.feed(html)
    reader.close()
    lines = (line.strip() for line in "".join(reader.parts).split("\n"))
    return paragraphs(_MANY_BREAKS.sub("\n\n", "\n".join(lines)), limit=20_000).strip()


class _Reader(HTMLParser):
    """Collects text; links bring their address along where it is not what is written."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.parts: list[str] = []
        self._links: list[tuple[str, int]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "a":
            self._links.append((dict(attrs).get("href") or "", len(self.parts)))
        elif tag in _BREAKS:
            self.parts.append("\n- " if tag == "li" else "\n")
        elif tag in _BLOCKS:
            self.parts.append("\n\n")

    def handle_endtag(self, tag: str) -> None:
        if tag == "a" and self._links:
            address, begins_at = self._links.pop()
            written = "".join(self.parts[begins_at:]).strip()
            if address and address.removeprefix("mailto:") != written:
                self.parts.append(f" ({address})" if written else address)
        elif tag in _BLOCKS:
            self.parts.append("\n\n")

    def handle_data(self, data: str) -> None:
        self.parts.append(_SPACE.sub(" ", data))
