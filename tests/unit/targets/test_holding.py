"""What of a state a server can hold, and what somebody changed there."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from locum.replies.state import Text
from locum.targets.backends.times import timed
from locum.targets.edits import Edit, edit_between, first_look, one_text, without_own
from locum.targets.holding import EVERYTHING, Capabilities, Holding, as_json, from_json, losses, plain, projected
from locum.targets.syncing import retry_after

NOW = datetime(2027, 5, 1, 12, tzinfo=UTC)
DAY = timedelta(days=1)
INNER, OUTER = Text("In", "<p>in</p>"), Text("Out", "<p>out</p>")
WHOLE = Holding("scheduled", NOW - DAY, NOW + DAY, "known", INNER, OUTER, "key")
NO_DATES = Capabilities(dates=False)
ONE_TEXT = Capabilities(two_texts=False)
SIEVE = Capabilities(audiences=frozenset(("none", "all")), keeps_texts=False)


@pytest.mark.parametrize(("at", "mode"), [(-2 * DAY, "off"), (0 * DAY, "on"), (DAY, "off"), (2 * DAY, "off")])
def test_without_dates_it_is_on_or_off_right_now(at: timedelta, mode: str) -> None:
    ours = projected(WHOLE, NO_DATES, NOW + at)
    assert (ours.mode, ours.start, ours.end) == (mode, None, None)


def test_with_dates_it_is_told_beforehand_and_switched_off_afterwards() -> None:
    assert projected(WHOLE, EVERYTHING, NOW - 9 * DAY) == WHOLE
    assert projected(WHOLE, EVERYTHING, NOW + DAY).mode == "off"
    assert projected(replace(WHOLE, end=None), EVERYTHING, NOW).mode == "off"


def test_known_becomes_what_was_chosen_and_never_more_by_itself() -> None:
    assert projected(WHOLE, SIEVE, NOW).audience == "none"
    assert projected(WHOLE, replace(SIEVE, known_as="all"), NOW).audience == "all"
    assert projected(replace(WHOLE, audience="none"), SIEVE, NOW).audience == "none"


def test_one_text_is_that_for_outside_unless_nobody_is_answered_there() -> None:
    assert projected(WHOLE, ONE_TEXT, NOW).internal == OUTER
    assert projected(replace(WHOLE, audience="none"), ONE_TEXT, NOW).external == INNER


def test_nothing_to_say_is_off() -> None:
    silent = replace(WHOLE, internal=Text(None, ""), external=Text(None, None))
    assert projected(silent, EVERYTHING, NOW).mode == "off"
    assert projected(replace(silent, external=OUTER, audience="none"), EVERYTHING, NOW).mode == "off"


def test_losses_are_named() -> None:
    poor = Capabilities(False, frozenset(("all",)), two_texts=False, subjects=False)
    assert losses(WHOLE, poor) == ["period", "audience", "texts", "subject"]
    assert losses(WHOLE, EVERYTHING) == losses(Holding(), poor) == []


def test_what_is_kept_is_read_back() -> None:
    assert from_json(as_json(WHOLE)) == replace(WHOLE, key=None)
    assert from_json(as_json(Holding())) == Holding()


@pytest.mark.parametrize("change", [{"key": "x"}, {"repeat_after_days": 1}, {"internal": OUTER}, {"audience": "all"}])
def test_whatever_changes_makes_another_fingerprint(change: dict[str, Any]) -> None:
    assert replace(WHOLE, **change).fingerprint != WHOLE.fingerprint


def test_what_no_database_takes_is_taken_out() -> None:
    held = plain(replace(WHOLE, internal=Text("a\0b", "x\ud800y")))
    assert held is not None
    assert held.internal == Text("ab", "x?y")
    assert plain(replace(WHOLE, end=datetime(9999, 12, 31, 23, tzinfo=UTC))) is None


def test_only_what_is_different_was_changed() -> None:
    def edit(**values: Any) -> Edit:
        return edit_between(WHOLE, replace(WHOLE, **values), EVERYTHING, NOW)

    assert not edit()
    assert not edit(key=None)
    assert edit(internal=Text("New", "<p>in</p>")) == Edit(internal=Text("New", "<p>in</p>"))
    assert edit(audience="all") == Edit(audience="all")
    assert edit(end=NOW + 2 * DAY) == Edit(window=("scheduled", NOW - DAY, NOW + 2 * DAY))
    assert edit(mode="off", audience="none") == Edit(window=("off", None, None))


def test_an_empty_text_and_none_are_the_same_at_a_server() -> None:
    none, empty = replace(WHOLE, external=Text(None, None)), replace(WHOLE, external=Text(None, ""))
    assert not edit_between(none, empty, EVERYTHING, NOW)


def test_a_server_that_switched_off_in_time_was_not_touched() -> None:
    assert not edit_between(WHOLE, replace(WHOLE, mode="off"), EVERYTHING, NOW + DAY)
    assert edit_between(WHOLE, replace(WHOLE, mode="off"), EVERYTHING, NOW)


def test_without_kept_texts_off_says_nothing_of_them() -> None:
    assert edit_between(WHOLE, Holding(), SIEVE, NOW) == Edit(window=("off", None, None))
    assert not edit_between(Holding(), Holding(), SIEVE, NOW)


def test_switched_on_there_names_its_audience() -> None:
    before = Holding(audience="all")
    assert edit_between(before, replace(before, mode="on"), EVERYTHING, NOW).audience == "all"


def test_the_first_look_leaves_ours_and_takes_what_runs_there() -> None:
    running = Holding("on", None, None, "all", INNER, OUTER)
    assert not first_look(running, WHOLE, NOW)
    assert not first_look(Holding(), Holding(), NOW)
    assert first_look(running, Holding(), NOW) == Edit(("on", None, None), "all", INNER, OUTER)


def test_the_one_text_belongs_to_whom_it_reaches() -> None:
    edit = Edit(internal=OUTER)
    assert one_text(edit, "all") == Edit(external=OUTER)
    assert one_text(edit, "none") == edit
    assert one_text(replace(edit, audience="none"), "all") == replace(edit, audience="none")


@pytest.mark.parametrize(
    ("start", "end", "mode"),
    [
        (None, None, "on"),
        (NOW - DAY, None, "on"),
        (NOW + DAY, None, "off"),
        (None, NOW, "off"),
        (None, NOW + DAY, "on"),
        (NOW, NOW, "off"),
        (NOW, NOW + DAY, "scheduled"),
    ],
)
def test_single_ends_count_as_they_stand(start: datetime | None, end: datetime | None, mode: str) -> None:
    assert timed(start, end, NOW)[0] == mode


def test_waiting_grows_to_an_hour() -> None:
    waits = [retry_after(tries) for tries in range(1, 40)]
    assert waits[0] == timedelta(seconds=15)
    assert waits == sorted(waits)
    assert waits[-1] == timedelta(hours=1)


def test_what_was_being_written_is_nobodys_edit() -> None:
    found = replace(WHOLE, mode="on", internal=Text(None, "<p>theirs</p>"))
    edit = edit_between(WHOLE, found, EVERYTHING, NOW)
    assert not without_own(edit, found, replace(found, internal=INNER))
    half = replace(WHOLE, internal=OUTER)
    assert without_own(edit_between(WHOLE, half, EVERYTHING, NOW), half, replace(found, internal=OUTER)) == Edit()
    assert without_own(edit, found, Holding()) == edit
