"""What holds for a mailbox: by hand, by an absence, by what the mail side last said, or nothing."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from locum.absences.windows import Window
from locum.replies.state import AwayTime, Policy, Said, Text, Texts, state_at

POLICY = Policy()
MAY = datetime(2027, 5, 1, tzinfo=UTC)


def _day(number: float) -> datetime:
    return MAY + timedelta(days=number - 1)


def _away(number: int, first: float, end: float, **values: Any) -> AwayTime:
    defaults: dict[str, Any] = {"reason": "vacation", "created_at": MAY - timedelta(days=60 - number)}
    return AwayTime(number, Window(_day(first), _day(end)), **{**defaults, **values})


def test_nothing_said_and_nobody_away_is_off() -> None:
    state = state_at(Said(), [], _day(3), POLICY)
    assert (state.mode, state.window, state.audience, state.period_key) == ("off", None, "none", None)
    assert not state.is_answering(_day(3))


def test_an_absence_answers_within_its_window_only() -> None:
    state = state_at(Said(), [_away(1, 3, 5)], _day(1), POLICY)
    assert (state.mode, state.audience) == ("scheduled", "all")
    assert not state.is_answering(_day(3) - timedelta(seconds=1))
    assert state.is_answering(_day(3))
    assert state.is_answering(_day(5) - timedelta(microseconds=1))
    assert not state.is_answering(_day(5))


def test_the_running_absence_drives_then_the_next_one() -> None:
    absences = [_away(1, 3, 5), _away(2, 10, 12)]
    assert [state_at(Said(), absences, _day(at), POLICY).driving for at in (1, 4, 6, 11, 13)] == [
        absences[0],
        absences[0],
        absences[1],
        absences[1],
        None,
    ]


@pytest.mark.parametrize(
    ("values", "answered"),
    [
        ({"reason": "sick"}, True),
        ({"reason": "public_holiday"}, False),
        ({"reason": "public_holiday", "replies": "on"}, True),
        ({"replies": "off"}, False),
        ({"replies": "on", "is_muted": True}, False),
    ],
)
def test_which_absences_answer(values: dict[str, Any], answered: bool) -> None:
    state = state_at(Said(), [_away(1, 3, 5, **values)], _day(4), POLICY)
    assert (state.mode == "scheduled") is answered


def test_the_operator_may_keep_absences_from_answering() -> None:
    quiet = Policy(absences_reply=False)
    assert state_at(Said(), [_away(1, 3, 5)], _day(4), quiet).mode == "off"
    assert state_at(Said(), [_away(1, 3, 5, replies="on")], _day(4), quiet).mode == "scheduled"


def test_of_several_at_once_own_texts_win_then_the_shorter_then_the_later() -> None:
    own = Texts(internal=Text(None, "<p>Hi</p>"))
    longer, shorter, later = _away(1, 1, 9), _away(2, 3, 5), _away(3, 3, 5)
    assert state_at(Said(), [longer, shorter], _day(4), POLICY).driving == shorter
    assert state_at(Said(), [longer, shorter, later], _day(4), POLICY).driving == later
    spoken = _away(4, 1, 9, texts=own)
    assert state_at(Said(), [spoken, shorter, later], _day(4), POLICY).driving == spoken


def test_absences_that_nearly_touch_are_one_period() -> None:
    absences = [_away(1, 3, 5), _away(2, 5.4, 8), _away(3, 7, 9), _away(4, 10, 12)]
    keys = {state_at(Said(), absences, _day(at), POLICY).period_key for at in (3, 5.5, 8.5)}
    assert len(keys) == 1
    state = state_at(Said(), absences, _day(4), POLICY)
    assert state.period == Window(_day(3), _day(9))
    assert state.window == Window(_day(3), _day(5))
    assert state_at(Said(), absences, _day(11), POLICY).period_key not in keys


def test_texts_do_not_make_a_new_period_and_days_do() -> None:
    first = state_at(Said(), [_away(1, 3, 5)], _day(4), POLICY)
    spoken = state_at(Said(texts=Texts(Text("x", "y"))), [_away(1, 3, 5)], _day(4), POLICY)
    moved = state_at(Said(), [_away(1, 3, 6)], _day(4), POLICY)
    assert first.period_key == spoken.period_key != moved.period_key


def test_by_hand_wins_over_absences_and_their_texts() -> None:
    texts = Texts(Text("Away", "<p>by hand</p>"))
    said = Said(mode="on", audience="known", texts=texts, switched_on_at=_day(2))
    own = Texts(internal=Text(None, "<p>of the absence</p>"))
    state = state_at(said, [_away(1, 3, 5, texts=own)], _day(4), POLICY)
    assert (state.mode, state.audience, state.texts) == ("on", "known", texts)
    assert state.is_answering(_day(400))
    again = Said(mode="on", audience="known", texts=texts, switched_on_at=_day(9))
    assert state_at(again, [], _day(10), POLICY).period_key != state.period_key


def test_own_texts_of_an_absence_stand_in_place_of_the_mailboxs_each_for_itself() -> None:
    said = Said(texts=Texts(Text("Box", "<p>box</p>"), Text("Box", "<p>box outside</p>")))
    own = Texts(internal=Text(None, ""))
    texts = state_at(said, [_away(1, 3, 5, texts=own)], _day(4), POLICY).texts
    assert texts == Texts(Text(None, ""), Text("Box", "<p>box outside</p>"))


@pytest.mark.parametrize(
    ("starts", "ends", "is_window"),
    [(_day(1), _day(2), True), (_day(2), _day(1), False), (None, _day(2), False), (_day(1), None, False)],
)
def test_what_was_said_is_shown_also_where_it_answers_nobody(
    starts: datetime | None, ends: datetime | None, is_window: bool
) -> None:
    state = state_at(Said(mode="scheduled", starts_at=starts, ends_at=ends), [], _day(3), POLICY)
    assert state.mode == "scheduled"
    assert (state.window is not None) is is_window
    assert not state.is_answering(_day(3))
