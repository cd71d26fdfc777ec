"""What is written to files and scripts is read back, whatever the texts are."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from locum.kit.plain import plain_text
from locum.mail.clean import one_line
from locum.replies.state import Text
from locum.targets.backends.gromox_files import read_reply, read_state, reply_file, state_file
from locum.targets.backends.port import Mailbox
from locum.targets.backends.sieve_script import answers_mail, quoted, read_script, script
from locum.targets.holding import Holding

START = datetime(2027, 5, 1, tzinfo=UTC)
ANNA = Mailbox(1, "anna@acme.example", ("a@acme.example",), ("acme.example",))
EXTENSIONS = frozenset(("vacation", "envelope", "date", "relational", "include"))

_words = st.text(st.characters(codec="utf-8", exclude_characters="\0"), max_size=200)
_texts = st.builds(Text, st.none() | _words, st.none() | _words)
_times = st.integers(0, 10**9).map(lambda seconds: START + timedelta(seconds=seconds))


@st.composite
def _holdings(draw: st.DrawFn) -> Holding:
    start, end = draw(_times), draw(_times)
    mode = draw(st.sampled_from(["off", "on", "scheduled"])) if start < end else "on"
    timed = mode == "scheduled"
    return Holding(
        mode=mode,  # type: ignore[arg-type]
        start=start if timed else None,
        end=end if timed else None,
        audience=draw(st.sampled_from(["none", "known", "all"])),
        internal=draw(_texts),
        external=draw(_texts),
        key="k",
    )


@given(_holdings())
def test_the_state_file_is_read_back(held: Holding) -> None:
    assert read_state(state_file(held)).essence == held.essence
    assert read_state(state_file(held)).audience == held.audience


@given(_texts)
def test_a_reply_file_is_read_back(text: Text) -> None:
    back = read_reply(reply_file(text))
    if not text.html:
        assert back == Text()
        return
    assert back.html == text.html.replace("\r\n", "\n").replace("\r", "\n")
    shown = one_line(text.subject or "", 500)
    assert (back.subject or "").replace(" ", "") == shown.replace(" ", "")


@given(_texts)
def test_a_reply_file_has_one_subject_and_one_empty_line_before_its_text(text: Text) -> None:
    content = reply_file(text)
    if content is not None:
        head = content.partition("\r\n\r\n")[0]
        assert head.isascii()
        assert len(head.split("\r\n")) == (3 if "Subject" in head else 2)


@pytest.mark.parametrize(
    "noise", ["", "oof_state", "oof_state = x", "=\n=", "oof_state = 2", "start_time = " + "9" * 40]
)
def test_noise_is_off(noise: str) -> None:
    assert read_state(noise).mode == "off"


@given(_holdings())
def test_a_script_is_read_back_and_untouched(held: Holding) -> None:
    written = read_script(script(held, ANNA, EXTENSIONS, 'my "own"\\'))
    assert written is not None
    assert written.is_untouched
    assert written.includes == 'my "own"\\'
    assert (written.held.essence, written.held.internal) == (held.essence, held.internal)


@given(_texts)
def test_no_text_ends_its_block_or_begins_another_command(text: Text) -> None:
    held = Holding("on", None, None, "all", text, text, "k")
    lines = script(held, ANNA, EXTENSIONS, None).split("\r\n")
    expected = 2 if text.html else 0
    assert sum(line.startswith("vacation ") for line in lines) == expected
    assert lines.count(".") == expected
    assert all(line.isascii() or line.startswith("vacation ") for line in lines)


def test_a_changed_script_is_noticed_and_anothers_is_none() -> None:
    whole = script(
        Holding("on", None, None, "all", Text("S", "<p>x</p>"), Text("S", "<p>x</p>"), "k"), ANNA, EXTENSIONS, None
    )
    changed = read_script(whole.replace(":days 7", ":days 1"))
    assert changed is not None
    assert not changed.is_untouched
    relined = read_script(whole.replace("\r\n", "\n"))
    assert relined is not None
    assert relined.is_untouched
    assert read_script('require "vacation";\nvacation "x";\n') is None
    assert read_script("# state AAAA\n") is None


@pytest.mark.parametrize(
    ("content", "answers"),
    [
        ('vacation "x";', True),
        ('if true { VACATION :days 1 "x"; }', True),
        ("vacation text:\nhello\n.\n;", True),
        ('# vacation\nrequire "vacation"; keep;', False),
        ('/* vacation\n"x"; */ keep;', False),
        ('fileinto "vacation";', False),
        ("redirect text:\nvacation\n.\n;", False),
        ('if header :is "x-vacation" "y" { keep; }', False),
    ],
)
def test_scripts_that_answer_are_told_from_those_that_speak_of_it(content: str, answers: bool) -> None:
    assert answers_mail(content) is answers


def test_strings_are_quoted() -> None:
    assert quoted('a"b\\c\r\nd\0') == '"a\\"b\\\\cd"'


@pytest.mark.parametrize(
    ("html", "text"),
    [
        ("<p>a</p><p>b</p>", "a\n\nb"),
        ("a<br>b", "a\nb"),
        ("<ul><li>a</li><li>b</li></ul>", "- a\n- b"),
        ('<a href="https://x.example">here</a>', "here (https://x.example)"),
        ('<a href="https://x.example">https://x.example</a>', "https://x.example"),
        ('<a href="javascript:x()">here</a>', "here"),
        ("<style>x</style><script>y</script>z", "z"),
        ("a &lt; b &amp;\n c", "a < b & c"),
        ("<b>a</b> <i>b</i>", "a b"),
    ],
)
def test_html_in_plain_words(html: str, text: str) -> None:
    assert plain_text(html) == text
