"""The audit log over HTTP."""

from typing import Annotated

from fastapi import Depends, Query

from locum.audit import queries
from locum.audit.queries import Wanted
from locum.audit.schemas import AuditEntryOut, audit_entry_out
from locum.http.envelope import Envelope, success
from locum.http.parameters import CurrentPage, integers
from locum.http.permissions import Permission
from locum.http.realms import CurrentRealm, Resource
from locum.http.session import Session
from locum.kit.wire_types import InstantText

audit_log = Resource("audit log")


async def _wanted(
    actorId: Annotated[str | None, Query(description="Only changes by this person.")] = None,
    subject: Annotated[
        str | None, Query(description="Only changes of this kind of thing, such as memberships.")
    ] = None,
    subjectId: Annotated[str | None, Query(description="Only changes of the thing with this id.")] = None,
    since: Annotated[InstantText | None, Query(description="Not before this instant (ISO 8601).")] = None,
    until: Annotated[InstantText | None, Query(description="Before this instant (ISO 8601).")] = None,
) -> Wanted:
    actor_id = integers("actorId", [actorId])[0] if actorId else None
    return Wanted(actor_id, subject or None, subjectId or None, since, until)


@audit_log.get(permission=Permission.AUDIT_LOG_READ)
async def list_audit_entries(
    realm: CurrentRealm, session: Session, page: CurrentPage, wanted: Annotated[Wanted, Depends(_wanted)]
) -> Envelope[list[AuditEntryOut]]:
    """Every change in the organization, the newest first: who, by which credential, what, before and after."""
    found = await queries.entries(session, realm.organization, wanted, page)
    return success([audit_entry_out(entry) for entry in found])
