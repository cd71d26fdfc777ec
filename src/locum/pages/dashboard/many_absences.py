"""`/dashboard/away/calendar/many`: a file of many absences, looked at line by line before it is entered."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Annotated

from fastapi import APIRouter, Depends, Request, Response
from sqlalchemy.ext.asyncio import AsyncSession
from starlette.datastructures import UploadFile

from locum.absences.bulk.faults import Problem
from locum.absences.bulk.rows import COLUMNS, MOST_BYTES, MOST_ROWS, Read, Row, read_csv
from locum.absences.bulk.service import Action, Done, NothingEntered, enter_all
from locum.http.permissions import Permission
from locum.http.session import Session
from locum.kit.errors import Forbidden, LocumError
from locum.kit.zones import DAY
from locum.pages.dashboard.desk import Desk, with_permission
from locum.pages.dashboard.news import News
from locum.pages.dashboard.refusals import attempt, in_words
from locum.pages.forms import NOT_OURS, is_trusted
from locum.pages.when import days, time_of_day

router = APIRouter(include_in_schema=False)

CALENDAR = "/dashboard/away/calendar"
MANY = f"{CALENDAR}/many"
EXAMPLE = (
    "email,start,end,start_time,end_time,reason,notes,substitute,replies\n"
    "ada@acme.example,2050-05-01,2050-05-03,,,vacation,Crete,ben@acme.example,\n"
    "bob@acme.example,2050-05-09,2050-05-09,13:00,,,,,\n"
)
ACTIONS: tuple[Action, ...] = ("created", "updated", "unchanged", "kept")
_ROOM = MOST_BYTES + 50_000
"""For what a form holds besides the file."""


@dataclass(frozen=True, slots=True)
class Sent:
    """What came with the form: the text of the file; whether it was looked at in this very form before."""

    content: str
    is_confirmed: bool

    @property
    def raw(self) -> bytes:
        """The file, byte by byte, also where it is no UTF-8."""
        return self.content.encode("utf-8", "surrogateescape")

    @property
    def shown(self) -> str:
        """As a page can show it."""
        return self.raw.decode("utf-8", "replace")


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the file, and what becomes of it, a key of the catalogue."""

    number: int
    email: str
    when: str
    substitute: str | None
    action: str


async def _sent(request: Request) -> Sent:
    """The file, or the text in its place. Raises Forbidden."""
    async with request.form(max_files=1, max_fields=20, max_part_size=_ROOM) as form:
        if not is_trusted(request, form):
            raise Forbidden(NOT_OURS)
        part, typed = form.get("file"), str(form.get("content", ""))
        is_file = isinstance(part, UploadFile) and bool(part.filename)
        if isinstance(part, UploadFile) and part.filename:
            typed = (await part.read(_ROOM)).decode("utf-8-sig", "surrogateescape")
        return Sent(typed, "enter" in form and not is_file)


ManagingDesk = Annotated[Desk, Depends(with_permission(Permission.ABSENCE_CREATE))]
SentFile = Annotated[Sent, Depends(_sent)]


@router.get(MANY)
async def many(desk: ManagingDesk) -> Response:
    """The form."""
    return _page(desk, "")


@router.post(MANY)
async def enter_many(session: Session, desk: ManagingDesk, sent: SentFile) -> Response:
    """Show what would become of each line; or enter all of them, as they were looked at."""
    if not sent.content.strip():
        return _page(desk, "", errors={"content": desk.text("form.required")})
    read = read_csv(sent.raw)
    done = await attempt(session, _entered(session, desk, read, dry_run=not sent.is_confirmed))
    if isinstance(done, NothingEntered):
        return _page(desk, sent.shown, problems=done.problems, more=done.more)
    if isinstance(done, LocumError):
        return _page(desk, sent.shown, errors={"content": in_words(desk.words, done, {})})
    if not sent.is_confirmed:
        return _page(desk, sent.shown, lines=_lines(desk, read.rows, done))
    counted = Counter(one.action for one in done)
    told: dict[str, str] = {action: str(counted[action]) for action in ACTIONS}
    return desk.go(CALENDAR, News("many.entered", told))


async def _entered(session: AsyncSession, desk: Desk, read: Read, *, dry_run: bool) -> list[Done]:
    may_update = desk.may(Permission.ABSENCE_UPDATE)
    return await enter_all(session, desk.organization.id, read, dry_run=dry_run, may_update=may_update)


def _lines(desk: Desk, rows: Sequence[Row], done: Sequence[Done]) -> list[Line]:
    by_line = {one.line: one.action for one in done}
    return [Line(row.line, row.email, _when(desk, row), row.substitute, by_line[row.line]) for row in rows]


def _when(desk: Desk, row: Row) -> str:
    locale, cycle = desk.words.locale, desk.clock.cycle
    told = days(locale, row.first_day, row.last_day)
    if row.start_minute is None and row.end_minute is None:
        return told
    ends = (row.start_minute or 0, (row.end_minute or 0) % DAY)
    return f"{told}, {' – '.join(time_of_day(locale, minute, cycle) for minute in ends)}"


def _page(
    desk: Desk,
    content: str,
    *,
    errors: dict[str, str] | None = None,
    problems: Sequence[Problem] = (),
    more: int = 0,
    lines: Sequence[Line] = (),
) -> Response:
    counted: Counter[str] = Counter(line.action for line in lines)
    return desk.show(
        "many_absences.html",
        desk.text("many.title"),
        trail=[(CALENDAR, desk.text("calendar.title"))],
        status=422 if errors or problems else 200,
        errors=errors,
        path=MANY,
        content=content,
        problems=[
            (desk.text("many.line", line=str(one.line)), one.field, desk.text(f"many.fault.{one.fault}", **one.values))
            for one in problems
        ],
        more=more,
        lines=lines,
        counts=[(action, counted[action]) for action in ACTIONS if counted[action]],
        example=EXAMPLE,
        columns=COLUMNS,
        most=MOST_ROWS,
    )
