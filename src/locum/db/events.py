"""Use cases say what happened; features that care listen. Everything happens in the publisher's transaction.

A listener either acts in the house (in the same transaction) or defers a job for what leaves it, so that
nothing is sent for what did not commit and everything is sent for what did.
"""

from collections import defaultdict
from collections.abc import Awaitable, Callable
from typing import Any, TypeVar

from sqlalchemy.ext.asyncio import AsyncSession


class Event:
    """Base of everything that a feature announces. Events are frozen dataclasses of ids and plain values."""

    __slots__ = ()


E = TypeVar("E", bound=Event)
Listener = Callable[[AsyncSession, E], Awaitable[None]]

_listeners: dict[type[Event], list[Listener[Any]]] = defaultdict(list)


def listens_to(*kinds: type[E]) -> Callable[[Listener[E]], Listener[E]]:
    """Register a listener for kinds of events, once, when its module is imported by the composition root."""

    def register(listener: Listener[E]) -> Listener[E]:
        for kind in kinds:
            if listener not in _listeners[kind]:
                _listeners[kind].append(listener)
        return listener

    return register


async def publish(session: AsyncSession, event: Event) -> None:
    """Tell every listener of this kind, in order of registration, within the session's transaction."""
    await session.flush()
    for listener in _listeners[type(event)]:
        await listener(session, event)
