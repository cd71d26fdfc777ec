"""Mail targets on the wire. Secrets come in and never go out."""

from typing import Annotated, Any, Literal, get_args

from pydantic import Field, WithJsonSchema

from locum.kit.wire import Instant, WireInput, WireOutput
from locum.kit.wire_types import NonEmptyText
from locum.mailboxes.models import MailDomain
from locum.targets.backends.port import Found, TargetFailure
from locum.targets.choosing import Choice
from locum.targets.models import MailTarget
from locum.targets.standing import Standing

Backend = Literal["embedded", "gromox", "sieve", "jmap", "graph", "gmail"]
ShownBackend = Annotated[str, WithJsonSchema({"type": "string", "enum": list(get_args(Backend))})]
State = Literal["in_step", "waiting", "failing"]


class MailTargetPut(WireInput):
    """Which server answers, and what it takes to reach it."""

    backend: Backend
    settings: Annotated[
        dict[str, Any],
        Field(
            description="sieve: host, port, tls (starttls or tls), certificate, username, master, knownAs. "
            "jmap: sessionUrl, auth (basic or bearer), username, account. The others take none."
        ),
    ] = Field(default_factory=dict)
    secret: Annotated[
        NonEmptyText | None,
        Field(
            max_length=20_000,
            description="A password or token; for graph and gmail a service account's key as JSON, unless the domain "
            "has a delegation credential. Left out, the one that is kept stays, if the server is the same.",
        ),
    ] = None

    def choice(self) -> Choice:
        """The same for the use cases."""
        return Choice(self.backend, self.settings, self.secret)


class MailTargetOut(WireOutput):
    """A registered server. `settings` are those that were given, with defaults; whether there is a secret is all that
    is told of it."""

    backend: ShownBackend
    settings: dict[str, Any]
    has_secret: bool
    by_operator: bool


class StandingOut(WireOutput):
    """Who answers a mailbox, and how far that server has been told."""

    user_id: int
    email: str
    backend: ShownBackend
    is_own: bool
    """Of the mailbox itself and not of its domain."""
    by_operator: bool
    state: State
    problem: str | None
    tries: int
    failing_since: Instant | None
    next_at: Instant | None
    synced_at: Instant | None
    lost: list[str]
    edited_at: Instant | None
    """When somebody last changed the replies at the server itself."""
    overruled: dict[str, Any] | None
    """What of that did not count, because the same was changed here."""
    target: MailTargetOut | None = None
    """The mailbox's own target."""


class TriedOut(WireOutput):
    """What came of looking at a server."""

    ok: bool
    problem: str | None
    mode: Literal["off", "on", "scheduled"] | None
    """How replies stand there now."""


class MailDomainOut(WireOutput):
    """A mail domain of an organization and the server that answers for it, if one was chosen."""

    id: int
    name: str
    target: MailTargetOut | None


def target_out(target: MailTarget) -> MailTargetOut:
    """A row as its administrators see it."""
    return MailTargetOut.model_construct(
        backend=target.backend,
        settings={} if target.by_operator else _in_camel_case(target.settings),
        has_secret=target.secret is not None,
        by_operator=target.by_operator,
    )


def _in_camel_case(settings: dict[str, Any]) -> dict[str, Any]:
    names = {"session_url": "sessionUrl", "known_as": "knownAs"}
    return {names.get(name, name): value for name, value in settings.items()}


def standing_out(found: Standing, own: MailTarget | None = None) -> StandingOut:
    """How a mailbox stands."""
    told = {name: getattr(found, name) for name in Standing.__dataclass_fields__}
    return StandingOut.model_construct(**{**told, "lost": list(found.lost)}, target=target_out(own) if own else None)


def tried_out(found: Found | TargetFailure) -> TriedOut:
    """What came of it."""
    if isinstance(found, TargetFailure):
        return TriedOut.model_construct(ok=False, problem=str(found), mode=None)
    return TriedOut.model_construct(ok=True, problem=None, mode=found.held.mode)


def domain_out(domain: MailDomain, target: MailTarget | None) -> MailDomainOut:
    """A domain."""
    return MailDomainOut.model_construct(id=domain.id, name=domain.name, target=target_out(target) if target else None)
