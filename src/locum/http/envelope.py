"""The success form of the wire: `{"status": "success", "data": ...}`."""

from typing import Generic, Literal, TypeVar

from pydantic import BaseModel

from locum.kit.paging import Page, Pagination, Turning, turning

T = TypeVar("T")


class Envelope(BaseModel, Generic[T]):
    """An answer with data."""

    status: Literal["success", "error"] = "success"
    data: T


class PagedEnvelope(BaseModel, Generic[T]):
    """A page of a list that tells how long the list is."""

    status: Literal["success", "error"] = "success"
    data: T
    pagination: Pagination


class TurnedEnvelope(BaseModel, Generic[T]):
    """A page of a list that tells where the next one begins."""

    status: Literal["success", "error"] = "success"
    data: T
    pagination: Turning


class Done(BaseModel):
    """An answer without data."""

    status: Literal["success", "error"] = "success"


def success(data: T) -> Envelope[T]:
    """Wrap an answer, without validating again what is built from validated parts."""
    return Envelope[T].model_construct(status="success", data=data)


def paged(data: T, pagination: Pagination) -> PagedEnvelope[T]:
    """Wrap a page of a list."""
    return PagedEnvelope[T].model_construct(status="success", data=data, pagination=pagination)


def turned(data: T, page: Page, total: int) -> TurnedEnvelope[T]:
    """Wrap a page of a list of `total` items for whoever turns pages."""
    return TurnedEnvelope[T].model_construct(status="success", data=data, pagination=turning(page, total))
