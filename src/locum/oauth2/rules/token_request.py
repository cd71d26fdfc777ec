"""What an application sends to get tokens: pure (RFC 6749, sections 4.1.3 and 6; platform sheet, section 5)."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from locum.oauth2.rules.refusals import invalid_request

CODE, REFRESH = "authorization_code", "refresh_token"

_REQUIRED = {CODE: ("code", "redirect_uri"), REFRESH: ("refresh_token",)}
_OPTIONAL = {CODE: ("client_secret", "code_verifier"), REFRESH: ("client_secret",)}


@dataclass(frozen=True, slots=True)
class Sent:
    """What arrived: the fields of the body, None where it is no object or says something twice.

    `shown` is the id and the secret as HTTP has them (RFC 6749, section 2.3.1), where an application shows them so.
    """

    fields: Mapping[str, Any] | None
    shown: tuple[str, str] | None = None


@dataclass(frozen=True, slots=True)
class Client:
    """Which application sends, and its secret if it has one."""

    client_id: str
    client_secret: str | None


@dataclass(frozen=True, slots=True)
class Exchange:
    """A code for tokens."""

    client: Client
    code: str
    redirect_uri: str
    verifier: str | None


@dataclass(frozen=True, slots=True)
class Refresh:
    """A refresh token for the next pair."""

    client: Client
    refresh_token: str


@dataclass(frozen=True, slots=True)
class Manners:
    """What an address takes: which grants, and whether it refuses what it does not know."""

    grants: tuple[str, ...] = (CODE, REFRESH)
    strict: bool = True


def read(sent: Sent, manners: Manners) -> Exchange | Refresh:
    """The request, well-formed. Raises Refused."""
    fields = fields_of(sent)
    client = client_of(fields)
    grant = fields.get("grant_type") or (manners.grants[0] if len(manners.grants) == 1 else None)
    if grant not in manners.grants:
        raise invalid_request(f"grant_type must be {' or '.join(repr(known) for known in manners.grants)}")
    _check(fields, grant, manners)
    if grant == REFRESH:
        return Refresh(client, fields["refresh_token"])
    return Exchange(client, fields["code"], fields["redirect_uri"], fields.get("code_verifier"))


def fields_of(sent: Sent) -> dict[str, str]:
    """The fields that say something: an empty one counts as absent (RFC 6749, section 3.2). Raises Refused."""
    if sent.fields is None:
        raise invalid_request("the body must be a JSON object or a form, with each field once")
    filled = {name: value for name, value in sent.fields.items() if value is not None and value != ""}
    faulty = sorted(name for name, value in filled.items() if not _is_text(value))
    if faulty:
        raise invalid_request(_each(faulty, "must be a string"))
    if sent.shown is None:
        return filled
    client_id, secret = sent.shown
    if "client_secret" in filled or filled.get("client_id", client_id) != client_id:
        raise invalid_request("the client shows itself twice: in a header and in the body")
    return {**filled, "client_id": client_id, "client_secret": secret}


def _is_text(value: Any) -> bool:
    """Half of a surrogate pair, which JSON can spell, is none: nobody was given a code or a token with it."""
    return isinstance(value, str) and not any("\ud800" <= sign <= "\udfff" for sign in value)


def client_of(fields: Mapping[str, str]) -> Client:
    """Who sends. Raises Refused when he does not say."""
    if "client_id" not in fields:
        raise invalid_request("client_id is required")
    return Client(fields["client_id"], fields.get("client_secret"))


def _check(fields: Mapping[str, str], grant: str, manners: Manners) -> None:
    missing = [name for name in _REQUIRED[grant] if name not in fields]
    if missing:
        raise invalid_request(_each(missing, "is required"))
    if not manners.strict:
        return
    extra = sorted(set(fields) - {"client_id", "grant_type", *_REQUIRED[grant], *_OPTIONAL[grant]})
    if extra:
        raise invalid_request(_each((f"property {name}" for name in extra), "should not exist"))
    if "client_secret" in fields and "code_verifier" in fields:
        raise invalid_request("give either client_secret or code_verifier, not both: property code_verifier")


def _each(names: Iterable[str], fault: str) -> str:
    """One text for several properties, as the contract's validator has it; what strangers call them is cut short."""
    return ", ".join(f"{name[:60]} {fault}" for name in list(names)[:10])
