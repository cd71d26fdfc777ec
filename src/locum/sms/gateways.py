"""Who carries messages: a gateway over HTTP, the shelf of this server, or nobody."""

from base64 import b64encode
from dataclasses import dataclass
from typing import Annotated
from urllib.parse import unquote, urlsplit, urlunsplit

from fastapi import Depends, Request

from locum.db.session import Database
from locum.http.session import database_of, settings_of
from locum.kit.safe_urls import Outbound, Refused, Unreachable
from locum.settings import SMS_KEPT, Settings
from locum.sms.models import SmsMessage
from locum.sms.port import Gateway, NotSent
from locum.sms.template import fill

WITHIN_SECONDS = 5.0
"""Somebody waits for the answer."""


@dataclass(frozen=True, slots=True)
class HttpGateway:
    """Posts each message to an address that whoever runs the server chose: it may be one of his own network."""

    address: str
    template: str
    authorization: str | None = None

    @classmethod
    def of(cls, url: str, template: str, authorization: str | None) -> "HttpGateway":
        """With user and password of the address as HTTP Basic credentials (RFC 7617), unless something else is set."""
        parts = urlsplit(url)
        if parts.username and authorization is None:
            pair = f"{unquote(parts.username)}:{unquote(parts.password or '')}"
            authorization = f"Basic {b64encode(pair.encode()).decode()}"
        return cls(urlunsplit(parts._replace(netloc=parts.netloc.rpartition("@")[2])), template, authorization)

    async def send(self, number: str, text: str) -> None:
        """Any status of success will do. Raises NotSent."""
        content_type, body = fill(self.template, number, text)
        headers = {"Content-Type": content_type, "Accept": "application/json"}
        if self.authorization is not None:
            headers["Authorization"] = self.authorization
        try:
            async with Outbound(allow_private=True) as outbound:
                answer = await outbound.send(
                    "POST", self.address, headers=headers, content=body, within_seconds=WITHIN_SECONDS
                )
        except (Refused, Unreachable) as error:
            raise NotSent(str(error)) from error
        if not 200 <= answer.status < 300:
            raise NotSent(f"the gateway answered {answer.status}")


@dataclass(frozen=True, slots=True)
class Shelf:
    """Keeps messages for the system administrator instead of sending them (`/mail/sms`)."""

    database: Database

    async def send(self, number: str, text: str) -> None:
        """Keep the message at once, as a gateway would have taken it."""
        async with self.database.work() as session:
            session.add(SmsMessage(recipient=number, text=text))


class Nobody:
    """There is no gateway."""

    async def send(self, number: str, text: str) -> None:
        """Raises NotSent."""
        raise NotSent("LOCUM_SMS_URL is not set")


def gateway_for(settings: Settings, database: Database) -> Gateway:
    """The gateway that the settings name."""
    if settings.sms_url is None:
        return Nobody()
    if settings.sms_url == SMS_KEPT:
        return Shelf(database)
    return HttpGateway.of(settings.sms_url, settings.sms_body, settings.sms_authorization)


async def _gateway(request: Request) -> Gateway:
    return gateway_for(settings_of(request), database_of(request))


CurrentGateway = Annotated[Gateway, Depends(_gateway)]
