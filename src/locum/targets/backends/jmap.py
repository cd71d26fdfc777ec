"""A server with JMAP: the one object `VacationResponse` of an account (RFC 8620; RFC 8621, section 8)."""

import base64
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Annotated, Any, Literal
from urllib.parse import urljoin

from pydantic import Field

from locum.kit import clock
from locum.kit.plain import plain_text
from locum.kit.wire import WireInput
from locum.kit.wire_types import WebAddress
from locum.replies.state import Text
from locum.targets.backends.port import Found, Mailbox, TargetFailure
from locum.targets.backends.times import timed
from locum.targets.backends.web import Json, Web, as_html, part
from locum.targets.holding import Capabilities, Holding

CORE, VACATION = "urn:ietf:params:jmap:core", "urn:ietf:params:jmap:vacationresponse"
HOLDS = Capabilities(audiences=frozenset(("all",)), two_texts=False)


class JmapSettings(WireInput):
    """Where the server is, and as whom Locum signs in."""

    session_url: Annotated[
        WebAddress, Field(max_length=2000, description="Of the JMAP session itself: redirects are not followed.")
    ]
    auth: Literal["basic", "bearer"] = "basic"
    username: Annotated[
        str,
        Field(min_length=1, max_length=320, description="For basic; {address}, {local} and {domain} are filled in."),
    ] = "{address}"
    account: Annotated[
        str | None, Field(max_length=255, description="The id of the account, if it is not the primary one.")
    ] = None


@dataclass(slots=True)
class Jmap:
    """The vacation response of one account."""

    settings: JmapSettings
    mailbox: Mailbox
    secret: str
    allow_private: bool
    _state: str | None = field(default=None, init=False)
    """As of the last reading: nobody's change since is written over."""

    async def read(self) -> Found:
        """The object as it is."""
        told = await self._call("VacationResponse/get", ids=["singleton"])
        self._state = str(part(told, "state"))
        rows = part(told, "list")
        if not isinstance(rows, list) or not rows:
            raise TargetFailure("the account has no vacation response")
        return Found(_held(rows[0]), HOLDS)

    async def write(self, wanted: Holding) -> None:
        """Change it, unless somebody did meanwhile."""
        if self._state is None:
            await self.read()
        told = await self._call("VacationResponse/set", ifInState=self._state, update={"singleton": _patch(wanted)})
        if "singleton" not in (told.get("updated") or {}):
            refused = part(told, "notUpdated", "singleton")
            raise TargetFailure(f"the server refuses: {str(part(refused, 'type'))[:60]}")
        self._state = str(told.get("newState"))

    async def _call(self, method: str, **arguments: Any) -> Json:
        web = Web(self.allow_private, self._authorization())
        session = await web.ask("GET", self.settings.session_url)
        if VACATION not in part(session, "capabilities"):
            raise TargetFailure("the server has no vacation responses")
        account = self.settings.account or part(session, "primaryAccounts", VACATION)
        call = [method, {"accountId": account, **arguments}, "0"]
        address = urljoin(self.settings.session_url, str(part(session, "apiUrl")))
        if not address.startswith("https:") and self.settings.session_url.startswith("https:"):
            raise TargetFailure("the server wants to be asked without encryption")
        answer = await web.ask("POST", address, {"using": [CORE, VACATION], "methodCalls": [call]})
        return _result(part(answer, "methodResponses"), method)

    def _authorization(self) -> str:
        if self.settings.auth == "bearer":
            return f"Bearer {self.secret}"
        named = f"{self.mailbox.fill(self.settings.username)}:{self.secret}"
        return f"Basic {base64.b64encode(named.encode()).decode()}"


def _result(responses: Any, method: str) -> Json:
    """The arguments of the one response (RFC 8620, section 3.4)."""
    match responses:
        case [[name, dict() as arguments, *_], *_] if name == method:
            return arguments
        case [["error", {"type": str() as kind}, *_], *_]:
            raise TargetFailure(f"the server refuses: {kind[:60]}")
    raise TargetFailure("the server's answer is no JMAP")


def _held(row: Mapping[str, Any]) -> Holding:
    html, plain = row.get("htmlBody"), row.get("textBody")
    text = Text(row.get("subject"), html if html is not None else as_html(plain) if plain is not None else None)
    mode, start, end = (
        timed(_instant(row.get("fromDate")), _instant(row.get("toDate")), clock.now())
        if row.get("isEnabled")
        else ("off", None, None)
    )
    return Holding(mode, start, end, "all", text, text)


def _patch(wanted: Holding) -> Json:
    html = wanted.external.html or None
    return {
        "isEnabled": wanted.mode != "off",
        "fromDate": _shown(wanted.start),
        "toDate": _shown(wanted.end),
        "subject": wanted.external.subject,
        "htmlBody": html,
        "textBody": plain_text(html) if html else None,
    }


def _instant(text: object) -> datetime | None:
    if not isinstance(text, str):
        return None
    try:
        return datetime.fromisoformat(text).astimezone(UTC)
    except (ValueError, OverflowError) as error:
        raise TargetFailure("the server's times are no times") from error


def _shown(instant: datetime | None) -> str | None:
    return instant.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ") if instant else None
