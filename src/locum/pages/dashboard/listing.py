"""Long lists in pages: which one the address asks for, and the ways to its neighbours."""

from dataclasses import dataclass

from babel.numbers import format_decimal
from fastapi import Request

from locum.kit.paging import Page
from locum.mail.catalogue import Words
from locum.pages.rendering import here

FIELD = "page"
_MOST_DIGITS = 6


@dataclass(frozen=True, slots=True)
class Leaf:
    """One page of a long list; the first is 1."""

    request: Request
    number: int
    size: int

    @property
    def rows(self) -> Page:
        """Its rows and one more, which says whether there is another page."""
        return Page(self.size + 1, (self.number - 1) * self.size)

    @property
    def exact(self) -> Page:
        """Its rows, where the whole number is known."""
        return Page(self.size, (self.number - 1) * self.size)

    @property
    def before(self) -> str | None:
        """The address of the page before."""
        return (
            None if self.number == 1 else here(self.request, **{FIELD: None if self.number == 2 else self.number - 1})
        )

    def after(self, found: int) -> str | None:
        """The address of the page after, if more rows were found than fit."""
        return here(self.request, **{FIELD: self.number + 1}) if found > self.size else None

    def after_of(self, total: int) -> str | None:
        """The address of the page after, if there are more rows than up to here."""
        return self.after(total - (self.number - 1) * self.size)

    def told(self, words: Words, shown: int, total: int) -> str:
        """Which rows these are, in words."""
        first = (self.number - 1) * self.size + 1
        numbers = {"first": first, "last": first + shown - 1, "total": total}
        return words.text("page.span", **{name: format_decimal(n, locale=words.locale) for name, n in numbers.items()})


def leaf(request: Request, size: int) -> Leaf:
    """The page that the address asks for; nonsense means the first."""
    asked = request.query_params.get(FIELD, "1")
    is_number = asked.isascii() and asked.isdigit() and len(asked) <= _MOST_DIGITS
    return Leaf(request, max(1, int(asked)) if is_number else 1, size)
