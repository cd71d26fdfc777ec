"""Refusals of use cases, told on the page that asked: nothing of what was tried stays, everything typed does."""

from collections.abc import Awaitable, Mapping
from typing import TypeVar

from sqlalchemy.exc import DBAPIError
from sqlalchemy.ext.asyncio import AsyncSession

from locum.http.errors import from_database
from locum.kit.errors import LocumError
from locum.mail.catalogue import Words

T = TypeVar("T")
_TOLD = frozenset({400, 403, 404, 409, 422})


async def attempt(session: AsyncSession, work: Awaitable[T]) -> T | LocumError:
    """Do it, or answer why not. Raises what the person can do nothing about."""
    try:
        async with session.begin_nested():
            return await work
    except LocumError as refusal:
        return refusal
    except DBAPIError as error:
        broken = from_database(error)
        if broken.status not in _TOLD:
            raise
        return broken


def in_words(words: Words, refusal: LocumError, known: Mapping[str, str]) -> str:
    """Why not, in the person's language; `known` are catalogue keys by how the text of the refusal begins."""
    key = next((key for text, key in known.items() if refusal.message.startswith(text)), None)
    return words.text(key or f"error.{refusal.status if refusal.status in _TOLD else 400}.text")
