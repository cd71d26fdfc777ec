"""Access tokens of platforms: asked for once, used until shortly before they end, and kept in memory only."""

import json
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import sha256

from locum.delegation.providers.asking import Granted
from locum.delegation.providers.port import NotGranted
from locum.kit import clock
from locum.targets.backends.port import TargetFailure
from locum.targets.backends.web import Json, NotLetIn, Web

MOST = 10_000
BEFORE_THE_END = timedelta(minutes=2)
"""So long before its end a token is not used any more: clocks differ, and requests take their time."""


class Tokens:
    """Those of one process, by what they were asked for with. Others learn nothing from one that is kept."""

    def __init__(self) -> None:
        self._kept: dict[bytes, tuple[str, datetime]] = {}

    async def token(self, name: bytes, fetch: Callable[[], Awaitable[Granted]]) -> str:
        """A token that is good for a while. One whose end nobody told is not kept. Raises NotGranted."""
        token, ends_at = self._kept.get(name, ("", clock.now()))
        if clock.now() < ends_at:
            return token
        granted = await fetch()
        self._kept.pop(name, None)
        ends_at = clock.now() + timedelta(seconds=granted.seconds) - BEFORE_THE_END
        if ends_at > clock.now():
            self._kept[name] = granted.token, ends_at
            if len(self._kept) > MOST:
                self._kept.pop(next(iter(self._kept)))
        return granted.token

    def forget(self, name: bytes) -> bool:
        """Let go of a token that the platform does not take (any more); whether there was one."""
        return self._kept.pop(name, None) is not None


TOKENS = Tokens()


@dataclass(frozen=True, slots=True)
class Signed:
    """A way to a platform's servers. `name` is everything that the token depends on, by its digest."""

    allow_private: bool
    name: bytes
    fetch: Callable[[], Awaitable[Granted]]

    async def ask(self, method: str, address: str, body: Json | None = None, **headers: str) -> Json:
        """The answer, a JSON object; a token that was taken back meanwhile is replaced. Raises TargetFailure."""
        try:
            return await self._ask(method, address, body, headers)
        except NotLetIn:
            if not TOKENS.forget(self.name):
                raise
            return await self._ask(method, address, body, headers)

    async def _ask(self, method: str, address: str, body: Json | None, headers: dict[str, str]) -> Json:
        try:
            token = await TOKENS.token(self.name, self.fetch)
        except NotGranted as error:
            raise TargetFailure(f"no access: {error}") from error
        return await Web(self.allow_private, f"Bearer {token}").ask(method, address, body, **headers)


def name_of(*parts: object) -> bytes:
    """The digest of what a token depends on, secrets among it."""
    return sha256(json.dumps(parts, sort_keys=True).encode()).digest()
