"""A browser without a screen for page tests: keeps cookies, sends forms as the page wrote them."""

import re
from dataclasses import dataclass, field
from html.parser import HTMLParser
from typing import Any

from httpx import AsyncClient, Response


@dataclass
class Form:
    """One form of a page: where it goes, and what its fields hold."""

    action: str
    method: str
    fields: dict[str, list[str]] = field(default_factory=dict)


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.forms: list[Form] = []
        self.links: list[str] = []
        self._area: str | None = None
        self._select: str | None = None
        self._chosen = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        found = {name: value or "" for name, value in attrs}
        if tag == "form":
            self.forms.append(Form(found.get("action", ""), found.get("method", "get")))
        elif tag == "a":
            self.links.append(found.get("href", ""))
        elif tag == "textarea":
            self._area = found["name"]
            self._keep(self._area, "")
        elif tag == "select":
            self._select = found["name"]
        elif tag == "option" and self._select and "selected" in found:
            self._chosen = "value" not in found
            if "value" in found:
                self._keep(self._select, found["value"])
        elif tag == "input" and "name" in found:
            is_off = found.get("type") in {"radio", "checkbox"} and "checked" not in found
            if not is_off:
                self._keep(found["name"], found.get("value", ""))

    def handle_data(self, data: str) -> None:
        if self._area:
            self.forms[-1].fields[self._area][-1] += data
        elif self._select and self._chosen:
            self._keep(self._select, data)
            self._chosen = False

    def handle_endtag(self, tag: str) -> None:
        if tag == "textarea":
            self._area = None
        elif tag == "select":
            self._select = None

    def _keep(self, name: str, value: str) -> None:
        if self.forms:
            self.forms[-1].fields.setdefault(name, []).append(value)


def forms_of(html: str) -> list[Form]:
    """The forms of a page in their order."""
    reader = _Reader()
    reader.feed(html)
    return reader.forms


def links_of(html: str) -> list[str]:
    """The links of a page in their order."""
    reader = _Reader()
    reader.feed(html)
    return reader.links


def text_of(html: str) -> str:
    """The words of a page, tags left out."""
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", html))


@dataclass
class Reader:
    """Somebody with a browser."""

    client: AsyncClient
    headers: dict[str, str] = field(default_factory=lambda: {"Sec-Fetch-Site": "same-origin"})

    async def open(self, path: str, **headers: str) -> Response:
        """Follow an address; redirects are followed too."""
        return await self.client.get(path, headers=headers, follow_redirects=True)

    async def send(self, page: Response, which: str = "", **typed: Any) -> Response:
        """Fill in and send a form of a page: the one with the shortest action that holds `which`."""
        fitting = [form for form in forms_of(page.text) if which in form.action and form.method == "post"]
        form = min(fitting, key=lambda form: len(form.action))
        fields = {**form.fields, **typed}
        action = form.action or str(page.request.url)
        return await self.client.post(action, data=fields, headers=self.headers, follow_redirects=True)
