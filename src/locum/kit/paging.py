"""Bounded pages of lists: `take` and `skip` on the way in, eight numbers on the way out."""

from dataclasses import dataclass

from pydantic import BaseModel, ConfigDict
from pydantic.alias_generators import to_camel

LAST = 2**63 - 1
"""The last row that there could be."""


@dataclass(frozen=True, slots=True)
class Page:
    """A slice of a list: how many rows at most, and how many to leave out first."""

    take: int = 250
    skip: int = 0


class Pagination(BaseModel):
    """Where a page stands in its list (organization plane sheet, section 5; bookings sheet, section 4.2)."""

    model_config = ConfigDict(alias_generator=to_camel, validate_by_name=True, validate_by_alias=True)

    total_items: int
    remaining_items: int
    returned_items: int
    items_per_page: int
    current_page: int
    total_pages: int
    has_next_page: bool
    has_previous_page: bool


class Turning(Pagination):
    """The same for programs that turn pages: where the next one begins, None after the last."""

    next_cursor: str | None
    has_more: bool


def turning(page: Page, total: int) -> Turning:
    """Where a page of a list of `total` items stands, and where to go on."""
    end = page.skip + page.take
    more = end < total
    return Turning(**pagination(page, total).model_dump(), next_cursor=str(end) if more else None, has_more=more)


def pagination(page: Page, total: int) -> Pagination:
    """The eight numbers of a page of a list of `total` items; the page number is 0 for an empty list."""
    pages = -(-total // page.take)
    return Pagination(
        total_items=total,
        remaining_items=max(0, total - page.skip - page.take),
        returned_items=min(page.take, max(0, total - page.skip)),
        items_per_page=page.take,
        current_page=min(page.skip // page.take + 1, pages),
        total_pages=pages,
        has_next_page=page.skip + page.take < total,
        has_previous_page=page.skip > 0,
    )
