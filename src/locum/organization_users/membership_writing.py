"""The list of an organization's memberships, written out by hand.

A page of 250 members who hold sixty options each is 15,000 objects, for which pydantic takes eighty milliseconds. Many
members hold the same options: each is written once and repeated. A test compares this with single memberships.
"""

from collections.abc import Iterable, Sequence
from functools import cache
from json import JSONEncoder
from typing import Any

from pydantic_core import to_json

from locum.attributes import rules
from locum.attributes.assignment_queries import HeldOption, Holdings
from locum.organization_users.membership_schemas import shown_type

_quoted = JSONEncoder(ensure_ascii=False).encode
_BEFORE, _BETWEEN, _AFTER = b'{"status":"success","data":[', b",", b"]}"
_SEVERAL_END = b"]}"


def written(memberships: Sequence[dict[str, Any]], holdings: Holdings) -> bytes:
    """The success envelope of a list of memberships as JSON."""
    attributes = _Attributes(holdings.options)
    pieces: list[bytes] = []
    for membership, places in zip(memberships, holdings.places, strict=True):
        pieces += (_BETWEEN, to_json(membership)[:-1], b',"attributes":[', attributes.of(places), b"]}")
    # Two megabytes: put together once, for copying them takes longer than writing them.
    return b"".join([_BEFORE, *pieces[1:], _AFTER])


class _Attributes:
    """What can be held, as JSON: of each option how it looks alone, and how after another of its attribute."""

    def __init__(self, options: Iterable[HeldOption]) -> None:
        self._attribute_ids = [option.attribute_id for option in options]
        self._alone: list[bytes] = []
        self._after: list[bytes | None] = []
        start = cache(_start)
        for option in options:
            kind = shown_type(option)
            alone, after = _shown(option, kind, start(option.attribute_id, option.name, kind))
            self._alone.append(alone)
            self._after.append(after)

    def of(self, places: Iterable[int]) -> bytes:
        """What somebody holds, by attribute; of those with a single value the first option only."""
        attribute_ids, alone, after = self._attribute_ids, self._alone, self._after
        shown: list[bytes] = []
        last = None
        for place in places:
            attribute_id = attribute_ids[place]
            if attribute_id != last:
                shown.append(alone[place])
                last = attribute_id
            elif more := after[place]:
                shown[-1] = shown[-1].removesuffix(_SEVERAL_END) + more
        return b",".join(shown)


def _start(attribute_id: str, name: str, kind: str) -> str:
    return f'{{"id":"{attribute_id}","name":{_quoted(name)},"type":"{kind}",'


def _shown(option: HeldOption, kind: str, start: str) -> tuple[bytes, bytes | None]:
    """An option alone, and after another: None where an attribute shows one option only."""
    if kind == "multiSelect":
        one = f'{{"optionId":"{option.option_id}","option":{_quoted(option.value)}}}'
        return f'{start}"options":[{one}]}}'.encode(), f",{one}]}}".encode()
    value = rules.number_of(option.value) if kind == "number" else option.value
    return f'{start}"option":{_quoted(value)},"optionId":"{option.option_id}"}}'.encode(), None
