"""Variables of customName and titles of bookings (event types sheet, section 4)."""

import pytest

from locum.event_types.rules.naming import VARIABLES, Occasion, booking_title, check_custom_name
from locum.kit.errors import BadRequest

OCCASION = Occasion(
    event_title="Review",
    host="Ada Byron Lovelace",
    booker="Charles Babbage",
    minutes=30,
    location="Cal Video",
    responses={"topic": "engines"},
)


@pytest.mark.parametrize(
    ("custom_name", "title"),
    [
        (None, "Review between Ada Byron Lovelace and Charles Babbage"),
        ("", "Review between Ada Byron Lovelace and Charles Babbage"),
        ("{Event type title}: {Organiser} / {Scheduler}", "Review: Ada Byron Lovelace / Charles Babbage"),
        ("{HOST} {ATTENDEE} {USER}", "Ada Byron Lovelace Charles Babbage Charles Babbage"),
        (
            "{Organiser first name}-{Scheduler first name}-{Scheduler last name}",
            "Ada-Charles-Babbage",
        ),
        ("{Event duration} at {Location}, {LOCATION}", "30 mins at Cal Video, Cal Video"),
        ("About {topic}", "About engines"),
        ("About {nothing} at all", "About at all"),
        ("plain", "plain"),
    ],
)
def test_title_of_a_booking(custom_name: str | None, title: str) -> None:
    assert booking_title(custom_name, OCCASION) == title


def test_the_other_party_depends_on_the_reader() -> None:
    assert booking_title("With {HOST/ATTENDEE}", OCCASION, reader="host") == "With Charles Babbage"
    assert booking_title("With {HOST/ATTENDEE}", OCCASION, reader="attendee") == "With Ada Byron Lovelace"


def test_answers_cannot_bring_variables_in() -> None:
    sly = Occasion(event_title="T", host="H", booker="{HOST}", minutes=5)
    assert booking_title("{Scheduler}", sly) == "{HOST}"


def test_every_variable_may_be_used() -> None:
    check_custom_name(" ".join(f"{{{name}}}" for name in VARIABLES))


@pytest.mark.parametrize(
    ("custom_name", "named"), [("{bad}", "{bad}"), ("{Organiser} {organiser} {}", "{organiser}, {}")]
)
def test_unknown_variables_are_named(custom_name: str, named: str) -> None:
    with pytest.raises(BadRequest) as refusal:
        check_custom_name(custom_name)
    assert refusal.value.message == f"Invalid event name variables: {named}"
