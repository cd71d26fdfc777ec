"""Which of very many substitutions go round, all looked at together (out-of-office sheet, section 4.2). Pure."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence

from locum.absences.rules import Cover


def circling(covers: Sequence[Cover]) -> set[Cover]:
    """Those of the covers that lie on a circle: on one of their days following the others leads back.

    See `rules.leads_back`.

    Covers that share a day share one on which one of them begins: no other day has to be looked at.
    """
    found: set[Cover] = set()
    for day in {cover.days.first for cover in covers}:
        on_day = [cover for cover in covers if cover.days.first <= day <= cover.days.last]
        round_ = _rounds(on_day)
        found.update(cover for cover in on_day if round_[cover.user_id] == round_[cover.substitute_id])
    return found


def _rounds(covers: Sequence[Cover]) -> Mapping[int, int]:
    """A number for each person; the same for those who lead to each other there and back (Kosaraju's way)."""
    onward: dict[int, list[int]] = defaultdict(list)
    back: dict[int, list[int]] = defaultdict(list)
    for cover in covers:
        onward[cover.user_id].append(cover.substitute_id)
        back[cover.substitute_id].append(cover.user_id)
    rounds: dict[int, int] = {}
    for person in reversed(_from_the_ends(onward, [*onward, *back])):
        waiting = [person]
        while waiting:
            one = waiting.pop()
            if one not in rounds:
                rounds[one] = person
                waiting += back.get(one, ())
    return rounds


def _from_the_ends(onward: Mapping[int, Sequence[int]], people: Iterable[int]) -> list[int]:
    """Each person once, after all whom he leads to and who do not lead back to him."""
    done: list[int] = []
    seen: set[int] = set()
    for person in people:
        path = [(person, iter(onward.get(person, ())))] if person not in seen else []
        seen.add(person)
        while path:
            following = next((other for other in path[-1][1] if other not in seen), None)
            if following is None:
                done.append(path.pop()[0])
            else:
                seen.add(following)
                path.append((following, iter(onward.get(following, ()))))
    return done
