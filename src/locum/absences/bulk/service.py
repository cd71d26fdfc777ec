"""Use case: enter many absences of an organization's people, all of them or none."""

from collections.abc import Mapping, Sequence, Set
from dataclasses import dataclass, field
from typing import Any, Literal

from sqlalchemy.ext.asyncio import AsyncSession

from locum.absences import announcing, jobs, rules, service
from locum.absences.bulk import queries
from locum.absences.bulk.faults import Problem
from locum.absences.bulk.rows import MOST_PROBLEMS, Read, Row
from locum.absences.circles import circling
from locum.absences.models import Absence, UntoldAbsence
from locum.absences.rules import Cover, Days
from locum.absences.windows import Span, asked_span
from locum.db.jobs import defer
from locum.kit.errors import BadRequest, Forbidden, InvalidInput, Violation
from locum.users.models import User

Action = Literal["created", "updated", "unchanged", "kept"]
MAY_NOT_CHANGE = "Some of these absences are entered already with other details, and you may not change absences."


@dataclass(frozen=True, slots=True)
class Done:
    """What becomes of a row. `kept`: the person has entered these very days himself, and that stands."""

    line: int
    action: Action
    absence_id: int | None


@dataclass(slots=True)
class _Plan:
    """A row with all that is known of it."""

    row: Row
    user: User
    span: Span
    substitute: User | None
    standing: Absence | None = None

    @property
    def key(self) -> tuple[int, object]:
        return self.user.id, service.place_of(self.span)

    @property
    def details(self) -> dict[str, Any]:
        substitute_id = self.substitute.id if self.substitute else None
        row = self.row
        return {"substitute_id": substitute_id, "notes": row.notes, "reason": row.reason, "replies": row.replies}

    @property
    def action(self) -> Action:
        if self.standing is None:
            return "created"
        if self.standing.origin != announcing.TOGETHER:
            return "kept"
        same = all(getattr(self.standing, name) == value for name, value in self.details.items())
        return "unchanged" if same and service.span_now(self.standing) == self.span else "updated"


@dataclass(slots=True)
class _Problems:
    """What is wrong so far."""

    found: list[Problem] = field(default_factory=list)

    def add(self, line: int, name: str, fault: str, **values: str) -> None:
        self.found.append(Problem(line, name, fault, values))


async def enter_all(
    session: AsyncSession, organization_id: int, read: Read, *, dry_run: bool = False, may_update: bool = True
) -> list[Done]:
    """Enter what is not there, change what was entered so before, and leave the rest; one answer for each row.

    Whoever listens is told afterwards: others wait until this is done.

    Raises NothingEntered, which names every line and field that is wrong, and Forbidden where somebody `may_update`
    nothing and would. With `dry_run` it is only seen what would happen.
    """
    problems = _Problems(list(read.problems))
    await service.hold_substitutions(session)
    plans = await _plan(session, organization_id, read.rows, problems)
    await _look_up_standing(session, plans)
    await _check_substitutes(session, plans, problems)
    await _check_cycles(session, plans, problems)
    if problems.found:
        raise refusal(problems.found)
    if not may_update and any(plan.action == "updated" for plan in plans):
        raise Forbidden(MAY_NOT_CHANGE)
    done = [(plan, plan.action) for plan in plans]
    if not dry_run:
        made = await _create(session, [plan for plan, action in done if action == "created"])
        await _tell_later(session, [*made, *_update([plan for plan, action in done if action == "updated"])])
    return [Done(plan.row.line, action, plan.standing.id if plan.standing else None) for plan, action in done]


class NothingEntered(InvalidInput):
    """Why nothing was entered: `problems`, and how many `more` there are."""

    def __init__(self, violations: Sequence[Violation], message: str, problems: Sequence[Problem], more: int) -> None:
        super().__init__(violations, message)
        self.problems, self.more = problems, more


def refusal(problems: Sequence[Problem]) -> NothingEntered:
    """Every problem with its line; of very many the first."""
    shown = sorted(problems, key=lambda problem: (problem.line, problem.field))[:MOST_PROBLEMS]
    more = len(problems) - len(shown)
    violations = [
        Violation(f"line {one.line}: {one.field}", {"bulk": f"line {one.line}: {one.field} {one.text}"})
        for one in shown
    ]
    if more:
        violations.append(Violation("file", {"bulk": f"and {more} more"}))
    first = next(iter(violations[0].constraints.values()))
    others = f" (and {len(problems) - 1} more)" if len(problems) > 1 else ""
    return NothingEntered(violations, f"Nothing was entered. {first}{others}", shown, more)


