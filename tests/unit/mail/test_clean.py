"""Strangers' words lose what could do harm and nothing else."""

import time

import pytest

from locum.mail.clean import is_mailbox, mailbox, one_line, paragraphs, web_link


@pytest.mark.parametrize(
    ("given", "cleaned"),
    [
        ("Ada Lovelace", "Ada Lovelace"),
        ("Ada\r\nBcc: x@y.example", "Ada Bcc: x@y.example"),
        ("Ada\u2028Love\x85lace\x00", "Ada Love lace"),
        ("invoice\u202efdp.exe", "invoicefdp.exe"),
        ("  two \t spaces  ", "two spaces"),
        ("عائشة", "عائشة"),
        ("👩‍💻 Ada", "👩‍💻 Ada"),
    ],
)
def test_one_line(given: str, cleaned: str) -> None:
    assert one_line(given) == cleaned


def test_one_line_is_bounded() -> None:
    assert one_line("x" * 500, 10) == "xxxxxxxxx…"


def test_paragraphs_keep_their_lines() -> None:
    assert paragraphs("\r\na  b\rc\n\n\x07d\n") == "a  b\nc\n\nd"


def test_a_mailbox_has_an_ascii_domain() -> None:
    assert mailbox(" josé@bücher.example ") == "josé@xn--bcher-kva.example"


@pytest.mark.parametrize("address", [None, "", "a", "a@", "@b", "a@b@c", "a b@c", "a@b\n", "a\u2028@b", "a@b,c@d"])
def test_what_is_not_a_mailbox(address: str | None) -> None:
    assert is_mailbox(address) is (address == "a@b\n")  # space around an address is forgiven


@pytest.mark.parametrize("text", ["https://meet.example/x?a=b", "http://localhost:8000/"])
def test_web_addresses_become_links(text: str) -> None:
    assert web_link(text) == text


@pytest.mark.parametrize(
    "text",
    [
        None,
        "",
        "meet.example",
        "javascript:alert(1)",
        "https://",
        "https://a b",
        'https://a"b',
        "https://[::",
        "data:x",
    ],
)
def test_nothing_else_becomes_a_link(text: str | None) -> None:
    assert web_link(text) is None


def test_long_texts_are_not_read_to_their_end() -> None:
    """Cleaning looks at each character; megabytes from a stranger would keep everybody waiting."""
    began = time.thread_time()
    assert len(one_line("ab " * 3_000_000)) <= 200
    assert len(paragraphs("ab\n" * 3_000_000)) <= 5000
    assert time.thread_time() - began < 0.5, "so long it worked itself, whatever else the machine did"
