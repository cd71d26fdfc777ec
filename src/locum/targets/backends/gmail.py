"""Google Workspace: the vacation settings of a mailbox (Gmail API 1, users.settings)."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import partial

from locum.delegation.providers.asking import Line
from locum.delegation.providers.google import TOKEN_ADDRESS, Google
from locum.kit import clock
from locum.kit.wire import WireInput
from locum.replies.state import Audience, Text
from locum.targets.backends.port import Found, Mailbox, TargetFailure
from locum.targets.backends.times import timed
from locum.targets.backends.tokens import Signed, name_of
from locum.targets.backends.web import Json, as_html
from locum.targets.holding import Capabilities, Holding

GMAIL = "https://gmail.googleapis.com/gmail/v1"
SCOPE = "https://www.googleapis.com/auth/gmail.settings.basic"
HOLDS = Capabilities(two_texts=False)


class GmailSettings(WireInput):
    """Nothing to say: the mailbox is known by its address."""


@dataclass(frozen=True, slots=True)
class Gmail:
    """One mailbox. `key` is a service account to which its domain has delegated the scope."""

    mailbox: Mailbox
    key: Mapping[str, str]
    allow_private: bool

    async def read(self) -> Found:
        """The settings as they are."""
        return Found(_held(await self._web().ask("GET", f"{GMAIL}/users/me/settings/vacation")), HOLDS)

    async def write(self, wanted: Holding) -> None:
        """Replace them as a whole."""
        await self._web().ask("PUT", f"{GMAIL}/users/me/settings/vacation", _settings(wanted))

    def _web(self) -> Signed:
        person = self.mailbox.address
        asked = partial(Google(Line(self.allow_private)).token, self.key, person, SCOPE)
        return Signed(self.allow_private, name_of(TOKEN_ADDRESS, dict(self.key), person, SCOPE), asked)


def _held(told: Json) -> Holding:
    html, plain = told.get("responseBodyHtml"), told.get("responseBodyPlainText")
    text = Text(told.get("responseSubject") or None, html or (as_html(plain) if plain else None))
    mode, start, end = (
        timed(_instant(told.get("startTime")), _instant(told.get("endTime")), clock.now())
        if told.get("enableAutoReply")
        else ("off", None, None)
    )
    return Holding(mode, start, end, _audience(told), text, text)


def _audience(told: Json) -> Audience:
    if told.get("restrictToDomain"):
        return "none"
    return "known" if told.get("restrictToContacts") else "all"


def _settings(wanted: Holding) -> Json:
    text = wanted.external
    told: Json = {
        "enableAutoReply": wanted.mode != "off",
        "responseSubject": text.subject or "",
        "responseBodyHtml": text.html or "",
        "restrictToContacts": wanted.audience == "known",
        "restrictToDomain": wanted.audience == "none",
    }
    if wanted.start is not None and wanted.end is not None:
        told |= {"startTime": _shown(wanted.start), "endTime": _shown(wanted.end)}
    return told


def _instant(milliseconds: object) -> datetime | None:
    if milliseconds in {None, "", "0", 0}:
        return None
    try:
        return datetime.fromtimestamp(int(str(milliseconds)) / 1000, UTC).replace(microsecond=0)
    except (ValueError, OverflowError, OSError) as error:
        raise TargetFailure("the server's times are no times") from error


def _shown(instant: datetime) -> str:
    return str(int(instant.timestamp()) * 1000)