async def _plan(session: AsyncSession, organization_id: int, rows: Sequence[Row], problems: _Problems) -> list[_Plan]:
    named = {row.email for row in rows} | {row.substitute for row in rows if row.substitute}
    known = await queries.people(session, organization_id, named)
    plans: list[_Plan] = []
    first_with: dict[tuple[int, object], int] = {}
    for row in rows:
        plan = _planned(row, known, problems)
        if plan is None:
            continue
        earlier = first_with.setdefault(plan.key, row.line)
        if earlier != row.line:
            problems.add(row.line, "start", "same_time", other=str(earlier))
        plans.append(plan)
    return plans


def _planned(row: Row, known: Mapping[str, User], problems: _Problems) -> _Plan | None:
    user, substitute = known.get(row.email), known.get(row.substitute or "")
    if user is None:
        problems.add(row.line, "email", "unknown_person")
    if row.substitute and substitute is None:
        problems.add(row.line, "substitute", "unknown_person")
    if user is None or (row.substitute and substitute is None):
        return None
    try:
        bounds = rules.bound_of(row.first_day), rules.bound_of(row.last_day)
        span = asked_span(*bounds, row.start_minute, row.end_minute, user.time_zone)
    except BadRequest:
        problems.add(row.line, "end_time", "time_order")
        return None
    return _Plan(row, user, span, substitute)


async def _look_up_standing(session: AsyncSession, plans: Sequence[_Plan]) -> None:
    if not plans:
        return
    found = await queries.present(session, {plan.user.id for plan in plans}, _whole(plans))
    standing = {(absence.user_id, service.place_of(service.span_now(absence))): absence for absence in found}
    for plan in plans:
        plan.standing = standing.get(plan.key)


def _whole(plans: Sequence[_Plan]) -> Days:
    return Days(min(plan.span.days.first for plan in plans), max(plan.span.days.last for plan in plans))


async def _check_substitutes(session: AsyncSession, plans: Sequence[_Plan], problems: _Problems) -> None:
    pairs = {(plan.user.id, plan.substitute.id) for plan in plans if plan.substitute}
    good = await queries.may_cover(session, pairs) if pairs else set()
    for plan in plans:
        if plan.substitute is None:
            continue
        if plan.substitute.id == plan.user.id:
            problems.add(plan.row.line, "substitute", "self")
        elif (plan.user.id, plan.substitute.id) not in good:
            problems.add(plan.row.line, "substitute", "no_mate")


async def _check_cycles(session: AsyncSession, plans: Sequence[_Plan], problems: _Problems) -> None:
    """Like for single absences (out-of-office sheet, section 4.2); what is entered so already is not asked again."""
    changing = [plan for plan in plans if plan.action in {"created", "updated"} and plan.span.covers_days]
    if not changing:
        return
    people = {plan.user.id for plan in changing} | {plan.substitute.id for plan in changing if plan.substitute}
    replaced = {plan.key for plan in changing if plan.standing is not None}
    before = await queries.covers(session, people, _whole(changing))
    covers = [cover for cover in before if (cover.user_id, cover.days) not in replaced]
    covers += [Cover(plan.user.id, plan.substitute.id, plan.span.days) for plan in changing if plan.substitute]
    going_round = circling(covers)
    for plan in changing:
        if _is_refused(plan, covers, going_round):
            problems.add(plan.row.line, "substitute", "goes_round" if plan.substitute else "needed")


def _is_refused(plan: _Plan, covers: Sequence[Cover], going_round: Set[Cover]) -> bool:
    days, user_id = plan.span.days, plan.user.id
    if plan.substitute is None:
        return any(cover.substitute_id == user_id and cover.days.overlap(days) for cover in covers)
    return plan.substitute.id != user_id and Cover(user_id, plan.substitute.id, days) in going_round


async def _create(session: AsyncSession, plans: Sequence[_Plan]) -> list[UntoldAbsence]:
    made = []
    for plan in plans:
        plan.standing = Absence(user_id=plan.user.id, origin=announcing.TOGETHER, **plan.details)
        service.move(plan.standing, plan.span)
        made.append(plan.standing)
    session.add_all(made)
    await session.flush()
    return [announcing.untold(absence, is_new=True) for absence in made]


def _update(plans: Sequence[_Plan]) -> list[UntoldAbsence]:
    before = []
    for plan in plans:
        if plan.standing is not None:
            before.append(announcing.untold(plan.standing, is_new=False))
            service.move(plan.standing, plan.span)
            for name, value in plan.details.items():
                setattr(plan.standing, name, value)
    return before


async def _tell_later(session: AsyncSession, news: Sequence[UntoldAbsence]) -> None:
    await announcing.keep(session, news)
    if news:
        await defer(session, jobs.tell_of_all, absence_ids=[one.absence_id for one in news])
