"""The reply itself (RFC 3834, section 3): nothing of a stranger's gets into its headers."""

from datetime import UTC, datetime
from email import message_from_bytes, policy
from email.message import EmailMessage

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from locum.mail.message import Sender
from locum.responder.composing import LARGEST, Answer, compose
from locum.responder.facts import Facts, facts_of
from locum.responder.plain_text import plain

AT = datetime(2027, 5, 10, 12, tzinfo=UTC)
HEADERS = [
    *("In-Reply-To", "References", "From", "To", "Subject", "Date", "Message-ID", "Auto-Submitted"),
    *("X-Auto-Response-Suppress", "Precedence", "X-Locum-Responder", "MIME-Version", "Content-Type"),
]


def _answer(subject: str | None = None, html: str = "<p>Away</p>", name: str = "Anna Apt") -> Answer:
    return Answer("reply:1", Sender(name, "anna@house.example"), "max@guest.example", subject, html, AT)


def _opened(content: bytes) -> EmailMessage:
    return message_from_bytes(content, policy=policy.default)


def _facts(**headers: str) -> Facts:
    return Facts(tuple((name.replace("_", "-"), value) for name, value in headers.items()))


def test_the_form() -> None:
    subject, content = compose(_answer(), _facts(subject="Lunch?", message_id="<1@guest.example>"))
    told = _opened(content)
    assert subject == told["Subject"] == "Auto: Lunch?"
    assert [name for name, _ in told.items()] == HEADERS
    assert (told["Precedence"], told["X-Auto-Response-Suppress"]) == ("bulk", "All")
    assert told["Date"].datetime == AT
    assert told["Message-ID"].endswith("@house.example>")
    assert told["In-Reply-To"] == told["References"] == "<1@guest.example>"
    assert [part.get_content_type() for part in told.iter_parts()] == ["text/plain", "text/html"]
    assert content.isascii()


@pytest.mark.parametrize(
    "message_id",
    [
        "",
        "1@guest.example",
        "<a b@guest.example>",
        "<1@guest.example> <2@guest.example>",
        "<1@guest.example>\r\nBcc: x",
    ],
)
def test_what_is_no_id_is_not_taken_up(message_id: str) -> None:
    _, content = compose(_answer(), _facts(message_id=message_id))
    assert "In-Reply-To" not in _opened(content)
    assert "References" not in _opened(content)


def test_long_ids_stay_whole_and_references_are_cut() -> None:
    own = f"<{'x' * 190}@{'guest.' * 20}example>"
    earlier = " ".join(f"<{number}@guest.example>" for number in range(50))
    _, content = compose(_answer(), _facts(message_id=own, references=f"junk {earlier} <broken"))
    assert f"In-Reply-To: {own}\r\n".encode() in content
    ids = _opened(content)["References"].split()
    assert ids == [*(f"<{number}@guest.example>" for number in range(30, 50)), own]


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("=?utf-8?Q?Gr=C3=BC=C3=9Fe?=", "Auto: Grüße"),
        ("=?no-such-code?Q?x?=", "Auto: =?no-such-code?Q?x?="),
        ("=?utf-8?B?!!!?=", "Auto: "),
        ("x" * 500, "Auto: " + "x" * 193 + "…"),
        ("=?utf-8?Q?a=0D=0ABcc:_x=40guest.example?=", "Auto: a Bcc: x@guest.example"),
    ],
)
def test_subjects_are_taken_up_readable_and_on_one_line(written: str, read: str) -> None:
    subject, content = compose(_answer(), _facts(subject=written))
    assert subject.strip() == read.strip()
    assert [name for name, _ in _opened(content).items()] == HEADERS[2:]


@given(st.text(max_size=300), st.text(max_size=100), st.binary(max_size=500), st.text(max_size=500))
@settings(max_examples=300)
def test_no_text_makes_a_header(subject: str, name: str, head: bytes, html: str) -> None:
    message = b"Message-ID: " + head + b"\nReferences: " + head + b"\nSubject: " + head + b"\n\n"
    for answer in (_answer(subject, html, name), _answer(None, html, name)):
        _, content = compose(answer, facts_of(message))
        told = _opened(content)
        assert set(told.keys()) <= set(HEADERS)
        assert len(told.keys()) == len(set(told.keys()))
        assert len(content) <= LARGEST
        assert [address.addr_spec for address in told["To"].addresses] == ["max@guest.example"]
        assert [address.addr_spec for address in told["From"].addresses] == ["anna@house.example"]


@pytest.mark.parametrize("text", ["€" * 30_000, "<p>word</p>" * 20_000, "<b>" * 50_000 + "x", "x" * 300_000])
def test_a_reply_has_a_largest_size(text: str) -> None:
    ids = " ".join(f"<{'r' * 190}{number}@guest.example>" for number in range(30))
    _, content = compose(_answer(html=text), _facts(message_id="<1@guest.example>", references=ids))
    assert len(content) <= LARGEST


def test_html_is_made_harmless() -> None:
    nasty = (
        '<p onclick="x()" style="background:url(http://a.example)">Hi<script>alert(1)</script></p>'
        '<link rel="stylesheet" href="http://a.example"><style>p{}</style><iframe src="http://a.example"></iframe>'
        '<img src="http://a.example/pixel"><del>old</del>'
        '<a href="javascript:x()">j</a><a href="data:text/html,x">d</a><a href="https://a.example/b">good</a>'
    )
    _, content = compose(_answer(html=nasty), _facts())
    [mailed] = [part.get_content() for part in _opened(content).walk() if part.get_content_type() == "text/html"]
    assert not any(word in mailed for word in ("script", "onclick", "style", "iframe", "data:", "link", "img"))
    assert "<del>old</del>" in mailed
    assert '<a href="https://a.example/b" rel="noopener noreferrer">good</a>' in mailed


@pytest.mark.parametrize(
    ("html", "text"),
    [
        ("<p>One</p><p>Two<br>Three</p>", "One\n\nTwo\nThree"),
        ("<ul><li>a</li><li>b</li></ul>", "- a\n- b"),
        ('<a href="https://x.example/">book</a>', "book (https://x.example/)"),
        ('<a href="https://x.example/">https://x.example/</a>', "https://x.example/"),
        ('<a href="mailto:a@x.example">a@x.example</a>', "a@x.example"),
        ("a &amp; b &lt;c&gt;", "a & b <c>"),
        ("just   text\n here", "just text here"),
        ("<p> </p><div><br></div>", ""),
        ("", ""),
    ],
)
def test_html_in_plain_text(html: str, text: str) -> None:
    assert plain(html) == text
