"""What is answered and what is not (RFC 3834; mailbox sheet, section 9)."""

from dataclasses import replace

import pytest

from locum.responder.facts import Facts, facts_of
from locum.responder.reasons import RULES, Reason
from locum.responder.rules.addresses import copied_for, envelope_sender, unwrapped
from locum.responder.rules.deciding import Believed, Incoming, is_in_audience, is_internal, refusal
from tests.responder.letters import ANNA, Letter, corpus

LETTERS = corpus()
HUMAN = Incoming("max@guest.example", Facts((("to", "anna@house.example"),)))


@pytest.mark.parametrize("letter", LETTERS, ids=lambda letter: letter.name)
def test_each_message_of_the_corpus(letter: Letter) -> None:
    facts = Facts.restored(facts_of(letter.content).kept())
    found = refusal(Incoming(envelope_sender(letter.sender), facts), ANNA)
    assert (found or Reason.ANSWERED) == letter.expected


def test_the_corpus_has_every_rule_that_a_message_alone_can_break() -> None:
    shown = {RULES.get(letter.expected) for letter in LETTERS}
    assert shown == {None, *(f"N{number}" for number in range(1, 13))}
    assert len(LETTERS) >= 60


def test_marks_that_the_operator_does_not_believe_stop_nothing() -> None:
    suspicious = [letter for letter in LETTERS if RULES.get(letter.expected) == "N10"]
    for letter in suspicious:
        message = Incoming(letter.sender, facts_of(letter.content))
        assert refusal(message, ANNA, Believed(spam=False, forged=False)) is None
    assert len(suspicious) == 4


def test_who_is_not_away_or_is_answered_for_elsewhere_answers_nobody() -> None:
    assert refusal(HUMAN, ANNA) is None
    assert refusal(HUMAN, replace(ANNA, is_answering=False)) is Reason.NOT_AWAY
    assert refusal(HUMAN, replace(ANNA, has_other_backend=True)) is Reason.OTHER_BACKEND


@pytest.mark.parametrize(
    ("audience", "internal", "known", "answered"),
    [
        ("none", True, False, True),
        ("none", False, True, False),
        ("known", True, False, True),
        ("known", False, True, True),
        ("known", False, False, False),
        ("all", False, False, True),
    ],
)
def test_the_audience(audience: str, internal: bool, known: bool, answered: bool) -> None:
    assert is_in_audience(audience, internal=internal, known=known) is answered  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("sender", "inside"),
    [
        (("house.example", 7), True),
        (("house.example", None), True),
        (("sister.example", 7), True),
        (("sister.example", 8), False),
        (("sister.example", None), False),
        ((None, 7), False),
        ((None, None), False),
    ],
)
def test_who_is_of_the_house(sender: tuple[str | None, int | None], inside: bool) -> None:
    assert is_internal(sender, ("house.example", 7)) is inside


def test_two_domains_without_an_organization_are_strangers() -> None:
    assert not is_internal(("sister.example", None), ("house.example", None))


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("Max@Guest.Example", "max@guest.example"),
        ("prvs=2768a1b2c3=max@guest.example", "max@guest.example"),
        ("SRS0=HHH=TT=guest.example=max@forwarder.example", "max@guest.example"),
        ("srs0+HHH=TT=guest.example=max+tag@forwarder.example", "max+tag@guest.example"),
        ("SRS1=HHH=forwarder.example==HHH=TT=guest.example=max@second.example", "max@guest.example"),
        ("max=ben@guest.example", "max=ben@guest.example"),
        ("SRS0=broken@forwarder.example", "srs0=broken@forwarder.example"),
        ("max", "max"),
        ("", ""),
    ],
)
def test_whom_an_address_stands_for(written: str, meant: str) -> None:
    assert unwrapped(written) == meant


@pytest.mark.parametrize(
    ("recipient", "mailbox"),
    [
        ("anna=house.example@oof.internal.example", "anna@house.example"),
        ("a=b=house.example@oof.internal.example", "a=b@house.example"),
        ("anna+tag=house.example@oof.internal.example", "anna+tag@house.example"),
        ("anna@house.example", None),
        ("=house.example@oof.internal.example", None),
        ("anna=@oof.internal.example", None),
        ("anna=house.example", None),
    ],
)
def test_copies_name_their_mailbox(recipient: str, mailbox: str | None) -> None:
    assert copied_for(recipient) == mailbox
