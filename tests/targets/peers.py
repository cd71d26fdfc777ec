"""Small stand-ins for JMAP, Microsoft Graph and Gmail, as their published APIs describe them."""

import base64
import json
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from joserfc import jws

from tests.support.json_server import Answer, Asked

TENANT = "0a1b2c3d-0000-4000-8000-00000000aaaa"


@dataclass
class JmapPeer:
    """One account with a vacation response (RFC 8621, section 8), which only update of the singleton changes."""

    password: str = "secret"
    state: int = 1
    row: dict[str, Any] = field(
        default_factory=lambda: {
            "id": "singleton",
            "isEnabled": False,
            **dict.fromkeys(("fromDate", "toDate", "subject", "textBody", "htmlBody")),
        }
    )
    writes: int = 0
    capability: str = "urn:ietf:params:jmap:vacationresponse"

    def answer(self, asked: Asked) -> Answer:
        told = base64.b64encode(f"anna@acme.example.org:{self.password}".encode()).decode()
        if asked.headers["authorization"] != f"Basic {told}":
            return 401, {}
        if asked.path == "/session":
            return 200, {
                "capabilities": {"urn:ietf:params:jmap:core": {}, self.capability: {}},
                "primaryAccounts": {self.capability: "a1"},
                "apiUrl": "/api",
            }
        assert asked.path == "/api"
        assert asked.body["using"] == ["urn:ietf:params:jmap:core", "urn:ietf:params:jmap:vacationresponse"]
        ((name, arguments, tag),) = asked.body["methodCalls"]
        assert arguments["accountId"] == "a1"
        called = self._get if name == "VacationResponse/get" else self._set
        return 200, {"methodResponses": [[*called(name, arguments), tag]], "sessionState": "s"}

    def _get(self, name: str, arguments: dict[str, Any]) -> tuple[str, dict[str, Any]]:
        assert arguments["ids"] == ["singleton"]
        return name, {"accountId": "a1", "state": str(self.state), "list": [self.row], "notFound": []}

    def _set(self, name: str, arguments: dict[str, Any]) -> tuple[str, dict[str, Any]]:
        assert name == "VacationResponse/set"
        if arguments["ifInState"] != str(self.state):
            return "error", {"type": "stateMismatch"}
        ((key, patch),) = arguments["update"].items()
        assert key == "singleton"
        assert set(patch) < set(self.row)
        for name_of_date in ("fromDate", "toDate"):
            assert patch[name_of_date] is None or patch[name_of_date].endswith("Z")
        self.row |= patch
        self.state += 1
        self.writes += 1
        return name, {"accountId": "a1", "newState": str(self.state), "updated": {"singleton": None}}


@dataclass
class GraphPeer:
    """Microsoft's sign-in and one mailbox of Graph."""

    setting: dict[str, Any] = field(
        default_factory=lambda: {
            "status": "disabled",
            "externalAudience": "all",
            "internalReplyMessage": "",
            "externalReplyMessage": "",
            "scheduledStartDateTime": {"dateTime": "2026-01-01T00:00:00.0000000", "timeZone": "UTC"},
            "scheduledEndDateTime": {"dateTime": "2026-01-02T00:00:00.0000000", "timeZone": "UTC"},
        }
    )
    writes: int = 0
    token: str = "graph"
    sign_ins: int = 0
    lasts: Any = None
    """For how long tokens are good, as it is told; None is not told."""

    def answer(self, asked: Asked) -> Answer:
        if asked.path.endswith("openid-configuration"):
            return 200, {"issuer": f"https://login.microsoftonline.com/{TENANT}/v2.0"}
        if asked.path == f"/{TENANT}/oauth2/v2.0/token":
            good = asked.form is not None and asked.form["client_secret"] == "azure"
            self.sign_ins += 1
            granted = {"access_token": self.token, **({"expires_in": self.lasts} if self.lasts is not None else {})}
            return (200, granted) if good else (401, {"error": "invalid_client"})
        if asked.headers["authorization"] != f"Bearer {self.token}":
            return 401, {"error": {"code": "InvalidAuthenticationToken"}}
        base = "/users/anna@acme.example.org/mailboxSettings"
        if (asked.method, asked.path) == ("GET", f"{base}/automaticRepliesSetting"):
            assert asked.headers["prefer"] == 'outlook.timezone="UTC"'
            return 200, {"@odata.context": "x", **self.setting}
        if (asked.method, asked.path) == ("PATCH", base):
            return self._patch(asked.body["automaticRepliesSetting"])
        return 404, {"error": {"code": "ResourceNotFound"}}

    def _patch(self, told: dict[str, Any]) -> Answer:
        assert set(told) <= set(self.setting)
        assert told["status"] in {"disabled", "alwaysEnabled", "scheduled"}
        assert told["externalAudience"] in {"none", "contactsOnly", "all"}
        for text in ("internalReplyMessage", "externalReplyMessage"):
            told[text] = f"<html>\n<body>\n{told[text]}\n</body>\n</html>\n" if told[text] else ""
        for instant in ("scheduledStartDateTime", "scheduledEndDateTime"):
            if instant in told:
                assert "+" not in told[instant]["dateTime"]
                told[instant] = {"dateTime": f"{told[instant]['dateTime']}.0000000", "timeZone": "UTC"}
        self.setting |= told
        self.writes += 1
        return 200, {"automaticRepliesSetting": self.setting}


@dataclass
class GmailPeer:
    """Google's sign-in and one mailbox of Gmail; its resource is replaced as a whole and its defaults are left out."""

    resource: dict[str, Any] = field(default_factory=lambda: {"enableAutoReply": False})
    subjects: list[str] = field(default_factory=list)
    scopes: list[str] = field(default_factory=list)
    writes: int = 0
    lasts: Any = None

    def answer(self, asked: Asked) -> Answer:
        if asked.path == "/token":
            assert asked.form is not None
            claims = json.loads(jws.extract_compact(asked.form["assertion"].encode()).payload)
            self.subjects.append(claims["sub"])
            self.scopes.append(claims["scope"])
            return 200, {"access_token": "gmail", **({"expires_in": self.lasts} if self.lasts is not None else {})}
        if asked.headers["authorization"] != "Bearer gmail":
            return 401, {}
        assert asked.path == "/users/me/settings/vacation"
        if asked.method == "PUT":
            return self._put(asked.body)
        return 200, self.resource

    def _put(self, told: dict[str, Any]) -> Answer:
        if told["enableAutoReply"] and not (told["responseSubject"] or told["responseBodyHtml"]):
            return 400, {"error": {"status": "INVALID_ARGUMENT"}}
        if "startTime" in told:
            assert isinstance(told["startTime"], str)
            assert isinstance(told["endTime"], str)
            if int(told["startTime"]) >= int(told["endTime"]):
                return 400, {"error": {"status": "INVALID_ARGUMENT"}}
        self.resource = {name: value for name, value in told.items() if value or name == "enableAutoReply"}
        self.writes += 1
        return 200, self.resource


def milliseconds(instant: datetime) -> str:
    """As Gmail writes instants."""
    return str(int(instant.timestamp()) * 1000)
