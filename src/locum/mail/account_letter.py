"""What people read about their own account."""

from collections.abc import Iterator

from locum.mail import when
from locum.mail.account_notice import AccountKind, AccountNotice
from locum.mail.catalogue import Words, words_for
from locum.mail.clean import one_line
from locum.mail.letters import Action, Letter, Line, Row


def account_letter(notice: AccountNotice, service: str) -> Letter:
    """The letter with its one link; `service` is the name the house sends under."""
    words = words_for(notice.reader.language)
    names = {
        "inviter": one_line(notice.inviter, 100) or words.text("someone"),
        "organization": one_line(notice.organization, 100) or service,
        "service": service,
    }
    return Letter(
        language=words.tag,
        direction=words.direction,
        subject=words.text(f"subject.account.{notice.kind}", **names),
        heading=words.text(f"heading.account.{notice.kind}", **names),
        intro=words.text(f"intro.account.{notice.kind}", **names),
        rows=tuple(_rows(notice, words)),
        actions=(Action(words.text(f"action.account.{notice.kind}"), notice.link, primary=True),),
        footer=(words.text(f"footer.account.{notice.kind}", **names),),
    )


_OF_A_PLACE = frozenset({AccountKind.INVITED, AccountKind.OFFERED})


def _rows(notice: AccountNotice, words: Words) -> Iterator[Row]:
    if notice.kind in _OF_A_PLACE and notice.organization:
        yield Row(words.text("label.account.organization"), (Line(one_line(notice.organization, 100)),))
    yield Row(words.text("label.account.address"), (Line(notice.reader.email or ""),))
    if notice.valid_until is not None:
        yield Row(words.text("label.account.until"), (Line(when.moment(words, notice.reader, notice.valid_until)),))
