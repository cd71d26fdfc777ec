"""The HTML of a mail: complete, readable from the right, and never made of what strangers typed."""

from dataclasses import replace
from html.parser import HTMLParser

import pytest

from locum.mail import render
from locum.mail.booking_letter import booking_letter
from locum.mail.notices import Answer, BookingKind
from tests.unit.mail.facts import BOB, attendee, booking, host


class Outline(HTMLParser):
    """Tags with their attributes, and the text outside of style."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.words: list[str] = []
        self._open: list[str] = []
        self.feed(html)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))
        if tag not in {"meta", "br"}:
            self._open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self._open.pop() == tag

    def handle_data(self, data: str) -> None:
        if self._open and self._open[-1] != "style":
            self.words.append(data)

    def attributes(self, tag: str) -> list[dict[str, str | None]]:
        return [attributes for name, attributes in self.tags if name == tag]

    @property
    def balanced(self) -> bool:
        return not self._open


def page(language: str = "en", **changes: object) -> Outline:
    recipient = attendee(replace(BOB, language=language))
    return Outline(render.html(booking_letter(booking(**changes), recipient, "Locum")))


@pytest.mark.parametrize(("language", "direction", "near"), [("en", "ltr", "left"), ("ar", "rtl", "right")])
def test_language_and_direction(language: str, direction: str, near: str) -> None:
    outline = page(language)
    assert outline.balanced
    assert outline.attributes("html")[0] == {"lang": language, "dir": direction}
    assert {cell.get("align") for cell in outline.attributes("th")} == {near}


def test_tables_are_for_looks_except_the_facts() -> None:
    outline = page()
    assert [table.get("role") for table in outline.attributes("table")].count(None) == 1
    assert all(cell.get("scope") == "row" for cell in outline.attributes("th"))
    assert len(outline.attributes("h1")) == 1


def test_nothing_is_loaded_from_elsewhere() -> None:
    outline = page()
    assert not {"img", "script", "link", "iframe", "object"} & {tag for tag, _ in outline.tags}
    assert "url(" not in render.html(booking_letter(booking(), attendee(), "Locum"))


def test_links_lead_to_the_booking() -> None:
    hrefs = [link["href"] for link in page().attributes("a")]
    assert "https://locum.example/booking/u1" in hrefs
    assert all(href and href.startswith("https://") for href in hrefs)


EVIL = '<script>alert(1)</script>"><a href="javascript:x">'


def test_typed_words_never_become_markup() -> None:
    notice = booking(
        kind=BookingKind.CANCELLED,
        title=EVIL,
        location=EVIL,
        notes=EVIL,
        reason=EVIL,
        answers=(Answer(EVIL, EVIL),),
        organizer=replace(BOB, name=EVIL),
        attendees=(replace(BOB, name=EVIL, email=EVIL),),
    )
    outline = Outline(render.html(booking_letter(notice, host(), EVIL)))
    assert outline.balanced
    assert not outline.attributes("script")
    assert not [link for link in outline.attributes("a") if "javascript" in (link["href"] or "")]
    assert any(EVIL in words for words in outline.words)


def test_a_place_that_is_no_web_address_is_no_link() -> None:
    outline = page(location="javascript:alert(1)")
    assert all("javascript" not in (link["href"] or "") for link in outline.attributes("a"))


def test_what_is_over_is_struck_through() -> None:
    assert page(kind=BookingKind.CANCELLED).attributes("s")
    assert not page().attributes("s")
