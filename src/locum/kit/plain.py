"""HTML as plain text, for readers and servers that show nothing else."""

from html.parser import HTMLParser

_BLOCKS = frozenset(("blockquote", "div", "h1", "h2", "h3", "h4", "h5", "h6", "hr", "ol", "p", "pre", "table", "ul"))
_LINES = frozenset(("br", "dd", "dt", "li", "tr"))
_SCHEMES = ("http:", "https:", "mailto:", "tel:")
_UNSEEN = frozenset(("head", "script", "style", "title"))


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.pieces: list[str] = []
        self._unseen = 0
        self._links: list[tuple[str, int]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._unseen += tag in _UNSEEN
        self._break(tag)
        if tag == "li":
            self.pieces.append("- ")
        if tag == "a":
            self._links.append((dict(attrs).get("href") or "", len(self.pieces)))

    def handle_endtag(self, tag: str) -> None:
        self._unseen = max(0, self._unseen - (tag in _UNSEEN))
        if tag in _BLOCKS:
            self._break(tag)
        if tag == "a" and self._links:
            address, since = self._links.pop()
            label = "".join(self.pieces[since:]).strip()
            if address.startswith(_SCHEMES) and address.removeprefix("mailto:") != label:
                self.pieces.append(f" ({address})" if label else address)

    def handle_data(self, data: str) -> None:
        if not self._unseen:
            words = " ".join(data.split())
            before, after = " " * data[:1].isspace(), " " * (data[-1:].isspace() and bool(words))
            self.pieces.append(f"{before}{words}{after}")

    def _break(self, tag: str) -> None:
        if tag in _BLOCKS:
            self.pieces.append("\n\n")
        elif tag in _LINES:
            self.pieces.append("\n")


def plain_text(html: str) -> str:
    """The words, a blank line between paragraphs; links keep their addresses."""
    reader = _Reader()
    reader.feed(html)
    reader.close()
    lines: list[str] = []
    for line in "".join(reader.pieces).replace("\xa0", " ").split("\n"):
        shown = " ".join(line.split())
        if shown or (lines and lines[-1]):
            lines.append(shown)
    return "\n".join(lines).strip()
