"""HTML that people wrote, made harmless: what mail programs show, and nothing that runs, loads or tracks."""

import nh3

_TAGS = {
    *("a", "abbr", "b", "blockquote", "br", "code", "div", "em", "h1", "h2", "h3", "h4", "hr", "i", "li", "ol", "p"),
    *("pre", "s", "small", "span", "strong", "sub", "sup", "table", "tbody", "td", "th", "thead", "tr", "u", "ul"),
}
_ATTRIBUTES = {
    "*": {"dir", "lang"},
    "a": {"href", "title"},
    "td": {"colspan", "rowspan"},
    "th": {"colspan", "rowspan"},
}
_SCHEMES = {"http", "https", "mailto", "tel"}


def cleaned(html: str) -> str:
    """The same text with harmless tags only: no scripts, styles, forms or pictures, links to the web and to mail."""
    return nh3.clean(html, tags=_TAGS, attributes=_ATTRIBUTES, url_schemes=_SCHEMES, link_rel="noopener noreferrer")


def bare_text(html: str) -> str:
    """The words alone, to see whether there are any."""
    return nh3.clean(html, tags=set()).replace("&nbsp;", " ").replace("\xa0", " ").strip()
