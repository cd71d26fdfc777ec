"""How much anybody may send: a body is read whole, before it is known who sends it."""

from starlette.exceptions import HTTPException
from starlette.types import Message, Receive

LARGEST_BODY = 5_000_000
"""Bytes. Pictures travel within bodies."""


def bounded(receive: Receive, declared: str | None) -> Receive:
    """The same messages; a body that is larger, or declares so, raises HTTPException 413 when it is read."""
    left = -1 if declared is not None and _is_too_large(declared) else LARGEST_BODY

    async def receive_some() -> Message:
        nonlocal left
        if left >= 0:
            message = await receive()
            left -= len(message.get("body", b""))
        if left < 0:
            raise HTTPException(413)
        return message

    return receive_some


def _is_too_large(declared: str) -> bool:
    return len(declared) > len(str(LARGEST_BODY)) or (declared.isdecimal() and int(declared) > LARGEST_BODY)
