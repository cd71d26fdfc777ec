"""Settings come from the environment, prefix `LOCUM_`, and can be changed without a rebuild."""

import json
import os
import secrets
from contextlib import suppress
from email.utils import parseaddr
from functools import cached_property
from ipaddress import IPv4Network, IPv6Network, ip_network
from pathlib import Path
from typing import Annotated, Any, Literal
from urllib.parse import urlsplit

from pydantic import Field, ValidationError, field_validator
from pydantic_settings import BaseSettings, NoDecode, SettingsConfigDict

from locum.kit.crypto import Vault
from locum.kit.errors import LocumError
from locum.kit.machine import zone_of_machine
from locum.kit.signing import Signer
from locum.kit.wire_types import is_web_address
from locum.kit.zones import canonical_name

SMS_KEPT = "keep"
"""The value of LOCUM_SMS_URL that has messages kept instead of sent."""


class WrongSetting(LocumError):
    """A setting has a value that cannot be used; the message is one line that names it."""


class Settings(BaseSettings):
    """Every setting, its default and what it means. Unknown `LOCUM_` variables are ignored."""

    model_config = SettingsConfigDict(env_prefix="LOCUM_", extra="ignore", env_ignore_empty=True)

    data_dir: Path = Field(Path("var"), description="Where the embedded database and the made secret live.")
    database_url: str | None = Field(
        None, description="Address of a PostgreSQL (15 to 18) to use instead of the embedded one."
    )
    host: str = Field("127.0.0.1", description="Address to listen on.")
    port: int = Field(8000, ge=0, le=65535, description="Port to listen on.")
    public_url: str | None = Field(
        None, description="The address that people see, used in links; may carry a path. Default: http://HOST:PORT."
    )
    secret_key: str | None = Field(
        None,
        min_length=16,
        description="Signs sessions and links, encrypts stored credentials. Made and kept in DATA_DIR when unset; "
        "required once DATABASE_URL is set.",
    )
    secret_keys_retired: Annotated[tuple[str, ...], NoDecode] = Field(
        (), description="Former values of SECRET_KEY, separated by commas: they still open what they encrypted."
    )
    smtp_url: str | None = Field(
        None,
        description="Where mail is handed over, such as smtp://user:password@host:587?starttls=true or smtps://host. "
        "Unset: messages are kept and shown at /mail.",
    )
    mail_from: str = Field("Locum <locum@localhost>", description="Sender of Locum's mail.")
    sms_url: str | None = Field(
        None,
        description="Where messages to phones are handed over: an http or https address, perhaps with user:password@. "
        "`keep` keeps them and shows them at /mail/sms. Unset: none can be sent.",
    )
    sms_body: str = Field(
        '{"to": "{to}", "text": "{text}"}',
        description="What is posted to SMS_URL: a JSON object, or fields of a form such as From=A&To={to}&Body={text}. "
        "{to} is the number with its plus, {digits} without it, {text} the message.",
    )
    sms_authorization: str | None = Field(
        None, description="The Authorization header for SMS_URL, such as `Bearer TOKEN`."
    )
    outbound_allow_private: bool = Field(
        False, description="Allow requests to private and link-local addresses (webhooks, calendars)."
    )
    rate_limit_per_minute: int = Field(
        120,
        ge=1,
        description="Requests a minute for an API key or an address; tokens and clients get the 500/120 of it.",
    )
    trusted_proxies: Annotated[tuple[IPv4Network | IPv6Network, ...], NoDecode] = Field(
        (), description="Addresses or networks, separated by commas, whose X-Forwarded-For and -Proto are believed."
    )
    audit_days: int = Field(730, ge=1, description="How many days the audit log reaches back.")
    oof_timezone: str | None = Field(
        None,
        description="Zone of the times in the mailbox API, which carry none. Default: the machine's own, else UTC.",
    )
    oof_self_service: bool = Field(
        False, description="Let everybody sign in to the mailbox API for his own out-of-office state."
    )
    absences_reply: bool = Field(True, description="Whether an absence has mail answered, unless it says otherwise.")
    reply_reasons: Annotated[tuple[str, ...], NoDecode] = Field(
        ("unspecified", "vacation", "travel", "sick"), description="The reasons for which it does, separated by commas."
    )
    open_ended_blocks: bool = Field(
        False,
        description="Whether who switches replies on without an end is away until he switches them off.",
    )
    replies_second_language: Literal["ar", "de", "en"] | None = Field(
        None, description="A second language of the usual text of replies, beside each person's own. Unset: none."
    )
    gromox_root: Path | None = Field(
        None,
        description="Below which directory mailboxes of gromox lie whose reply files may be written. Unset: none are.",
    )
    lmtp_listen: str | None = Field(
        None,
        description="Where copies of incoming mail are taken over LMTP: HOST:PORT, or a socket's path. Unset: nowhere.",
    )
    replies_per_day: int = Field(500, ge=1, description="The most replies of one mailbox within 24 hours.")
    replies_per_domain: int = Field(
        50, ge=1, description="The most replies of one mailbox to senders of one domain within an hour."
    )
    replies_heed_spam_marks: bool = Field(
        True, description="Whether nothing is replied to what carries X-Spam headers that say yes."
    )
    replies_heed_dmarc: bool = Field(
        True, description="Whether nothing is replied to what Authentication-Results says dmarc=fail of."
    )
    replies_internal_for_all: bool = Field(
        False, description="Whether senders outside get the internal text where the external one is empty."
    )
    log_format: Literal["console", "json"] = Field("console", description="How log lines look.")
    workers: int = Field(1, ge=1, le=64, description="Number of web processes, each with one for background jobs.")

    @field_validator("trusted_proxies", mode="before")
    @classmethod
    def _networks(cls, value: Any) -> Any:
        if isinstance(value, str):
            return tuple(ip_network(part.strip(), strict=False) for part in value.split(",") if part.strip())
        return value

    @field_validator("secret_keys_retired", "reply_reasons", mode="before")
    @classmethod
    def _list(cls, value: Any) -> Any:
        if isinstance(value, str):
            return tuple(part.strip() for part in value.split(",") if part.strip())
        return value

    @field_validator("oof_timezone")
    @classmethod
    def _zone(cls, value: str | None) -> str | None:
        if value is not None and (value := canonical_name(value)) is None:
            raise ValueError("must be an IANA time zone such as Europe/Rome")
        return value

    @field_validator("public_url")
    @classmethod
    def _web_address(cls, value: str | None) -> str | None:
        if value is None:
            return None
        parts = urlsplit(value)
        if parts.scheme not in {"http", "https"} or not parts.hostname:
            raise ValueError("must be an http or https address")
        return value.rstrip("/")

    @field_validator("smtp_url")
    @classmethod
    def _mail_address(cls, value: str | None) -> str | None:
        if value is not None and (urlsplit(value).scheme not in {"smtp", "smtps"} or not urlsplit(value).hostname):
            raise ValueError("must look like smtp://host:25 or smtps://host")
        return value

    @field_validator("lmtp_listen")
    @classmethod
    def _listening_address(cls, value: str | None) -> str | None:
        if value is None or value.startswith("/"):
            return value
        parts = urlsplit(f"//{value}")
        if not parts.hostname or parts.port is None or parts.path:
            raise ValueError("must look like 127.0.0.1:24 or /run/locum/lmtp")
        return value

    @field_validator("mail_from")
    @classmethod
    def _sender(cls, value: str) -> str:
        if "@" not in parseaddr(value)[1] or any(ord(sign) < 32 for sign in value):
            raise ValueError("must look like Name <address@host>")
        return value

    @field_validator("sms_url")
    @classmethod
    def _sms_gateway(cls, value: str | None) -> str | None:
        if value not in {None, SMS_KEPT} and not (value and is_web_address(value)):
            raise ValueError(f"must be an http or https address, or {SMS_KEPT}")
        return value

    @field_validator("sms_body")
    @classmethod
    def _sms_template(cls, value: str) -> str:
        if value.lstrip().startswith("{"):
            json.loads(value)
        if "{text}" not in value or not ("{to}" in value or "{digits}" in value):
            raise ValueError("must hold {text}, and {to} or {digits}")
        return value

    @field_validator("sms_authorization")
    @classmethod
    def _header_value(cls, value: str | None) -> str | None:
        if value is not None and not (value.isascii() and value.isprintable()):
            raise ValueError("must be plain ASCII")
        return value

    @field_validator("database_url")
    @classmethod
    def _database_address(cls, value: str | None) -> str | None:
        if value is not None and not value.startswith(("postgresql://", "postgres://", "postgresql+psycopg://")):
            raise ValueError("must look like postgresql://user:password@host/name")
        return value and value.replace("postgres://", "postgresql://", 1)

    @cached_property
    def base_url(self) -> str:
        """The address people see, without a slash at the end."""
        return self.public_url or f"http://{self.host}:{self.port}"

    @cached_property
    def mailbox_zone(self) -> str:
        """The zone in force for times of the mailbox API."""
        return self.oof_timezone or zone_of_machine() or "UTC"

    @cached_property
    def base_path(self) -> str:
        """The path part of the public address: empty or `/something`."""
        return urlsplit(self.base_url).path.rstrip("/")

    @cached_property
    def sender_name(self) -> str:
        """What the house calls itself in messages."""
        return parseaddr(self.mail_from)[0] or "Locum"

    @cached_property
    def secret(self) -> str:
        """The secret key in force. Raises WrongSetting when a foreign database is used and none is set."""
        if self.secret_key:
            return self.secret_key
        if self.database_url:
            raise WrongSetting("LOCUM_SECRET_KEY must be set when LOCUM_DATABASE_URL is")
        return _kept_secret(self.data_dir / "secret_key")

    @cached_property
    def vault(self) -> Vault:
        """Seals and opens stored secrets. Raises WrongSetting like `secret`."""
        return Vault(self.secret, self.secret_keys_retired)

    @cached_property
    def managed_tokens(self) -> Signer:
        """Signs and reads the tokens of managed people. Raises WrongSetting like `secret`."""
        return Signer("locum.managed_tokens.1", self.secret, self.secret_keys_retired)


def _kept_secret(path: Path) -> str:
    """The secret of the data directory; the first of several processes makes it, all read the same."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        if not path.exists():
            _make_secret(path)
        kept = path.read_text().strip()
    except OSError as error:
        raise WrongSetting(f"LOCUM_DATA_DIR: cannot keep a secret in {path.parent}: {error.strerror}") from error
    if len(kept) < 16:
        raise WrongSetting(f"LOCUM_SECRET_KEY: {path} is damaged; remove it or set the variable")
    return kept


def _make_secret(path: Path) -> None:
    draft = path.with_name(f".{path.name}.{os.getpid()}")
    draft.touch(mode=0o600)
    draft.write_text(secrets.token_urlsafe(48))
    with suppress(FileExistsError):
        os.link(draft, path)
    draft.unlink()


def load_settings(**overrides: Any) -> Settings:
    """The settings of this process. Raises WrongSetting: one line that names the variable and what is wrong."""
    try:
        return Settings(**overrides)
    except ValidationError as error:
        first = error.errors()[0]
        name = "LOCUM_" + "_".join(str(part) for part in first["loc"][:1]).upper()
        raise WrongSetting(f"{name}: {first['msg'].removeprefix('Value error, ')} (got {first['input']!r})") from error
