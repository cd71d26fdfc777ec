"""How a short message gets to a phone, whoever carries it."""

from typing import Protocol


class NotSent(Exception):
    """The message was not taken; the text says why and is for the log."""


class Gateway(Protocol):
    """Takes messages for phones."""

    async def send(self, number: str, text: str) -> None:
        """Hand over a message for a number in E.164; returns once somebody has taken it. Raises NotSent."""
        ...
