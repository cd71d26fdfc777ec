"""Requests of backends that speak JSON over HTTP, through the gate, and their failures in words."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from html import escape
from typing import Any

from locum.kit.safe_urls import Outbound, Refused, Unreachable
from locum.targets.backends.port import TargetFailure

MOST_BYTES = 2 * 1024 * 1024

Json = dict[str, Any]


class NotLetIn(TargetFailure):
    """The server does not take the password or token (any more)."""


@dataclass(frozen=True, slots=True)
class Web:
    """A way to servers. `authorization` is the header that shows who Locum is."""

    allow_private: bool
    authorization: str

    async def ask(self, method: str, address: str, body: Json | None = None, **headers: str) -> Json:
        """The answer, a JSON object. Raises TargetFailure for any other."""
        if not (self.authorization.isascii() and self.authorization.isprintable()):
            # Said here: what speaks HTTP would name the header with its value.
            raise TargetFailure("the password or token has characters that cannot be sent")
        told = {"Accept": "application/json", "Authorization": self.authorization, **headers}
        if body is not None:
            told["Content-Type"] = "application/json"
        try:
            async with Outbound(allow_private=self.allow_private) as outbound:
                answer = await outbound.send(
                    method,
                    address,
                    headers=told,
                    content=b"" if body is None else json.dumps(body).encode(),
                    most_bytes=MOST_BYTES,
                )
        except Refused as error:
            raise TargetFailure(f"the server may not be asked: {error}") from error
        except Unreachable as error:
            raise TargetFailure(f"the server does not answer: {error}", unreachable=True) from error
        if answer.status == 401:
            raise NotLetIn(_in_words(answer.status))
        if answer.status not in {200, 201}:
            raise TargetFailure(_in_words(answer.status), unreachable=answer.status >= 500 or answer.status == 429)
        return _object(answer.beginning)


def _object(text: bytes) -> Json:
    try:
        found = json.loads(text)
    except ValueError:
        found = None
    if not isinstance(found, dict):
        raise TargetFailure("the server's answer is no JSON object")
    return found


def _in_words(status: int) -> str:
    if status in {401, 403}:
        return f"the server does not let Locum in ({status})"
    if status == 404:
        return "the server knows no such mailbox or address (404)"
    return f"the server answers with status {status}"


def part(answer: Mapping[str, Any], *path: str) -> Any:
    """What stands in an answer at a place. Raises TargetFailure where it is not."""
    found: Any = answer
    for name in path:
        if not isinstance(found, Mapping) or name not in found:
            raise TargetFailure(f"the server's answer lacks {'.'.join(path)}")
        found = found[name]
    return found


def as_html(text: str) -> str:
    """Plain text as HTML."""
    return "".join(
        f"<p>{escape(piece).replace(chr(10), '<br>')}</p>" for piece in text.replace("\r\n", "\n").split("\n\n")
    )
