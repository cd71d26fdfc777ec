"""The audit log on the wire: an extension of our own, in the manner of the published API."""

from typing import Any

from locum.audit.models import AuditEntry
from locum.kit.wire import Instant, WireOutput


class AuditActorOut(WireOutput):
    """Who made the change: nobody known for anonymous callers and for the server itself."""

    id: int | None
    email: str | None
    credential: str
    """How he proved who he is, `none`, or `server`."""
    credential_id: str | None
    client_id: str | None


class AuditEntryOut(WireOutput):
    """One change; `before` and `after` hold the columns that changed, or the whole row where it came or went."""

    id: int
    at: Instant
    actor: AuditActorOut
    operation: str | None
    request_id: str | None
    action: str
    subject: str
    subject_id: str | None
    before: dict[str, Any] | None
    after: dict[str, Any] | None


def audit_entry_out(entry: AuditEntry) -> AuditEntryOut:
    """An entry as owners see it."""
    actor = AuditActorOut.model_construct(
        id=entry.actor_id,
        email=entry.actor_email,
        credential=entry.credential_kind,
        credential_id=entry.credential_id,
        client_id=entry.client_id,
    )
    return AuditEntryOut.model_construct(
        actor=actor,
        **{name: getattr(entry, name) for name in AuditEntryOut.model_fields if name != "actor"},
    )
