"""The list of an organization's memberships, written out by hand.

A page of 250 members who hold sixty options each is 15,000 objects, for which pydantic takes eighty milliseconds. Many
members hold the same options: each is written once and repeated. A test compares this with single memberships.
"""

from collections.abc import Mapping, Sequence

from locum.attributes.assignment_queries import HeldOption
from locum.memberships.queries import Member
from locum.organization_users.membership_schemas import attribute_out, by_attribute, organization_membership_out

_NO_ATTRIBUTES = '"attributes":[]}'


class _Attributes(dict[tuple[HeldOption, ...], str]):
    """What is held of an attribute, as JSON, written when it is first met."""

    def __missing__(self, options: tuple[HeldOption, ...]) -> str:
        text = self[options] = attribute_out(options).model_dump_json(by_alias=True)
        return text


def written(members: Sequence[Member], held: Mapping[int, Sequence[HeldOption]]) -> str:
    """The success envelope of a list of memberships as JSON; `held` by membership id."""
    attributes = _Attributes()
    rows = []
    for member in members:
        alone = organization_membership_out(member, ()).model_dump_json(by_alias=True, exclude_unset=True)
        theirs = by_attribute(held.get(member.membership.id, ()))
        shown = ",".join([attributes[options] for options in theirs])
        rows.append(f'{alone.removesuffix(_NO_ATTRIBUTES)}"attributes":[{shown}]}}')
    return f'{{"status":"success","data":[{",".join(rows)}]}}'
