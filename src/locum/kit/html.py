"""HTML that people wrote, made harmless: what mail programs show, and nothing that runs, loads or tracks."""

import nh3

_TAGS = nh3.ALLOWED_TAGS - {"area", "img", "map"}
_ATTRIBUTES = {tag: names for tag, names in nh3.ALLOWED_ATTRIBUTES.items() if tag in _TAGS} | {
    "*": {"dir", "lang", "title"}
}
_SCHEMES = {"http", "https", "mailto", "tel"}


def cleaned(html: str) -> str:
    """The same text with harmless tags only: no scripts, styles, forms or pictures, links to the web and to mail."""
    return nh3.clean(html, tags=_TAGS, attributes=_ATTRIBUTES, url_schemes=_SCHEMES, link_rel="noopener noreferrer")


def bare_text(html: str) -> str:
    """The words alone, to see whether there are any."""
    return nh3.clean(html, tags=set()).replace("&nbsp;", " ").replace("\xa0", " ").strip()
