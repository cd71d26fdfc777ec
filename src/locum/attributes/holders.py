"""Who holds an option, as a condition for lists of people. Whoever holds a group holds what it contains."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import Literal
from uuid import UUID

from sqlalchemy import ARRAY, BigInteger, ColumnElement, Select, Uuid, any_, bindparam, func, literal, or_, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import InstrumentedAttribute

from locum.attributes.models import Assignment, Attribute, AttributeOption, GroupedOption
from locum.memberships.models import Membership
from locum.organizations.models import Team

Operator = Literal["AND", "OR", "NONE"]
Counting = Sequence[frozenset[int]]
"""For each option that was asked for, those that count as it: the option itself and the groups that contain it."""

_COUNTING = (
    select(AttributeOption.uuid, AttributeOption.id, GroupedOption.group_id)
    .join(Attribute, Attribute.id == AttributeOption.attribute_id)
    .outerjoin(GroupedOption, GroupedOption.option_id == AttributeOption.id)
    .where(
        Attribute.organization_id == bindparam("organization_id"),
        AttributeOption.uuid == any_(bindparam("uuids", type_=ARRAY(Uuid))),
    )
)


async def counting(session: AsyncSession, organization_id: int, uuids: Iterable[UUID]) -> Counting:
    """What counts as each of the options of an organization; nothing counts as one that it does not have."""
    asked = list(dict.fromkeys(uuids))
    found: dict[UUID, set[int]] = defaultdict(set)
    rows = await session.execute(_COUNTING, {"organization_id": organization_id, "uuids": asked})
    for uuid, option_id, group_id in rows:
        found[uuid].update({option_id} if group_id is None else {option_id, group_id})
    return [frozenset(found[uuid]) for uuid in asked]


def holders(counting: Counting) -> Select[int]:
    """The user ids of whoever holds any of the options."""
    any_of_them = literal(sorted(frozenset().union(*counting)), ARRAY(BigInteger))
    return select(Assignment.user_id).where(Assignment.option_id == any_(any_of_them))


def _holders_of_all(counting: Counting) -> Select[int]:
    """One shape however many options there are: a condition for each would keep the planner busy."""
    pairs = [(place, option_id) for place, option_ids in enumerate(counting) for option_id in sorted(option_ids)]
    places, option_ids = ([pair[side] for pair in pairs] for side in (0, 1))
    meant = (
        func.unnest(literal(places, ARRAY(BigInteger)), literal(option_ids, ARRAY(BigInteger)))
        .table_valued("place", "option_id", name="meant")
        .render_derived()
    )
    return (
        select(Assignment.user_id)
        .join(meant, meant.c.option_id == Assignment.option_id)
        .group_by(Assignment.user_id)
        .having(func.count(meant.c.place.distinct()) == len(counting))
    )


def holds(user_id: InstrumentedAttribute[int], counting: Counting, operator: Operator) -> ColumnElement[bool]:
    """Whether somebody holds all of the options, any of them, or none (members sheet, section 1.1)."""
    if operator == "AND":
        return user_id.in_(_holders_of_all(counting))
    if operator == "OR":
        return user_id.in_(holders(counting))
    return ~holders(counting).where(Assignment.user_id == user_id).exists()


def team_members(organization_id: int, team_ids: Sequence[int]) -> Select[int]:
    """The user ids of whoever is in one of the organization's teams (or, named like one, in itself), or invited."""
    return (
        select(Membership.user_id)
        .join(Team, Team.id == Membership.team_id)
        .where(
            Team.id == any_(literal(list(team_ids), ARRAY(BigInteger))),
            or_(Team.organization_id == organization_id, Team.id == organization_id),
        )
    )
