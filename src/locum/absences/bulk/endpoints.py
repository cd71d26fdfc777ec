"""Bulk entry over HTTP (extension): a list, or a file as it is."""

from typing import Annotated

from fastapi import Query, Request
from starlette.datastructures import UploadFile

from locum.absences.bulk.rows import Read, read_csv, read_entries
from locum.absences.bulk.schemas import BulkIn, BulkOut, bulk_out
from locum.absences.bulk.service import enter_all
from locum.http.envelope import Envelope, success
from locum.http.permissions import Permission
from locum.http.realms import CurrentRealm, Realm, Resource
from locum.http.session import Session
from locum.kit.errors import BadRequest

bulk_absences = Resource("many absences at once")

_FILE = {
    "requestBody": {
        "required": True,
        "content": {
            "text/csv": {"schema": {"type": "string"}},
            "multipart/form-data": {
                "schema": {"type": "object", "properties": {"file": {"type": "string", "format": "binary"}}}
            },
        },
    }
}
NO_FILE = "Send the file as the body (text/csv), or as the part `file` of a form."


@bulk_absences.post("/bulk", permission=Permission.ABSENCE_CREATE, status_code=200)
async def enter_many_absences(realm: CurrentRealm, session: Session, body: BulkIn) -> Envelope[BulkOut]:
    """Enter the absences of a list, all of them or none. Sending it again changes nothing."""
    return success(await _entered(realm, session, read_entries(body.entries), dry_run=body.dry_run))


@bulk_absences.post("/bulk/csv", permission=Permission.ABSENCE_CREATE, status_code=200, openapi_extra=_FILE)
async def upload_absences(
    request: Request, realm: CurrentRealm, session: Session, dryRun: Annotated[bool, Query()] = False
) -> Envelope[BulkOut]:
    """The same from a CSV file, whose first line names the columns."""
    return success(await _entered(realm, session, read_csv(await _content(request)), dry_run=dryRun))


async def _content(request: Request) -> bytes:
    """The bytes of the file. Raises BadRequest when there is none."""
    if not request.headers.get("content-type", "").startswith("multipart/form-data"):
        return await request.body()
    async with request.form(max_files=1, max_fields=5) as form:
        part = form.get("file")
        if not isinstance(part, UploadFile):
            raise BadRequest(NO_FILE)
        return await part.read()


async def _entered(realm: Realm, session: Session, read: Read, *, dry_run: bool) -> BulkOut:
    may_update = realm.authority.may(Permission.ABSENCE_UPDATE)
    done = await enter_all(session, realm.organization, read, dry_run=dry_run, may_update=may_update)
    return bulk_out(done, dry_run=dry_run)
