"""Whatever comes in: nothing is raised, nothing takes long, and no machine is ever answered."""

import json
import time
from random import Random

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from locum.responder.facts import HEAD_LIMIT, HEADERS_LIMIT, Facts, facts_of
from locum.responder.reasons import Reason
from locum.responder.rules.addresses import addresses_in, copied_for, envelope_sender, unwrapped, without_tag
from locum.responder.rules.deciding import Incoming, refusal
from tests.responder.letters import ANNA, Letter, corpus

OF_NO_MACHINE = {Reason.ANSWERED, Reason.UNREADABLE, Reason.NOT_ADDRESSED}
REFUSED = [letter for letter in corpus() if letter.expected not in OF_NO_MACHINE]
NOISE = st.one_of(
    st.binary(max_size=2000),
    st.lists(
        st.sampled_from(
            [
                *(b"To: anna@house.example", b"To:", b"Auto-Submitted:", b"Content-Type: text/calendar", b"\xff\xfe"),
                *(b"\r\n", b"\n", b"\r", b"\r\r\n", b"\x00", b" ", b"\t", b":", b";", b"(", b")", b"<", b">", b'"'),
                *(b"=?utf-8?B?", b"?=", b"=?x?Q?=", b"List-", b"Received: ", b"From ", b"@", b",", b"method=REPLY"),
            ]
        ),
        max_size=60,
    ).map(b"".join),
)
MARKS = st.sampled_from(
    [
        *(("auto-submitted", value) for value in ("auto-replied", "auto-generated; x=y", "auto-notified (c)", "yes")),
        *(("precedence", value) for value in ("bulk", "list", "junk")),
        *((name, "<x.example>") for name in ("list-id", "list-unsubscribe", "list-post", "list-anything")),
        *(("x-auto-response-suppress", value) for value in ("all", "DR,OOF", "AutoReply")),
        *((name, "y") for name in ("x-loop", "x-autoreply", "x-autorespond", "x-mailing-list", "x-locum-responder")),
        ("content-type", "multipart/report; report-type=delivery-status"),
        ("content-type", "text/calendar; method=REPLY"),
    ]
)
ORDINARY = st.sampled_from(
    [b"Subject: Hello", b"X-Mailer: y", b"From: max@guest.example", b"no header", b"Received: z"]
)
SPACE = st.sampled_from(["", " ", "\t", "\r\n ", "\n\t ", "  "])


def _decided(sender: str, content: bytes) -> Reason | None:
    facts = Facts.restored(json.loads(json.dumps(facts_of(content).kept())))
    return refusal(Incoming(envelope_sender(sender), facts), ANNA)


@given(NOISE, st.text(max_size=100))
@example(b"\n\n", "<>")
@example(b"To: " + b"(" * 5000 + b"\n\n", "a@b.example")
@settings(max_examples=400)
def test_nothing_is_raised_and_everything_can_be_kept(content: bytes, sender: str) -> None:
    kept = json.dumps(facts_of(content).kept())
    assert "\\u0000" not in kept
    kept.encode()
    assert isinstance(_decided(sender, content), Reason | None)


@given(
    MARKS,
    st.lists(ORDINARY, max_size=5),
    st.lists(ORDINARY, max_size=5),
    SPACE,
    st.sampled_from([b"\r\n", b"\n", b"\r", b"\r\r\n"]),
    st.randoms(use_true_random=False),
)
@settings(max_examples=400)
def test_no_machine_is_answered_however_its_mark_is_written(
    mark: tuple[str, str], above: list[bytes], below: list[bytes], space: str, line_end: bytes, chance: Random
) -> None:
    name = "".join(letter.upper() if chance.random() < 0.5 else letter for letter in mark[0])
    header = f"{name}:{space}{mark[1]}".replace("\r\n", "\n").encode().replace(b"\n", line_end)
    lines = [b"To: anna@house.example", *above, header, *below, b"", b"Hello"]
    assert _decided("max@guest.example", line_end.join(lines)) is not None


@given(st.sampled_from(REFUSED), NOISE)
@settings(max_examples=300)
def test_noise_below_the_headers_makes_no_machine_a_person(letter: Letter, noise: bytes) -> None:
    assert _decided(letter.sender, letter.content + b"\r\n" + noise) is not None


@given(st.text(max_size=200))
@settings(max_examples=300)
def test_addresses_are_read_whatever_they_are(text: str) -> None:
    for read in (unwrapped, without_tag, envelope_sender, copied_for, addresses_in):
        read(text)
        read(f"{text}@{text}")


LONG = [
    *(b"(" * HEADERS_LIMIT, b"<" * 120_000, b'"' * 120_000, b"a@" * 60_000, b"," * 120_000, b"\\" * 120_000),
    *(b"<a@b" * 30_000, b"a:" * 60_000, b" \r\n " * 30_000, b"=?utf-8?q?" * 12_000, b"no" * 60_000),
]


@pytest.mark.parametrize("value", LONG, ids=range(len(LONG)))
@pytest.mark.parametrize("name", [b"To", b"Auto-Submitted", b"Authentication-Results", b"Content-Type"])
def test_nothing_takes_long(name: bytes, value: bytes) -> None:
    began = time.process_time()
    _decided("max@guest.example", name + b": " + value + b"\r\n\r\n" + b"content-type: text/calendar " * 9000)
    assert time.process_time() - began < 2


def test_a_huge_message_is_read_to_a_limit() -> None:
    body = b"x" * (4 * HEAD_LIMIT)
    assert _decided("max@guest.example", b"To: anna@house.example\r\n\r\n" + body) is None
    assert _decided("max@guest.example", b"To: anna@house.example\r\nX-Y: " + body) is Reason.UNREADABLE
