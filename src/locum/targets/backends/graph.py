"""Microsoft 365: `automaticRepliesSetting` of a mailbox's settings (Microsoft Graph 1.0)."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import partial
from typing import Any
from urllib.parse import quote

from locum.delegation.providers.asking import Line
from locum.delegation.providers.microsoft import LOGIN, Microsoft
from locum.kit.wire import WireInput
from locum.kit.zones import canonical_name, zone
from locum.replies.state import Audience, Mode, Text
from locum.targets.backends.port import Found, Mailbox, TargetFailure
from locum.targets.backends.tokens import Signed, name_of
from locum.targets.backends.web import Json, part
from locum.targets.holding import Capabilities, Holding

GRAPH = "https://graph.microsoft.com/v1.0"
HOLDS = Capabilities(subjects=False)
MODES: dict[str, Mode] = {"disabled": "off", "alwaysEnabled": "on", "scheduled": "scheduled"}
AUDIENCES: dict[str, Audience] = {"none": "none", "contactsOnly": "known", "all": "all"}
_STATUSES = {mode: status for status, mode in MODES.items()}
_NAMES = {audience: name for name, audience in AUDIENCES.items()}
_UTC_NAMES = {"UTC", "tzone://Microsoft/Utc", "Coordinated Universal Time"}


class GraphSettings(WireInput):
    """Nothing to say: the mailbox is known by its address."""


@dataclass(frozen=True, slots=True)
class Graph:
    """One mailbox. `key` is an application of its tenant with the permission MailboxSettings.ReadWrite."""

    mailbox: Mailbox
    key: Mapping[str, str]
    allow_private: bool

    async def read(self) -> Found:
        """The setting as it is."""
        told = await self._web().ask(
            "GET", f"{self._address()}/automaticRepliesSetting", Prefer='outlook.timezone="UTC"'
        )
        return Found(_held(told), HOLDS)

    async def write(self, wanted: Holding) -> None:
        """Change it as a whole."""
        await self._web().ask("PATCH", self._address(), {"automaticRepliesSetting": _setting(wanted)})

    def _address(self) -> str:
        return f"{GRAPH}/users/{quote(self.mailbox.address, safe='@')}/mailboxSettings"

    def _web(self) -> Signed:
        asked = partial(Microsoft(Line(self.allow_private)).token, self.key)
        return Signed(self.allow_private, name_of(LOGIN, dict(self.key)), asked)


def _held(told: Json) -> Holding:
    mode = MODES.get(str(part(told, "status")))
    audience = AUDIENCES.get(str(told.get("externalAudience", "none")))
    if mode is None or audience is None:
        raise TargetFailure("the server's answer has an unknown status or audience")
    start, end = _instant(told.get("scheduledStartDateTime")), _instant(told.get("scheduledEndDateTime"))
    timed = mode == "scheduled"
    return Holding(
        mode,
        start if timed else None,
        end if timed else None,
        audience,
        Text(None, told.get("internalReplyMessage") or None),
        Text(None, told.get("externalReplyMessage") or None),
    )


def _instant(told: object) -> datetime | None:
    """A `dateTimeTimeZone`: wall time with up to seven decimals, and the name of a zone."""
    match told:
        case {"dateTime": str() as wall, "timeZone": str() as name}:
            known = "UTC" if name in _UTC_NAMES else canonical_name(name)
        case _:
            return None
    if known is None:
        raise TargetFailure(f"the server tells times in an unknown zone, {name[:60]}")
    try:
        return datetime.fromisoformat(wall[:19]).replace(tzinfo=zone(known)).astimezone(UTC)
    except (ValueError, OverflowError) as error:
        raise TargetFailure("the server's times are no times") from error


def _setting(wanted: Holding) -> dict[str, Any]:
    told: dict[str, Any] = {
        "status": _STATUSES[wanted.mode],
        "externalAudience": _NAMES[wanted.audience],
        "internalReplyMessage": wanted.internal.html or "",
        "externalReplyMessage": wanted.external.html or "",
    }
    if wanted.mode == "scheduled":
        told |= {"scheduledStartDateTime": _shown(wanted.start), "scheduledEndDateTime": _shown(wanted.end)}
    return told


def _shown(instant: datetime | None) -> dict[str, str] | None:
    if instant is None:
        return None
    return {"dateTime": instant.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S"), "timeZone": "UTC"}
